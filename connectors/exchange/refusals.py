"""What Exchange refuses, told in our words and by what one can go on from. Exchange's own code stands in `reason`.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from connectors.http import retry_after
from connectors.refusals import Changed, Failed, LostAnswer, NotThere, Refused, Throttled, harmless
from syncd.errors import AuthFailed, Busy, CursorExpired, Forbidden, ProviderRetired, SourceError

MOST_WAIT: Final = 86_400.0  # seconds a server may keep us waiting

_ONLINE: Final = ("outlook.office365.com", "outlook.office.com", "outlook.live.com")
_CLOSED: Final = re.compile(rb"(?:EWS|Exchange Web Services)\b.{0,200}\b(?:blocked|disabled|retired|deprecated|not allowed|no longer)", re.IGNORECASE | re.DOTALL)
_BUSY: Final = re.compile(rb"ResponseCode(?:\s[^<>]*)?>\s*ErrorServerBusy\s*<")  # in words of a mail < would be written &lt;
_BACK_OFF: Final = re.compile(rb"Name=\"BackOffMilliseconds\"[^<>]*>\s*([0-9]{1,12})\s*<")
_SECRET: Final = re.compile(r"(?:NTLM|Basic|Negotiate) [A-Za-z0-9+/=]{8,}")
_SCHEME: Final = re.compile(r"\b(NTLM|Negotiate|Basic|Bearer)\b", re.IGNORECASE)
_LOST: Final = "Reraised from"  # how exchangelib tells that a connection broke, by ErrorTimeoutExpired

EXPIRED: Final = frozenset({"ErrorInvalidSyncStateData"})
NOT_THERE: Final = frozenset({
    "ErrorItemNotFound", "ErrorFolderNotFound", "ErrorSyncFolderNotFound", "ErrorInvalidIdMalformed", "ErrorInvalidIdNotAnItemAttachmentId",
    "ErrorInvalidIdEmpty", "ErrorInvalidId", "ErrorMoveCopyFailed", "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "ErrorCannotUseFolderIdForItemId",
})  # fmt: skip
CHANGED: Final = frozenset({"ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorInvalidChangeKey", "ErrorChangeKeyRequired"})
# a smaller batch, or a while later, may do
TOO_MUCH: Final = frozenset({
    "ErrorTimeoutExpired", "ErrorTooManyObjectsOpened", "ErrorExceededConnectionCount", "ErrorInternalServerTransientError",
    "ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress", "ErrorBatchProcessingStopped", "ErrorInsufficientResources",
})  # fmt: skip
# of one item: it is there and cannot be told
DAMAGED: Final = frozenset({
    "ErrorItemCorrupt", "ErrorCorruptData", "ErrorContentConversionFailed", "ErrorMimeContentConversionFailed", "ErrorMimeContentInvalid",
    "ErrorInvalidRecurrence", "ErrorPropertyValidationFailure", "ErrorDataSizeLimitExceeded", "ErrorMessageSizeExceeded", "ErrorInternalServerError",
})  # fmt: skip
_NO_MAILBOX: Final = frozenset({"ErrorNonExistentMailbox", "ErrorMissingEmailAddress", "ErrorInvalidSmtpAddress", "ErrorNoPublicFolderReplicaAvailable"})
_NO_RIGHT: Final = frozenset({
    "ErrorAccessDenied", "ErrorCreateItemAccessDenied", "ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed", "ErrorAccountDisabled",
    "ErrorMailboxLogonFailed", "ErrorMailboxFailover", "ErrorPublicFolderRequestProcessingFailed",
})  # fmt: skip


class NoMailbox(Forbidden):
    """There is no mailbox of that name."""


class NotOffered(AuthFailed):
    """The server does not offer the way to sign in that the config names; the password was not looked at."""


class TooMuch(Throttled):
    """The server could not do it at once: less of it may be done, or the same later."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for whose mailbox and how, for the texts."""

    host: str
    mailbox: str
    user: str
    auth: str
    impersonates: bool
    password: str = ""

    def __repr__(self) -> str:
        return f"Asking({self.host}, {self.mailbox})"

    def __str__(self) -> str:
        return f"{self.mailbox} at {self.host}"


def refusal(asking: Asking, code: str, said: str) -> SourceError:
    """A refusal by Exchange's code for it (the name of exchangelib's error)."""
    told = _told(asking, said)
    if code in ("ErrorTimeoutExpired", "TransportError") and _LOST in said:
        return LostAnswer(f"{asking}: no answer came; it is asked again")
    if code == "ErrorServerBusy":
        return Busy(f"{asking}: the server asks us to wait")
    if code in EXPIRED:
        return CursorExpired(f"{asking}: Exchange no longer knows our place in this folder; everything is listed again")
    if code in NOT_THERE:
        return NotThere(f"{asking}: {code}{told}", 404, code)
    if code in CHANGED:
        return Changed(f"{asking}: {code}{told}", 412, code)
    if code in TOO_MUCH:
        return TooMuch(f"{asking}: the server could not do it now ({code}); it is asked again")
    if code in _NO_MAILBOX:
        return NoMailbox(f"{asking}: Exchange knows no such mailbox ({code}); correct `mailbox`")
    if code in _NO_RIGHT:
        return Forbidden(f"{asking}: {asking.user} may not open it ({code}); {_right(asking)}")
    if code == "UnauthorizedError":
        return unauthorized(asking)
    if code == "TransportError" and "certificate" in said.lower():
        return SourceError(f"{asking}: the certificate is not believed{told}; name the company's authority in `ca_file`")
    return Refused(f"{asking}: refused with {code}{told}", 500, code)


def judged(asking: Asking, status: int, headers: Mapping[str, str], body: bytes) -> SourceError | None:
    """An answer as HTTP has it: an error that says what to do, None where it is to be read as SOAP."""
    begins = body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:5].lower()
    if status in (200, 500) and begins[:1] == b"<" and not begins.startswith((b"<html", b"<!doc")):
        return _busy(asking, body) if _BUSY.search(body) else None
    if status == 401:
        return unauthorized(asking, headers.get("WWW-Authenticate", ""))
    if status == 403:
        return _forbidden(asking, body)
    if status in (429, 503):
        wait = retry_after(headers.get("Retry-After", ""), MOST_WAIT)
        return Busy(f"{asking}: the server asks us to wait ({status})", wait)
    if status == 404:
        return SourceError(f"{asking}: there are no Exchange Web Services at this address; correct `url` (https://…/EWS/Exchange.asmx)")
    if 300 <= status < 400:
        return SourceError(f"{asking}: the server points elsewhere ({status}); nothing is sent there. If that is right, write it as `url`")
    if status >= 500 or status in (200, 408):
        return Failed(f"{asking}: the server, or something before it, failed ({status}); it is asked again", status)
    return Refused(f"{asking}: refused with {status}", status)


def is_online(host: str) -> bool:
    """Whether it is Exchange Online, which has closed this interface."""
    return host.lower() in _ONLINE


def unauthorized(asking: Asking, offered: str = "") -> SourceError:
    """The credentials are refused. `offered`: the ways to sign in that the server names with it (RFC 9110 section 11.6.1), where it does."""
    if is_online(asking.host):
        return _retired(asking)
    schemes = {word.lower() for word in _SCHEME.findall(offered)}
    hint = f"correct `user` and the password of {asking.user}"
    if asking.auth == "kerberos":
        hint = "the server does not offer Negotiate for EWS (Set-WebServicesVirtualDirectory -WindowsAuthentication $true), or does not take the ticket we have"
    elif asking.auth == "ntlm" and schemes and not schemes & {"ntlm", "negotiate"}:
        other = "; write auth = \"basic\"" if "basic" in schemes else " (Get-WebServicesVirtualDirectory)"
        return NotOffered(f"{asking}: the server offers no NTLM for EWS{other}")
    if asking.auth == "basic" and schemes and "basic" not in schemes:
        return NotOffered(f"{asking}: Basic is switched off for EWS (Get-WebServicesVirtualDirectory); write auth = \"ntlm\"")
    if asking.auth == "basic" and not schemes:
        hint += "; Basic may be switched off for EWS (Get-WebServicesVirtualDirectory): write auth = \"ntlm\""
    elif asking.auth == "ntlm":
        hint += (
            "; where both are right and a proxy or load balancer ends TLS before Exchange, Extended Protection makes NTLM fail: switch it off for EWS there, "
            "or write auth = \"basic\"; syncd doctor tells which it is"
        )
    return AuthFailed(f"{asking}: the sign-in is refused: {hint}")


def _forbidden(asking: Asking, body: bytes) -> SourceError:
    if is_online(asking.host) or _CLOSED.search(body[:10_000]):
        return _retired(asking)
    return Forbidden(f"{asking}: the server does not offer Exchange Web Services for it (403); an admin allows them: Set-CASMailbox -EwsEnabled $true")


def _retired(asking: Asking) -> SourceError:
    return ProviderRetired(
        f"{asking}: Microsoft 365 has closed Exchange Web Services (since 2026-10-01, for good on 2027-04-01); "
        "use connector = \"graph\" for this mailbox, with graph-calendar and graph-contacts"
    )


def _right(asking: Asking) -> str:
    if asking.impersonates:
        return "an admin puts the mailbox into the scope of the role ApplicationImpersonation"
    return "an admin gives the right to it: Add-MailboxPermission -AccessRights FullAccess, or for a folder Add-MailboxFolderPermission"


def _busy(asking: Asking, body: bytes) -> Busy:
    """To stay away, as long as is stated: to the millisecond."""
    stated = _BACK_OFF.search(body)
    wait = min(int(stated[1]) / 1000, MOST_WAIT) if stated else None
    return Busy(f"{asking}: the server asks us to wait", wait)


def _told(asking: Asking, said: str) -> str:
    words = harmless(said, (asking.password,), _SECRET)
    return f" ({words})" if words else ""
