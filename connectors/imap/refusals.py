"""What a server's refusal means for us: ask a person, wait, or go on without (RFC 5530 and what providers write).

The text of every error says what to do and holds no secret: what a server quotes of the sign-in is struck out.
"""

from __future__ import annotations

import re
import ssl

from syncd.errors import AuthFailed, Busy, Forbidden, SourceError

_CODE = re.compile(r"\[([A-Z][A-Z0-9.-]*)[^\]]*\]", re.IGNORECASE)
# How long a server that says so wants to be left alone, in seconds: what passes by itself, and what a person has to end.
_WAIT = {"UNAVAILABLE": 60.0, "INUSE": 60.0, "SERVERBUG": 300.0, "LIMIT": 300.0, "THROTTLED": 300.0, "OVERQUOTA": 3600.0}
_BUSY_WORDS = re.compile(r"too many|try (?:again|later)|temporar|throttl|rate.?limit|bandwidth|overload|simultaneous", re.IGNORECASE)
_ALLOWED_WORDS = re.compile(r"permission|not permitted|access (?:is )?denied|not allowed", re.IGNORECASE)
_SIGN_IN_CODES = {"AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED", "EXPIRED", "CONTACTADMIN"}
_ABSENT = {"NONEXISTENT", "TRYCREATE"}
_ABSENT_WORDS = re.compile(r"(?:mailbox|folder).{0,200}(?:does ?n[o']t exist|not exist|not found|unknown)|no such (?:mailbox|folder)|unknown mailbox", re.IGNORECASE)


_PIECE = 5  # letters of a secret that nobody may read in a row


class FolderAbsent(SourceError):
    """The folder was renamed or deleted since it was listed, or was listed without being there."""


def code_of(text: str) -> str:
    """The response code of a refusal in capital letters, or ''."""
    found = _CODE.search(text)
    return found[1].upper() if found else ""


def refusal(text: str, doing: str) -> SourceError:
    """The error for a NO, BAD or BYE with this text, met while `doing` ("to open the folder Sent")."""
    code = code_of(text)
    said = f"the server refuses {doing}: {text}"
    if code in _WAIT or _BUSY_WORDS.search(text):
        return Busy(f"{said}; it is tried again later", _WAIT.get(code, 300.0))
    if code in _SIGN_IN_CODES:
        return AuthFailed(f"{said}; check user and password")
    if code in _ABSENT or _ABSENT_WORDS.search(text):
        return FolderAbsent(f"{said}; it is left out until it is listed again")
    if code == "NOPERM" or _ALLOWED_WORDS.search(text):
        return Forbidden(f"{said}; give this user the right to read it, or name it in exclude_folders")
    return SourceError(f"{said}; it is tried again later")


def sign_in_refusal(text: str, user: str) -> SourceError:
    """The error for a refused sign-in. Whatever does not plainly ask to wait is for a person to look at."""
    code = code_of(text)
    if code in _WAIT or (code not in _SIGN_IN_CODES and _BUSY_WORDS.search(text)):
        return Busy(f"the server does not let {user} in now: {text}; it is tried again later", _WAIT.get(code, 300.0))
    if code == "PRIVACYREQUIRED":
        return SourceError(f'the server lets nobody in without TLS: {text}; write tls = "implicit" or "starttls"')
    return AuthFailed(f"the server refuses {user}: {text.rstrip('.')}; check user, password or token (some providers want a password for apps)")


def network_refusal(error: OSError, host: str, port: int) -> SourceError:
    """The error for a connection that did not come about."""
    where = f"{host}:{port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return SourceError(
            f"the certificate of {where} is not believed: {error.verify_message}; correct `host`, renew the certificate, "
            "or name the authority that signed it in ca_file"
        )
    if isinstance(error, ssl.SSLError):
        return SourceError(f'{where} does not speak TLS as it should ({error.reason or "no reason given"}); correct `port` or `tls`')
    if isinstance(error, TimeoutError):
        return SourceError(f"{where} does not answer; check host, port and the network")
    return SourceError(f"{where} cannot be reached: {error.strerror or error}; check host, port and the network")


def struck(text: str) -> str:
    """A server's words on one line, cut."""
    return " ".join(text.split())[:300]


def without(text: str, *secrets: str) -> str:
    """A server's words about a sign-in; only their code where they repeat a piece of a secret, however it is spelled."""
    pieces = {secret[at : at + _PIECE] for secret in secrets for at in range(max(1, len(secret) - _PIECE + 1)) if secret}
    if any(piece in text for piece in pieces):
        return " ".join(f"[{code}]" for code in (code_of(text),) if code) + " (its words are left out: they repeat what was sent)"
    return text or "no reason given"
