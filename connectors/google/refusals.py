"""What Google refuses, told in our words. Those a service can go on from have a class of their own (connectors/refusals.py)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.refusals import (
    GO_ON,
    Changed,
    Failed,
    LostAnswer,
    NoLonger,
    NotThere,
    Refused,
    Taken,
    Throttled,
    TooLarge,
    Unauthenticated,
    Wrong,
    harmless,
)
from syncd.errors import AuthFailed, Forbidden, ReauthNeeded, SourceError

__all__ = [
    "RATE", "UNTIL_LATER", "Asking", "Changed", "Failed", "LostAnswer", "NoLonger", "NotThere", "Refused", "Taken", "Throttled", "TooLarge", "Unauthenticated",
    "Wrong", "refusal",
]  # fmt: skip

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
    told = f" ({harmless(said, asking.secrets, _TOKEN)})" if said else ""
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
    if status in GO_ON:
        return GO_ON[status](f"{asking}: refused with {status} {reason}{told}", status, reason)
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
