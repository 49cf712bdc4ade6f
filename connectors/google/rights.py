"""What a key to Google Workspace may do: whom a service account acts for, and what it, or a person's consent, was given."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from connectors.google.access import UnknownPerson, open_access, require_libraries
from connectors.google.account import CALENDARS_READ, CONTACTS_READ, EVENTS_READ, EVENTS_WRITE, GMAIL_READ, IDENTITY, GoogleAccount
from connectors.google.token_file import read_consent
from connectors.rights import Cause, told
from syncd.core.addresses import canonical
from syncd.errors import AuthFailed, SyncdError

_IDENTITY: Final = frozenset({*IDENTITY, "https://www.googleapis.com/auth/userinfo.profile"})  # who somebody is, which every sign-in tells
# connector → what it reads, and the least of its scopes
_ASKED: Final[Mapping[str, tuple[str, str]]] = {
    "gmail": ("mail", GMAIL_READ),
    "google-calendar": ("calendar", CALENDARS_READ),
    "google-contacts": ("contacts", CONTACTS_READ),
}
# what a domain is asked for whether it lets the service account have it: nothing tells what is on its list
_WRITING: Final = (
    "https://mail.google.com/", "https://www.googleapis.com/auth/gmail.modify", "https://www.googleapis.com/auth/gmail.send",
    "https://www.googleapis.com/auth/calendar", EVENTS_WRITE, "https://www.googleapis.com/auth/contacts",
)  # fmt: skip


def rights(name: str, options: GoogleAccount, base: Path) -> GoogleRights:
    """Those of the service account, or of the person, that a source signs in as."""
    require_libraries()
    return GoogleRights(name, options, base)


class GoogleRights:
    """A service account with domain-wide delegation, or one person's consent."""

    refused, nobody = AuthFailed, UnknownPerson

    def __init__(self, name: str, options: GoogleAccount, base: Path) -> None:
        self._options, self._base = options, base
        self.service, self._scope = _ASKED[name]
        self.mailbox = canonical(options.subject or options.account)
        self.several = bool(options.service_account_file)
        self.consent = not self.several
        self.who = f"the service account of {Path(options.service_account_file).name}" if self.several else f"the consent of {self.mailbox}"
        self.identity = ("google", options.service_account_file or options.token_file, options.endpoint)
        where = "admin.google.com → Security → Access and data control → API controls → Domain-wide delegation"
        self.narrow = (
            "Google limits a delegation by what may be done, not by mailbox: have each person consent instead (token_file, syncd auth google SOURCE) and take "
            f"the client id out in {where}; or keep no scope there but those that syncd auth google SOURCE shows, and the key where syncd alone reads it"
        )
        again = "have the person take it back at myaccount.google.com → Third-party apps, then call syncd auth google for this source"
        self.drop = f"take them out in {where}" if self.several else again

    def open(self, mailbox: str) -> None:
        """By a token to act for that person; nothing is read with it."""
        self._token(mailbox, self._scope)

    def beyond(self, needed: frozenset[str]) -> tuple[str, ...]:
        """Of a consent by its file; of a service account those scopes that write, each asked for by a token that is not used."""
        if self.several:
            return tuple(scope for scope in _WRITING if scope not in needed and self._may(scope))
        enough = needed | _IDENTITY | ({EVENTS_READ} if EVENTS_WRITE in needed else frozenset())
        return tuple(sorted(set(read_consent(self._base / self._options.token_file).scopes) - enough))

    def cause(self, error: SyncdError) -> Cause:
        """Google's words say it."""
        return told(error)

    def _may(self, scope: str) -> bool:
        try:
            self._token(self.mailbox, scope)
        except AuthFailed:
            return False
        return True

    def _token(self, person: str, scope: str) -> None:
        access = open_access(GoogleAccount(account=person, service_account_file=self._options.service_account_file), self._base, (scope,))
        access.token()
