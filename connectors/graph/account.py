"""The keys by which every Graph source says whose mailbox it is and how to get in."""

from __future__ import annotations

from typing import Annotated

import msgspec

from syncd.config.words import a_date

MAIL_READ = "Mail.Read"
CALENDARS_READ = "Calendars.Read"
CALENDARS_WRITE = "Calendars.ReadWrite"
CONTACTS_READ = "Contacts.Read"
TASKS_WRITE = "Tasks.ReadWrite"


class GraphAccount(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Keys that `graph`, `graph-calendar` and `graph-contacts` share."""

    mailbox: str
    """The one mailbox that is read, as the address its person signs in with; no other is ever asked for."""
    tenant: str
    """The directory: its id, or a domain of it."""
    client_id: str
    """The application, as registered in the Entra admin center."""
    token_file: str = ""
    """Where `syncd auth graph` keeps the consent of that person, readable by its owner only; several sources may share it."""
    client_secret_file: str = ""
    """Or the secret of an application that an administrator lets read these mailboxes."""
    client_secret_until: Annotated[str, a_date] = ""
    """The day that secret ends, as Entra showed it when it was made; "" where there is none."""
    certificate_file: str = ""
    """Or its certificate and private key, one after the other (PEM)."""
    endpoint: str = ""
    """Another address than graph.microsoft.com: a private gateway, or a server on this machine in tests."""
