"""What Microsoft's sign-in (Entra ID) is asked by, and what its refusals mean (learn.microsoft.com/entra/identity-platform/reference-error-codes).

msal asks; what it would sleep and ask again for, and what it would take for a refusal though Entra did not refuse, is raised
as Busy or SourceError here. Nothing is sent but to Microsoft's sign-in, or, where `endpoint` is on this machine, to that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from connectors.graph.account import GraphAccount
from connectors.http import retry_after
from connectors.pace import MOST_WAIT
from connectors.refusals import LostAnswer
from connectors.transport import Answer, fetch, read_object
from syncd.config.words import is_loopback
from syncd.errors import AuthFailed, Busy, ConfigError, Forbidden, ReauthNeeded, SourceError

LOGIN = "https://login.microsoftonline.com"
_AGAIN = frozenset({"server_error", "temporarily_unavailable"})
_CODE = re.compile(r"AADSTS(\d{4,8})")
_TENANT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")
_AGAIN_TEXT = "run `syncd auth graph` for this source"
_ADMIN = "an administrator of the directory"

# AADSTS number → what kind of error it is, and what to do.
_MEANT: Mapping[int, tuple[type[SourceError], str]] = {
    50173: (ReauthNeeded, f"the password was changed or the sign-in taken back: {_AGAIN_TEXT}"),
    50133: (ReauthNeeded, f"the password was changed or has run out: {_AGAIN_TEXT}"),
    50132: (ReauthNeeded, f"the session was ended: {_AGAIN_TEXT}"),
    50089: (ReauthNeeded, f"the sign-in has run out: {_AGAIN_TEXT}"),
    70008: (ReauthNeeded, f"the sign-in was not used for too long: {_AGAIN_TEXT}"),
    700082: (ReauthNeeded, f"the sign-in was not used for 90 days: {_AGAIN_TEXT}"),
    70043: (ReauthNeeded, f"the directory wants people to sign in more often: {_AGAIN_TEXT}"),
    50076: (ReauthNeeded, f"a second factor is asked for: {_AGAIN_TEXT}"),
    50078: (ReauthNeeded, f"the second factor has to be given again: {_AGAIN_TEXT}"),
    50079: (ReauthNeeded, f"a second factor has to be set up: {_AGAIN_TEXT}"),
    50072: (ReauthNeeded, f"a second factor has to be set up: {_AGAIN_TEXT}"),
    65001: (ReauthNeeded, f"nobody consented to what this source needs: {_AGAIN_TEXT}, or {_ADMIN} consents for all (App registrations → API permissions)"),
    65004: (ReauthNeeded, f"consent was refused: {_AGAIN_TEXT}"),
    70020: (ReauthNeeded, "nobody entered the code in time: call the command again"),
    70018: (ReauthNeeded, "the sign-in was refused in the browser"),
    90094: (ReauthNeeded, f"{_ADMIN} has to consent first (App registrations → API permissions → Grant admin consent)"),
    50034: (AuthFailed, "there is no such person in the directory: correct `mailbox` or `tenant`"),
    50057: (AuthFailed, f"the person's account is disabled: {_ADMIN} enables it, or remove the source"),
    50105: (Forbidden, f"the person is not assigned to the application: {_ADMIN} does so (Enterprise applications → Users and groups)"),
    53000: (Forbidden, f"conditional access wants a device that complies: {_ADMIN} leaves this application out of that policy"),
    53001: (Forbidden, f"conditional access wants a device of the domain: {_ADMIN} leaves this application out of that policy"),
    53003: (Forbidden, f"conditional access blocks it: {_ADMIN} leaves this application out of that policy, or use an application of your own (certificate_file)"),
    530003: (Forbidden, f"conditional access wants a managed device: {_ADMIN} leaves this application out of that policy, or use an application of your own (certificate_file)"),
    530034: (Forbidden, f"the directory does not allow sign-in by a code here: {_ADMIN} allows it (conditional access → authentication flows)"),
    90002: (AuthFailed, "there is no such directory: correct `tenant`"),
    900023: (AuthFailed, "that is no name of a directory: correct `tenant`"),
    50194: (AuthFailed, "write the directory's own id as `tenant`"),
    700016: (AuthFailed, "the directory does not know the application: correct `client_id` or `tenant`"),
    7000112: (AuthFailed, f"the application is disabled in the directory: {_ADMIN} enables it"),
    7000215: (AuthFailed, "the client secret is wrong: put its value, not its id, into `client_secret_file`"),
    7000222: (AuthFailed, "the client secret has run out: make a new one (App registrations → Certificates & secrets) and write its day as `client_secret_until`, or use a certificate"),
    7000218: (AuthFailed, "the application takes no sign-in by a code: allow public client flows (App registrations → Authentication)"),
    700027: (AuthFailed, "the application does not know the certificate: upload it (App registrations → Certificates & secrets)"),
    700024: (AuthFailed, "the clock of this machine is wrong: set it by NTP"),
    70011: (AuthFailed, "the application may not ask for what this source needs: add it (App registrations → API permissions)"),
    500011: (AuthFailed, "the directory does not know Microsoft Graph: correct `tenant`"),
}


@dataclass(frozen=True, slots=True)
class _Response:
    """An answer as msal reads it."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """msal calls it where an answer is neither a success nor a refusal; those were raised before it."""


class SignInHttp:
    """What msal is given to ask by."""

    def __init__(self, endpoint: str) -> None:
        self._here = endpoint.rstrip("/") if is_loopback(urlsplit(endpoint).hostname or "") else ""

    def post(self, url: str, params: Any = None, data: Any = None, headers: Mapping[str, str] | None = None, **_: Any) -> _Response:
        """One question for a token or for a code to sign in with."""
        form = data if isinstance(data, str) else urlencode({key: value for key, value in (data or {}).items() if value is not None})
        return self._asked("POST", url, form.encode(), {"content-type": "application/x-www-form-urlencoded", "accept": "application/json", **(headers or {})})

    def get(self, url: str, params: Any = None, headers: Mapping[str, str] | None = None, **_: Any) -> _Response:
        """One question for where things are."""
        return self._asked("GET", url, b"", headers or {})

    def close(self) -> None:
        """Nothing is open."""

    def _asked(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> _Response:
        parts = urlsplit(url)
        if parts.scheme != "https" or parts.netloc != urlsplit(LOGIN).netloc:
            raise SourceError(f"nothing is sent to {parts.netloc}: it is not Microsoft's sign-in")
        if self._here:
            url = self._here + parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            answer = fetch(method, url, body, {name: str(value) for name, value in headers.items()}, "endpoint")
        except LostAnswer as error:  # of a token, not of the call it is for: that has not been sent
            raise SourceError(str(error)) from error
        return _judged(answer, parts.netloc)


def _judged(answer: Answer, host: str) -> _Response:
    """A token or a plain refusal, and nothing else (F40)."""
    said, wait = read_object(answer.body), retry_after(answer.headers.get("retry-after", ""), MOST_WAIT)
    word = str((said or {}).get("error"))
    if answer.status == 429:
        raise Busy("Microsoft gives no tokens that fast; it is asked again later", retry_after=wait)
    if answer.status in (408, 503) or answer.status >= 500 or word in _AGAIN:
        raise Busy(f"Microsoft gives no token now ({answer.status}); it is asked again later", retry_after=wait)
    if said is None or not (answer.status == 200 or (400 <= answer.status < 500 and "error" in said)):
        hint = "Does something between here and there ask for a sign-in?"
        raise SourceError(f"{host} gave an answer that is none of Microsoft's ({answer.status}); it is asked again. {hint}")
    return _Response(answer.status, answer.body.decode("utf-8", "replace"), {})


def application(options: GraphAccount, credential: Any = None) -> Any:
    """The application in msal's words; with a credential it signs in as itself. 0.5 s the first time in a process.

    Raises ConfigError for a tenant that is none, AuthFailed for one that does not exist, Busy, SourceError.
    """
    import msal

    if not _TENANT.fullmatch(options.tenant):
        raise ConfigError([f"tenant: {options.tenant!r} is neither the id of a directory nor a domain of it"])
    kind = msal.ConfidentialClientApplication if credential else msal.PublicClientApplication
    told = {"client_credential": credential} if credential else {}
    try:
        return kind(options.client_id, authority=f"{LOGIN}/{options.tenant}", http_client=SignInHttp(options.endpoint), instance_discovery=False, **told)
    except ValueError:  # msal's text quotes the answer
        raise AuthFailed(f"{options.mailbox}: there is no directory {options.tenant}: correct `tenant`") from None


def code_of(said: Mapping[str, Any]) -> str:
    """Entra's number for a refusal, else its word: never its sentence, which names people."""
    codes = said.get("error_codes")
    if isinstance(codes, list) and codes and isinstance(codes[0], int):
        return str(codes[0])
    if found := _CODE.search(str(said.get("error_description", ""))):
        return found[1]
    word = str(said.get("error", ""))
    return word if word.isascii() and word.replace("_", "").isalpha() and len(word) < 60 else "refused"


def refused(who: str, code: str, *, consent: bool) -> SourceError:
    """What a refusal means, by its number or word."""
    if code.isdecimal() and int(code) in _MEANT:
        kind, text = _MEANT[int(code)]
        return kind(f"Microsoft gives no token for {who} (AADSTS{code}): {text}")
    named = f"AADSTS{code}" if code.isdecimal() else code
    if consent and code not in ("invalid_client", "unauthorized_client"):
        return ReauthNeeded(f"Microsoft no longer takes the sign-in of {who} ({named}): {_AGAIN_TEXT}")
    return AuthFailed(f"Microsoft gives no token for {who} ({named}): look at the application in the Entra admin center → App registrations")
