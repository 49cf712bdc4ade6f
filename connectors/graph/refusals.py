"""What Microsoft Graph refuses, told in our words. Those a service can go on from have a class of their own (connectors/refusals.py)."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from connectors.graph.account import TASKS_WRITE
from connectors.refusals import GO_ON, Changed, Failed, NoLonger, Refused, Throttled, Unauthenticated, harmless
from syncd.errors import Forbidden, ReauthNeeded, SourceError

# Graph's words for a delta link it does not know any more, whatever the status (F55); compared without case.
_RESYNC = frozenset({"syncstatenotfound", "syncstateinvalid", "resyncrequired", "fullsyncrequired", "errorinvalidsyncstatedata"})
_NO_MAILBOX = frozenset({"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi"})
_NOBODY = frozenset({"errorinvaliduser", "request_resourcenotfound", "errornonexistentmailbox"})
_TOKEN = re.compile(r"eyJ[\w-]+\.[\w.-]+|0\.A[\w-]{20,}|[\w-]{3}~?8Q~[\w.~-]+")  # as access tokens, refresh tokens and client secrets begin
_WORD = re.compile(r"[A-Za-z][\w.]{1,80}")
_CLAIMS = re.compile(r'claims="([A-Za-z0-9+/=_-]+)"')


class NoMailbox(Forbidden):
    """There is no mailbox of that name, or none at Microsoft."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for what, for the texts. `secrets`: what no text may hold."""

    mailbox: str
    what: str = ""
    scopes: Sequence[str] = ()
    granted: Sequence[str] = ()
    """What a person consented to; empty for an application."""
    secrets: Sequence[str] = field(default=(), repr=False)
    consent: bool = True
    """Whether a person consented; else an application acts by itself."""

    def __str__(self) -> str:
        return f"{self.what} for {self.mailbox}" if self.what else self.mailbox


def refusal(asking: Asking, status: int, headers: Mapping[str, str], body: bytes) -> SourceError:
    """A status that is no success, as an error that says what to do. A text never holds a token."""
    reason, said = _reason(body)
    word = reason.lower()
    told = f" ({harmless(said, asking.secrets, _TOKEN)})" if said else ""
    if status in (429, 509):
        return Throttled(f"{asking}: Microsoft asks us to be slower ({reason or status})")
    if status == 507:
        return Refused(f"{asking}: the mailbox is full ({reason or status})", status, reason)
    if status >= 500 or status == 408:
        return Failed(f"{asking}: Microsoft failed at it ({status} {reason}); it is asked again", status)
    if status == 401:
        return Unauthenticated(f"{asking}: the access token is refused", claims_of(headers))
    if word in _RESYNC:
        return NoLonger(f"{asking}: refused with {status} {reason}{told}", 410, reason)
    if status == 403 or word in _NO_MAILBOX or (status == 404 and word in _NOBODY):
        return _forbidden(asking, status, reason, told)
    if word == "errorirresolvableconflict":
        return Changed(f"{asking}: refused with {status} {reason}{told}", 412, reason)
    if status in GO_ON and (reason or status == 404):
        return GO_ON[status](f"{asking}: refused with {status} {reason}{told}", status, reason)
    if status < 400:  # Graph sends nobody elsewhere; a sign-in page of a hotel does
        return Failed(f"{asking}: something between here and Microsoft answered {status} in its place; it is asked again", status)
    return Refused(f"{asking}: refused with {status} {reason}{told}", status, reason)


def claims_of(headers: Mapping[str, str]) -> str:
    """The claims that a 401 asks for (learn.microsoft.com: claims challenges), as JSON; '' where it asks for none."""
    found = _CLAIMS.search(headers.get("www-authenticate", ""))
    if not found:
        return ""
    try:
        claims = base64.urlsafe_b64decode(found[1].replace("+", "-").replace("/", "_") + "==").decode()
        json.loads(claims)
    except ValueError:
        return ""
    return claims


def _forbidden(asking: Asking, status: int, reason: str, told: str) -> SourceError:
    """Who may not, and who lets them."""
    word = reason.lower()
    if word in _NO_MAILBOX:
        return NoMailbox(f"{asking}: this person has no mailbox in Exchange Online: no licence, or it is on a server of your own (then use the connector `exchange`)")
    if word in _NOBODY:
        return NoMailbox(f"{asking}: the directory knows no mailbox of that name; correct `mailbox`")
    lacking = [one for one in asking.scopes if asking.granted and one not in asking.granted]
    if asking.consent and lacking:
        return ReauthNeeded(f"{asking}: the consent does not allow {' '.join(lacking)}; run `syncd auth graph` for this source")
    if asking.consent:
        return Forbidden(f"{asking}: Microsoft does not allow it ({status} {reason}){told}; ask an administrator of the directory")
    if TASKS_WRITE in asking.scopes:  # RBAC for Applications knows mail, calendars and contacts
        return Forbidden(
            f"{asking}: the application may not ({status} {reason}){told}; tasks it may write only in all mailboxes of the directory: an administrator gives "
            f"it {TASKS_WRITE}.All in Entra, or the person signs in (`token_file`), or reminders are kept as events"
        )
    wanted = " ".join(asking.scopes) or "what is read"
    return Forbidden(
        f"{asking}: the application may not ({status} {reason}){told}; an administrator gives it {wanted} for a group of mailboxes that this one "
        "belongs to (RBAC for Applications in Exchange Online); it takes up to two hours to be known"
    )


def _reason(body: bytes) -> tuple[str, str]:
    """Graph's word for why, and its sentence; nothing where the answer is not Graph's."""
    try:
        error = json.loads(body)["error"]
        word, said = error.get("code"), error.get("message")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "", ""
    return (word if isinstance(word, str) and _WORD.fullmatch(word) else ""), (said if isinstance(said, str) else "")
