"""The keys by which every Google source says whose account it is and how to get in."""

from __future__ import annotations

import msgspec

GMAIL_READ = "https://www.googleapis.com/auth/gmail.readonly"
EVENTS_READ = "https://www.googleapis.com/auth/calendar.events.readonly"
CALENDARS_READ = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
CALENDARS_OWN = "https://www.googleapis.com/auth/calendar.app.created"  # calendars this program made, and nothing else
EVENTS_WRITE = "https://www.googleapis.com/auth/calendar.events"
CONTACTS_READ = "https://www.googleapis.com/auth/contacts.readonly"
IDENTITY = ("openid", "https://www.googleapis.com/auth/userinfo.email")  # whose account it is, where neither mail nor calendar tells


class GoogleAccount(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys that `gmail`, `google-calendar` and `google-contacts` share."""

    account: str
    """The address of the account that is read; another one that signed in is refused."""
    token_file: str = ""
    """Where `syncd auth google` keeps the consent of that person, readable by its owner only; several sources may share it."""
    service_account_file: str = ""
    """Or the key of a service account that may read the whole domain, for the mailboxes the config names and no other."""
    subject: str = ""
    """Whom the service account acts for; "" for the account itself."""
    endpoint: str = ""
    """Another address than Google's: a private gateway, or a server on this machine in tests."""
