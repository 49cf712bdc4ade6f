"""`syncd auth google`: whose consent is asked for what, whether it is what was asked, and who is woken by it.

    the sources of one account → the scopes they need → a person's answer → checked → kept → the sources are due

It fails closed: what lacks a scope, has no end, or is another account's is not kept.
"""

from __future__ import annotations

import json
import os
import pwd
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from connectors import registry
from connectors.google import account as scope
from connectors.google.account import GoogleAccount
from connectors.google.service import Api
from syncd.config import Config, Source, secret
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, ConfigError, ReauthNeeded, SourceError, UsageError
from syncd.store import schedule
from syncd.store.db import connect
from syncd.trial import Tried, try_source

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

_LETS = {  # what cannot be done without a scope
    scope.GMAIL_READ: "reading mail",
    scope.EVENTS_READ: "reading the entries of calendars",
    scope.CALENDARS_READ: "finding the calendars",
    scope.CALENDARS_OWN: "keeping reminders in a calendar of their own",
    scope.EVENTS_WRITE: "keeping reminders in the person's own calendar",
    scope.CONTACTS_READ: "reading contacts",
    **dict.fromkeys(scope.IDENTITY, "seeing which account it is"),
}
_TELLS: dict[str, Api] = {"gmail": "gmail", "google-calendar": "calendar"}  # connector → the service that says who signed in


@dataclass(frozen=True, slots=True)
class SignIn:
    """A Google account as the config names it, and the sources that read it by one token file or one key."""

    config: Config
    sources: tuple[Source, ...]
    options: GoogleAccount

    @property
    def scopes(self) -> tuple[str, ...]:
        """All that these sources have to be allowed, in a fixed order."""
        wanted = {one for source in self.sources for one in _scopes(source)}
        if not wanted - {scope.CONTACTS_READ} and not self.options.service_account_file:
            wanted.update(scope.IDENTITY)  # contacts alone do not tell whose they are
        return tuple(sorted(wanted, key=list(_LETS).index))

    @property
    def token_file(self) -> Path:
        """Where the consent is kept."""
        return self.config.folder / self.options.token_file


def sign_in_of(config: Config, name: str) -> SignIn:
    """What signing in to a source means. Raises UsageError where it is no source of Google's, ConfigError where it has no way in."""
    from connectors.google.access import open_access

    ours = {source.name: options for source in config.sources if isinstance(options := source.settings, GoogleAccount)}
    if name not in ours:
        there = ", ".join(ours) or "it has none"
        raise UsageError(f"{name}: the config has no such source of Google's; those there are: {there}")
    options = ours[name]
    open_access(options, config.folder, ())
    file = "token_file" if options.token_file else "service_account_file"
    same = tuple(s for s in config.sources if s.name in ours and getattr(ours[s.name], file) == getattr(options, file))
    if options.token_file:
        others = [s.name for s in same if ours[s.name].account.casefold() != options.account.casefold()]
        if others:
            raise ConfigError([f"sources {name} and {', '.join(others)} name one token_file and different accounts: one file holds one account"])
    return SignIn(config, same, options)


class Signing(Protocol):
    """What all ways to sign in have: the sources that share a token file."""

    @property
    def config(self) -> Config: ...

    @property
    def sources(self) -> tuple[Source, ...]: ...

    @property
    def token_file(self) -> Path: ...


def ready(sign_in: Signing) -> None:
    """Make the folder of the token file. Raises ConfigError where nothing can be written there, or not by whom the daemon runs as."""
    store, file = sign_in.config.store.path, sign_in.token_file
    if os.geteuid() == 0 and store.exists():  # what root writes becomes the folder's owner's
        there = next((path for path in (file, file.parent) if path.exists()), None)
        if there is None or there.stat().st_uid != store.stat().st_uid:
            name = _name(store.stat().st_uid)
            raise ConfigError([f"token_file: {file} would not be {name}'s, as the store is: call this as {name} (sudo -u {name} syncd auth …)"])
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=file.parent).close()
    except OSError as problem:
        raise ConfigError([f"token_file: nothing can be written in {file.parent}: {problem.strerror}; name a folder beside the store"]) from None


def accept(sign_in: SignIn, credentials: Credentials) -> None:
    """Keep what a person granted, if it is what was asked and of the account the config names. Raises ReauthNeeded or AuthFailed, and keeps nothing."""
    from connectors.google.access import save_token

    lacking = [one for one in sign_in.scopes if one not in (credentials.scopes or ())]
    if lacking:
        what = "; ".join(f"{_LETS[one]} ({one})" for one in lacking)
        raise ReauthNeeded(f"consent was given, but not for {what}. Nothing was kept: call the command again and leave every box ticked")
    if not credentials.refresh_token:
        raise ReauthNeeded("consent was given for an hour only (no refresh token). Nothing was kept: call the command again")
    try:
        _check_account(sign_in, credentials)
    except SourceError as problem:
        raise AuthFailed(f"{problem}. Nothing was kept") from problem
    save_token(sign_in.token_file, sign_in.options.account, credentials)


def _check_account(sign_in: SignIn, credentials: Credentials) -> None:
    """See whose consent this is. Raises AuthFailed where it is not the account of the config, SourceError where nobody says."""
    from connectors.google.access import save_token
    from connectors.google.client import GoogleClient
    from connectors.google.consent import signed_in

    telling = [_TELLS[source.connector] for source in sign_in.sources if source.connector in _TELLS]
    if not telling:
        if canonical(who := signed_in(credentials)) != canonical(sign_in.options.account):
            raise AuthFailed(f"{who or 'nobody'} has signed in, and the source says {sign_in.options.account}")
        return
    with tempfile.TemporaryDirectory(dir=sign_in.token_file.parent, prefix=".sign-in-") as folder:
        file = Path(folder) / "token.json"
        save_token(file, sign_in.options.account, credentials)
        options = msgspec.structs.replace(sign_in.options, token_file=str(file))
        client = GoogleClient(options, sign_in.config.folder, max(telling), sign_in.scopes)  # Gmail before the calendar
        try:
            client.check_account()
        finally:
            client.close()


def may_be_given_back(sign_in: SignIn) -> bool:
    """Whether a consent that is not kept may be revoked: not where there are others, for Google ends all that a person granted to one client."""
    files = {s.settings.token_file for s in sign_in.config.sources if isinstance(s.settings, GoogleAccount) and s.settings.token_file}
    return not any((sign_in.config.folder / file).exists() for file in files)


def wake(sign_in: Signing) -> None:
    """The sources are due now: a daemon that waited for this goes on within its next turn."""
    if sign_in.config.store.path.exists():
        store = connect(sign_in.config.store.path)
        try:
            schedule.wake(store, [source.name for source in sign_in.sources])
        finally:
            store.close()


def tried(sign_in: Signing, names: Iterable[str]) -> Tried:
    """These sources tried as `syncd check` does."""
    told = [try_source(sign_in.config, source) for source in sign_in.sources if source.name in set(names)]
    return Tried([text for one in told for text in one.problems], [text for one in told for text in one.warnings])


def service_account(sign_in: SignIn) -> Mapping[str, str]:
    """`client_id` and `client_email` of the key. Raises ConfigError where the file is no key of a service account."""
    file = sign_in.config.folder / sign_in.options.service_account_file
    try:
        content = json.loads(secret({"service_account_file": str(file)}, "service_account") or "")
        return {key: str(content[key]) for key in ("client_id", "client_email")}
    except (ValueError, KeyError, TypeError):
        raise ConfigError([f"service_account_file: {file} is no key of a service account: create one of type JSON in Google's console"]) from None


def not_delegated(sign_in: SignIn, name: str) -> str:
    """Why the service account may not act for the person of a source with all that the source needs; "" where it may, or where that is not known."""
    from connectors.google.access import open_access

    [source] = [source for source in sign_in.sources if source.name == name]
    try:
        open_access(sign_in.options, sign_in.config.folder, _scopes(source)).token()
    except AuthFailed as problem:
        return str(problem)
    except SourceError:  # trying the source tells of it
        return ""
    return ""


def _scopes(source: Source) -> tuple[str, ...]:
    assert source.settings is not None
    return registry.scopes(source.connector, source.settings, reminders=source.reminders)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
