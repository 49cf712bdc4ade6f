"""What Google refuses, told in our words. Those a service can go on from have a class of their own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from syncd.errors import AuthFailed, Busy, Forbidden, ReauthNeeded, SourceError

# Reasons for which Google answers 403, or 429, where it means: slower (F32). From the error pages of the three APIs.
RATE = frozenset({
    "rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "concurrentLimitExceeded", "calendarUsageLimitExceeded",
    "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", "RESOURCE_QUOTA_EXCEEDED", "USER_RATE_LIMIT_EXCEEDED",
})  # fmt: skip
UNTIL_LATER = frozenset({"dailyLimitExceeded"})  # another minute changes nothing
_TOO_FEW_SCOPES = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficient_scope"})
_NOT_ENABLED = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
_TOKEN = re.compile(r"(?:ya29\.|1//|4/|GOCSPX-)[\w./+=-]+")  # as Google's access and refresh tokens, codes and client secrets begin
_WORD = re.compile(r"[A-Za-z][A-Za-z_]{1,60}")


class Refused(SourceError):
    """A call was refused; `status` is HTTP's, `reason` Google's word (notFound, fullSyncRequired, duplicate …)."""

    def __init__(self, text: str, status: int, reason: str = "") -> None:
        super().__init__(text)
        self.status, self.reason = status, reason


class NotThere(Refused):
    """404: nothing of that id, or nothing we may see."""


class NoLonger(Refused):
    """410: it was there; of a sync token: everything has to be listed anew."""


class Taken(Refused):
    """409: there is one of that id already, or there was."""


class Changed(Refused):
    """412: it is not as the entity tag says."""


class Wrong(Refused):
    """400: the call itself is refused; an old page or sync token may be."""


class LostAnswer(SourceError):
    """The call may have been carried out or not: the answer did not come, or was none."""


class TooLarge(Refused):
    """The answer is larger than we read: refused by us, as 413."""

    def __init__(self, text: str) -> None:
        super().__init__(text, 413, "tooLarge")


class Unauthenticated(AuthFailed):
    """401: the access token is refused; another one may not be."""


class Throttled(Busy):
    """Asked too fast, or for too much; `least`: seconds to wait at least where Google states none."""

    def __init__(self, text: str, *, least: float = 0.0) -> None:
        super().__init__(text)
        self.least = least


class Failed(LostAnswer):
    """The server failed at it, or something between us and Google answered in its place."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


_GO_ON: Mapping[int, type[Refused]] = {400: Wrong, 404: NotThere, 409: Taken, 410: NoLonger, 412: Changed}


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, for the texts. `secrets`: what no text may hold."""

    account: str
    api: str
    method: str = ""
    scopes: Sequence[str] = ()
    secrets: Sequence[str] = field(default=(), repr=False)
    consent: bool = True
    """Whether a person consented; else a service account acts for them."""

    def __str__(self) -> str:
        return f"{self.method or self.api} for {self.account}"


def refusal(asking: Asking, status: int, headers: Mapping[str, str], body: bytes) -> SourceError:
    """A status that is no success, as an error that says what to do. A text never holds a token."""
    reasons, said = _reasons(body)
    reason = next(iter(reasons), "")
    told = f" ({_harmless(said, asking.secrets)})" if said else ""
    if status == 429 or (status == 403 and RATE.intersection(reasons)):
        return Throttled(f"{asking}: Google asks us to be slower ({reason or status})", least=3600.0 if UNTIL_LATER.intersection(reasons) else 0.0)
    if status >= 500 or status == 408:
        return Failed(f"{asking}: Google failed at it ({status}); it is asked again", status)
    if status == 401:
        return Unauthenticated(f"{asking}: the access token is refused")
    if status == 403:
        return _forbidden(asking, reasons, headers, told)
    if status == 400 and "failedPrecondition" in reasons and "not enabled" in said:
        return Forbidden(f"{asking}: Google says that it is not switched on for this account{told}; an admin gives it in admin.google.com → Apps, or remove the source")
    if status in _GO_ON:
        return _GO_ON[status](f"{asking}: refused with {status} {reason}{told}", status, reason)
    if status < 400:  # Google's APIs send nobody elsewhere; a sign-in page of a hotel does
        return Failed(f"{asking}: something between here and Google answered {status} in its place; it is asked again", status)
    return Refused(f"{asking}: refused with {status} {reason}{told}", status, reason)


def _forbidden(asking: Asking, reasons: Sequence[str], headers: Mapping[str, str], told: str) -> SourceError:
    """403 for another reason than the rate."""
    if _TOO_FEW_SCOPES.intersection(reasons) or "insufficient_scope" in headers.get("www-authenticate", ""):
        wanted = " ".join(asking.scopes)
        if not asking.consent:
            return AuthFailed(f"{asking}: the service account may not; add in admin.google.com → Security → API controls → Domain-wide delegation: {wanted}")
        return ReauthNeeded(f"{asking}: the consent does not allow it; run `syncd auth google` for this source and leave all boxes ticked ({wanted})")
    if _NOT_ENABLED.intersection(reasons):
        where = "console.cloud.google.com → APIs & Services → Library, in the project of the client"
        return Forbidden(f"{asking}: the {asking.api} API is not enabled; enable it in {where}")
    return Forbidden(f"{asking}: Google does not allow it{told}; ask whoever owns it to share it, or an admin of the domain")


def _reasons(body: bytes) -> tuple[tuple[str, ...], str]:
    """Google's words for why, the plainest first, and its sentence; nothing where the answer is not Google's."""
    try:
        error = json.loads(body)["error"]
        if not isinstance(error, dict):
            return (), ""
        words = tuple(dict.fromkeys(word for word in _words(error) if isinstance(word, str) and _WORD.fullmatch(word)))
        said = error.get("message")
    except (ValueError, KeyError, TypeError, RecursionError):
        return (), ""
    return words, said if isinstance(said, str) else ""


def _words(error: Mapping[str, Any]) -> Iterator[object]:
    for key in ("details", "errors"):
        for one in error.get(key) or ():
            if isinstance(one, dict):
                yield one.get("reason")
    yield error.get("status")


def _harmless(said: str, secrets: Sequence[str]) -> str:
    """A sentence of the server in one short line, without what must not be read by others."""
    for secret in filter(None, secrets):
        said = said.replace(secret, "…")
    said = _TOKEN.sub("…", said)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in said).split())[:200]
