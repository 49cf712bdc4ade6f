"""Signing in: the consent of one person kept in a file, or an application that an administrator lets read mailboxes.

Microsoft is asked for a token when there is none or the one there is about to end, and when Graph refuses it. What is refused
is remembered, so that a consent that was withdrawn costs three requests an hour at most (G18). No text holds a secret.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import msgspec

from connectors import consents
from connectors.consents import MARGIN, REMEMBERED, KeptConsent, NotRenewed, Wait, now
from connectors.graph.account import GraphAccount
from connectors.graph.entra import application, code_of, refused
from connectors.token_file import alone, instant, read_kept, signature, write_kept
from syncd.config.secrets import secret
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, ConfigError, ReauthNeeded, SourceError

COMMAND = "syncd auth graph"
RESOURCE = "https://graph.microsoft.com/"
_LONGEST = 2 * 86_400  # seconds that a token may say it lives; Microsoft's live up to 28 hours
_CAPABLE = {"access_token": {"xms_cc": {"values": ["cp1"]}}}  # we answer claims challenges (continuous access evaluation)


class Access(Protocol):
    """How one mailbox is signed in to."""

    consent: bool
    """Whether a person consented; else an application acts by itself."""

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the certificate or the secret ends that is signed in by; None where that is not known, or it was not read yet."""

    def token(self, refused: str = "", claims: str = "") -> str:
        """An access token that is good for now, another one than `refused`, with the `claims` that were asked for (JSON).

        Raises ReauthNeeded, AuthFailed, Forbidden, Busy, SourceError.
        """

    def granted(self) -> tuple[str, ...]:
        """What a person consented to, as far as it is known."""

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""


class Consent(consents.Consent, kw_only=True):
    """What the token file holds, and whose it is."""

    tenant: str


def require_libraries() -> None:
    """Raise ConfigError, saying how to install it, where Microsoft's library for sign-in is not there."""
    if not find_spec("msal"):
        raise ConfigError(["Microsoft 365 sources need Microsoft's library for sign-in: pip install 'syncd[graph]'"])


def open_access(options: GraphAccount, base: Path) -> Access:
    """The way in that the config names; paths are relative to `base`. Raises ConfigError where it names none, or two."""
    ways = [key for key in ("token_file", "client_secret_file", "certificate_file") if getattr(options, key)]
    if len(ways) != 1:
        raise ConfigError([f"{options.mailbox}: write one of `token_file` (one person, `{COMMAND}`), `client_secret_file` and `certificate_file` (an application)"])
    if options.client_secret_until and not options.client_secret_file:
        raise ConfigError([f"{options.mailbox}: `client_secret_until` is the end of what is in `client_secret_file`, and there is none: take it out"])
    path = base / getattr(options, ways[0])
    return ConsentAccess(path, options) if ways == ["token_file"] else ProgramAccess(path, options, ways[0])


def consent_of(options: GraphAccount, said: Mapping[str, Any], scopes: tuple[str, ...]) -> Consent:
    """What a person granted, from Microsoft's answer to their sign-in. Raises AuthFailed where it is another person's (F43), ReauthNeeded where it lacks something."""
    _check_person(options, said)
    granted = granted_in(said)
    lacking = [one for one in scopes if one not in granted]
    if lacking:
        raise ReauthNeeded(f"consent was given, but not for {' '.join(lacking)}: call the command again, or have an administrator of the directory consent")
    if not said.get("refresh_token"):
        raise ReauthNeeded("consent was given for an hour only (no refresh token): call the command again")
    return Consent(
        account=canonical(options.mailbox), tenant=options.tenant, client_id=options.client_id, refresh_token=str(said["refresh_token"]),
        token=str(said["access_token"]), expiry=_ends(said), scopes=sorted(granted),
    )  # fmt: skip


def granted_in(said: Mapping[str, Any]) -> tuple[str, ...]:
    """The permissions in Graph that an answer grants, by their short names; those of the identity are none of them."""
    identity = {"openid", "profile", "email", "offline_access"}
    return tuple(one for word in str(said.get("scope", "")).split() if (one := word.removeprefix(RESOURCE)) not in identity)


def save_consent(path: Path, consent: Consent) -> None:
    """Keep what a person consented to, readable by the owner of the file only; a refusal there was is forgotten. Raises ConfigError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(path):
            write_kept(path, consent)
    except OSError as error:
        raise ConfigError([f"token_file: {path} cannot be written: {error.strerror}"]) from None


class ConsentAccess:
    """One person's consent, in a file that several sources may share."""

    consent = True
    certificate_until = None

    def __init__(self, path: Path, options: GraphAccount) -> None:
        self._kept, self._options = _kept(path), options

    def token(self, refused: str = "", claims: str = "") -> str:
        """An access token of the mailbox. Raises AuthFailed where the file is somebody else's (F43)."""
        return self._kept.token(self._options, refused, claims)

    def granted(self) -> tuple[str, ...]:
        """What was consented to, as the file says."""
        return self._kept.granted()

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        return self._kept.secrets()


class _Kept(KeptConsent[Consent, GraphAccount]):
    """What this process knows of one token file. Where that cannot be written, Microsoft's old refresh token goes on to be good."""

    def granted(self) -> tuple[str, ...]:
        return tuple(self.kept.scopes) if self.kept else ()

    def secrets(self) -> tuple[str, ...]:
        return (self.kept.token, self.kept.refresh_token) if self.kept else ()

    def read(self) -> Consent:
        return read_kept(self.path, Consent, COMMAND)

    def check(self, source: GraphAccount, kept: Consent) -> None:
        if canonical(kept.account) != canonical(source.mailbox):
            raise AuthFailed(f"{self.path} holds the consent of {kept.account}, and the source says {source.mailbox}; correct `mailbox`, or run `{COMMAND}` for this source")
        if (kept.client_id, kept.tenant) != (source.client_id, source.tenant):
            raise ReauthNeeded(f"{self.path} holds a consent for another application or directory than the source says; run `{COMMAND}` for this source")

    def renewed(self, source: GraphAccount, kept: Consent, claims: str) -> Consent:
        asked = application(source)
        said = told_by(asked.acquire_token_by_refresh_token, kept.refresh_token, scopes=kept.scopes, data={"claims": _claims(claims)})
        if "access_token" not in said:
            raise NotRenewed(code_of(said))
        _check_person(source, said)
        return msgspec.structs.replace(
            kept, token=str(said["access_token"]), expiry=_ends(said), refresh_token=str(said.get("refresh_token") or kept.refresh_token), refused_at="", refused_for=""
        )

    def refusal(self, account: str, word: str) -> SourceError:
        return refused(account, word, consent=True)


class ProgramAccess:
    """An application that signs in as itself, by a secret or a certificate; one token is for all the mailboxes it may read."""

    consent = False

    def __init__(self, path: Path, options: GraphAccount, key: str) -> None:
        self._program, self._options = _program(path, options, key), options

    @property
    def certificate_until(self) -> dt.datetime | None:
        """When the application's certificate ends; of a secret, which does not tell, the day in the config."""
        said = self._options.client_secret_until
        return dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC) if said else self._program.certificate_until

    def token(self, refused: str = "", claims: str = "") -> str:
        """An access token of the application."""
        return self._program.token(self._options, refused, claims)

    def granted(self) -> tuple[str, ...]:
        """Nobody consented; what an administrator gave is not told."""
        return ()

    def secrets(self) -> tuple[str, ...]:
        """What no text may hold."""
        return self._program.secrets()


class _Program:
    """What this process knows of one application's way in."""

    def __init__(self, path: Path, key: str) -> None:
        self._path, self._key = path, key
        self._lock = threading.Lock()
        self._signature: tuple[int, ...] = ()
        self._credential: Any = None
        self.certificate_until: dt.datetime | None = None
        self._token, self._until = "", dt.datetime.min.replace(tzinfo=dt.UTC)
        self._refused_for, self._refused_at = "", dt.datetime.min.replace(tzinfo=dt.UTC)
        self._wait = Wait("Microsoft")

    def secrets(self) -> tuple[str, ...]:
        return (self._token, self._credential if isinstance(self._credential, str) else "")

    def token(self, options: GraphAccount, last: str, claims: str) -> str:
        who = f"the application {options.client_id}"
        with self._lock:
            self._read()
            if self._token and self._token != last and self._until - now() > MARGIN:
                return self._token
            if self._refused_for and abs(now() - self._refused_at) < REMEMBERED:
                raise refused(who, self._refused_for, consent=False)
            with self._wait.heeded():
                asked = application(options, self._credential)
                said = told_by(asked.acquire_token_for_client, [f"{RESOURCE}.default"], claims_challenge=_claims(claims))
            if "access_token" not in said:
                self._token, self._refused_for, self._refused_at = "", code_of(said), now()
                raise refused(who, self._refused_for, consent=False)
            self._token, self._until, self._refused_for = str(said["access_token"]), instant(_ends(said)), ""
            return self._token

    def _read(self) -> None:
        """The secret or certificate as it is in the file; a new one makes a refusal of the old one forgotten."""
        seen = signature(self._path)
        if self._credential is not None and seen == self._signature:
            return
        text = secret({self._key: str(self._path)}, self._key.removesuffix("_file")) or ""
        if self._key == "certificate_file":
            self._credential, self.certificate_until = certificate(self._path, text)
        else:
            self._credential = text.strip()
        self._signature, self._token, self._refused_for = seen, "", ""


def certificate(path: Path, text: str) -> tuple[dict[str, str], dt.datetime]:
    """A private key and its certificate as msal takes them, and when the certificate ends. Raises ConfigError where the text is not both, or the certificate has run out."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

    try:
        known = x509.load_pem_x509_certificate(text.encode())
        same = load_pem_private_key(text.encode(), None).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        matches = same == known.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, TypeError):  # the library's text may quote the key
        raise ConfigError([f"certificate_file: {path} does not hold a private key without a password and its certificate, both as PEM"]) from None
    if not matches:
        raise ConfigError([f"certificate_file: the private key and the certificate in {path} do not belong together"])
    if known.not_valid_after_utc < now():
        raise ConfigError([f"certificate_file: the certificate in {path} ran out on {known.not_valid_after_utc:%Y-%m-%d}: make a new one, and upload it to the application"])
    return {"private_key": text, "public_certificate": known.public_bytes(Encoding.PEM).decode()}, known.not_valid_after_utc


def told_by(ask: Any, *arguments: Any, **more: Any) -> Mapping[str, Any]:
    """Microsoft's answer by way of msal. Raises Busy and SourceError as they came, AuthFailed where the key cannot be used or the answer's identity is none."""
    try:
        said: Mapping[str, Any] = ask(*arguments, **more)
    except (ValueError, RuntimeError):  # msal's and jwt's texts may quote the answer or the key
        raise AuthFailed("Microsoft's answer to the sign-in cannot be used: is the clock of this machine right?") from None
    return said


def _check_person(options: GraphAccount, said: Mapping[str, Any]) -> None:
    """See whose sign-in an answer is, by its id token: it came from the token server itself. Raises AuthFailed for another, or nobody's (F43)."""
    who = str((said.get("id_token_claims") or {}).get("preferred_username", ""))
    if canonical(who) != canonical(options.mailbox):
        raise AuthFailed(f"{who or 'nobody'} has signed in, and the source says {options.mailbox}: nothing is read. Correct `mailbox`, or run `{COMMAND}` for this source")


_consents: dict[Path, _Kept] = {}
_programs: dict[tuple[Path, str, str, str], _Program] = {}
_lock = threading.Lock()


def _kept(path: Path) -> _Kept:
    """One for a file and process: sources that share it renew it once."""
    with _lock:
        return _consents.setdefault(path.absolute(), _Kept(path, "Microsoft"))


def _program(path: Path, options: GraphAccount, key: str) -> _Program:
    """One for an application and process: all its mailboxes share the token."""
    with _lock:
        return _programs.setdefault((path.absolute(), options.tenant, options.client_id, options.endpoint), _Program(path, key))


def _claims(asked: str) -> str:
    """What the token has to hold: that we can be challenged, and what a challenge asked for."""
    wanted = json.loads(asked) if asked else {}
    return json.dumps({**wanted, "access_token": {**(wanted.get("access_token") or {}), **_CAPABLE["access_token"]}})


def _ends(said: Mapping[str, Any]) -> str:
    """When a token given now ends, ISO 8601; an hour from now where that is not said: Microsoft's usual."""
    seconds = said.get("expires_in")
    lives = int(seconds) if isinstance(seconds, int | float) and 0 < seconds <= _LONGEST else 3600
    return (now() + dt.timedelta(seconds=lives)).isoformat(timespec="seconds")

