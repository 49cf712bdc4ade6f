"""Signing in: the consent of one person kept in a file, or a service account that acts for the people of a domain.

Google is asked for a token when there is none or the one there is about to end, and when an API refuses it. What Google
refuses is remembered, so that a consent that was withdrawn costs three requests an hour at most. No text holds a secret.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from connectors.consents import MARGIN, REMEMBERED, KeptConsent, NotRenewed, Wait, now
from connectors.google.account import GoogleAccount
from connectors.google.http import token_request
from connectors.google.token_file import TOKEN_URI, Consent, alone, read_consent, write_consent
from connectors.token_file import signature
from syncd.config.secrets import secret
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, ConfigError, ReauthNeeded, SourceError

if TYPE_CHECKING:
    from google.auth.exceptions import RefreshError

_HOUR = dt.timedelta(hours=1)


class UnknownPerson(AuthFailed):
    """The domain knows nobody of that name, or not any more."""


class Access(Protocol):
    """How one account signs in."""

    consent: bool
    """Whether a person consented; else a service account acts for them."""

    def token(self, refused: str = "") -> str:
        """An access token that is good for now, another one than `refused`. Raises ReauthNeeded, AuthFailed, Busy, SourceError."""

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""


def require_libraries() -> None:
    """Raise ConfigError, saying how to install them, where Google's client libraries are not there."""
    if not all(find_spec(name) for name in ("googleapiclient", "oauthlib")):
        raise ConfigError(["Google sources need Google's client libraries: pip install 'syncd[google]'"])


def open_access(options: GoogleAccount, base: Path, scopes: Sequence[str]) -> Access:
    """The way in that the config names; paths are relative to `base`. Raises ConfigError where it names none, or two."""
    if bool(options.token_file) == bool(options.service_account_file):
        raise ConfigError([f"{options.account}: write either `token_file` (one person, `syncd auth google`) or `service_account_file` (a whole domain)"])
    if options.token_file:
        if options.subject:
            raise ConfigError([f"{options.account}: `subject` goes with `service_account_file`, not with `token_file`"])
        return ConsentAccess(base / options.token_file, canonical(options.account))
    return ServiceAccess(base / options.service_account_file, options.subject or options.account, tuple(scopes))


def save_token(path: Path, account: str, credentials: Any) -> None:
    """Keep what a person consented to (google.oauth2.credentials.Credentials), readable by the owner of the file only.

    What was there before, a refusal too, is replaced. Raises ConfigError where the file cannot be written.
    """
    consent = Consent(
        account=canonical(account), client_id=credentials.client_id, client_secret=credentials.client_secret or "",
        refresh_token=credentials.refresh_token, token=credentials.token or "", expiry=_told(credentials.expiry),
        scopes=sorted(credentials.scopes or ()), token_uri=credentials.token_uri or TOKEN_URI,
    )  # fmt: skip
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(path):
            write_consent(path, consent)
    except OSError as error:
        raise ConfigError([f"token_file: {path} cannot be written: {error.strerror}"]) from None


class ConsentAccess:
    """One person's consent, in a file that several sources may share."""

    consent = True

    def __init__(self, path: Path, account: str) -> None:
        self._kept, self._account = _kept(path), account

    def token(self, refused: str = "") -> str:
        """An access token of the account. Raises AuthFailed where the file is somebody else's (F43)."""
        return self._kept.token(self._account, refused)

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        return self._kept.secrets()


class _Kept(KeptConsent[Consent, str]):
    """What this process knows of one token file; a source says whose account it is."""

    def secrets(self) -> tuple[str, ...]:
        return (self.kept.token, self.kept.refresh_token, self.kept.client_secret) if self.kept else ()

    def read(self) -> Consent:
        return read_consent(self.path)

    def check(self, source: str, kept: Consent) -> None:
        if canonical(kept.account) != source:
            raise AuthFailed(
                f"{self.path} holds the consent of {kept.account}, and the source says {source}; correct `account`, or run `syncd auth google` for this source"
            )

    def renewed(self, source: str, kept: Consent, claims: str) -> Consent:
        from google.auth.exceptions import RefreshError
        from google.oauth2.credentials import Credentials

        known: Any = Credentials(  # type: ignore[no-untyped-call]
            None, refresh_token=kept.refresh_token, token_uri=kept.token_uri, client_id=kept.client_id, client_secret=kept.client_secret
        )
        try:
            known.refresh(token_request)
        except RefreshError as error:
            raise NotRenewed(_word(error)) from None  # the library's text may quote the answer
        return msgspec.structs.replace(
            kept, token=known.token, expiry=_told(known.expiry), refresh_token=known.refresh_token, refused_at="", refused_for=""
        )

    def refusal(self, account: str, word: str) -> SourceError:
        return _refused(account, word)

    def unwritten(self, error: OSError) -> SourceError:
        return SourceError(
            f"Google gave a new refresh token, and {self.path} cannot be written ({error.strerror}): "
            "keep `token_file` where the program may write, and run `syncd auth google` for this source"
        )


class ServiceAccess:
    """A service account acting for one person (domain-wide delegation)."""

    consent = False

    def __init__(self, path: Path, subject: str, scopes: tuple[str, ...]) -> None:
        self._key = _service(path, subject, scopes)

    def token(self, refused: str = "") -> str:
        """An access token for the subject. Raises AuthFailed where the domain does not allow it (F42)."""
        return self._key.token(refused)

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        return self._key.secrets()


class _Delegation:
    """What this process knows of one service account acting for one person."""

    def __init__(self, path: Path, subject: str, scopes: tuple[str, ...]) -> None:
        self._path, self._subject, self._scopes = path, subject, scopes
        self._lock = threading.Lock()
        self._signature: tuple[int, ...] = ()
        self._credentials: Any = None
        self._client_id = ""
        self._refusal: AuthFailed | None = None
        self._refused_at = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._wait = Wait("Google")

    def secrets(self) -> tuple[str, ...]:
        return (self._credentials.token or "",) if self._credentials else ()

    def token(self, refused: str) -> str:
        from google.auth.exceptions import RefreshError

        with self._lock:
            self._read()
            known = self._credentials
            if known.token and known.token != refused and known.expiry and known.expiry.replace(tzinfo=dt.UTC) - now() > MARGIN:
                return str(known.token)
            if self._refusal and abs(now() - self._refused_at) < REMEMBERED:
                raise self._refusal
            try:
                with self._wait.heeded():
                    known.refresh(token_request)
            except RefreshError as error:
                self._refusal, self._refused_at = self._refused(error), now()
                raise self._refusal from None
            return str(known.token)

    def _read(self) -> None:
        seen = signature(self._path)
        if self._credentials is not None and seen == self._signature:
            return
        text = secret({"service_account_file": str(self._path)}, "service_account") or ""
        try:
            account, client_id = _service_account(text)
        except ValueError:  # a msgspec.DecodeError too; google-auth's text may quote the key
            text = "is no key of a service account: download it again as JSON (IAM & Admin → Service Accounts → Keys)"
            raise ConfigError([f"service_account_file: {self._path} {text}"]) from None
        self._credentials = account.with_scopes(self._scopes).with_subject(self._subject)
        self._client_id, self._signature, self._refusal = client_id, seen, None

    def _refused(self, error: RefreshError) -> AuthFailed:
        word, said = _word(error), _sentence(error)
        who = f"the service account of {self._path.name}"
        if word in ("unauthorized_client", "access_denied"):
            return AuthFailed(
                f"{who} may not act for {self._subject}; in admin.google.com → Security → API controls → Domain-wide delegation "
                f"add client id {self._client_id} with {','.join(self._scopes)}"
            )
        if word == "invalid_grant" and ("timeframe" in said or "iat" in said):
            return AuthFailed(f"{who} is refused: the clock of this machine is wrong; set it by NTP")
        if word == "invalid_grant" and "Signature" in said:
            return AuthFailed(f"{who} is refused: this key was deleted; make a new one (IAM & Admin → Service Accounts → Keys)")
        if word == "invalid_grant":
            hint = "is there such a person in the domain, not suspended, and is the service account still there?"
            return UnknownPerson(f"{who} cannot act for {self._subject} ({word}): {hint}")
        return AuthFailed(f"{who} is refused for {self._subject} ({word}); look at the service account in console.cloud.google.com → IAM & Admin")


@lru_cache(maxsize=4)  # a key for each domain: checking it costs a tenth of a second of work, and hundreds of people sign in by one
def _service_account(text: str) -> tuple[Any, str]:
    """The account (google.oauth2.service_account.Credentials) and its client id. Raises ValueError where that is no key of one."""
    from google.oauth2 import service_account

    info = msgspec.json.decode(text, type=dict[str, Any])
    return service_account.Credentials.from_service_account_info(info), str(info.get("client_id", ""))  # type: ignore[no-untyped-call]


_consents: dict[Path, _Kept] = {}
_services: dict[tuple[Path, str, tuple[str, ...]], _Delegation] = {}
_lock = threading.Lock()


def _kept(path: Path) -> _Kept:
    """One for a file and process: sources that share it renew it once."""
    with _lock:
        return _consents.setdefault(path.absolute(), _Kept(path, "Google"))


def _service(path: Path, subject: str, scopes: tuple[str, ...]) -> _Delegation:
    with _lock:
        return _services.setdefault((path.absolute(), subject, scopes), _Delegation(path, subject, scopes))


def _refused(account: str, word: str) -> SourceError:
    """What it means that a consent is not renewed, by Google's word for it (F39)."""
    again = "run `syncd auth google` for this source"
    if word in ("invalid_client", "unauthorized_client", "deleted_client", "disabled_client"):
        where = "console.cloud.google.com → Google Auth Platform → Clients"
        return AuthFailed(f"Google does not know the OAuth client any more ({word}): download it anew from {where}, and {again} with --client")
    if word in ("admin_policy_enforced", "access_denied", "org_internal"):
        where = "admin.google.com → Security → API controls → App access control"
        return AuthFailed(f"the domain of {account} does not allow this app ({word}): an admin allows it in {where}")
    if word == "invalid_rapt":
        where = "admin.google.com → Security → Google Cloud session control"
        return ReauthNeeded(f"the domain of {account} ends sessions: {again}; an admin can exempt the app in {where}")
    return ReauthNeeded(
        f"Google no longer takes the consent of {account} ({word}): {again}. It was withdrawn, the password was changed, it was not used for "
        "6 months, newer consents took its place, or the app is still in testing, where a consent ends after 7 days"
    )


def _word(error: RefreshError) -> str:
    """Google's word for a refusal."""
    said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    if said.get("error_subtype") == "invalid_rapt" or "Reauthentication" in str(error.args[:1]):
        return "invalid_rapt"
    word = str(said.get("error", ""))
    return word if word.isascii() and word.replace("_", "").isalpha() and len(word) < 60 else "refused"


def _sentence(error: RefreshError) -> str:
    said = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    return str(said.get("error_description", ""))


def _told(instant: dt.datetime | None) -> str:
    """ISO 8601 in UTC; google-auth's instants are UTC without saying so. An hour from now where it is not known: Google's usual."""
    at = instant or now() + _HOUR
    return (at if at.tzinfo else at.replace(tzinfo=dt.UTC)).astimezone(dt.UTC).isoformat(timespec="seconds")
