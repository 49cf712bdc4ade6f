"""What a key to Microsoft 365 may do: which mailboxes an application opens, and what it, or a person's consent, was given."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from connectors.graph.access import COMMAND, Consent, open_access
from connectors.graph.account import GraphAccount
from connectors.graph.client import GraphClient
from connectors.graph.refusals import NoMailbox
from connectors.rights import Cause, told
from connectors.token_file import read_kept
from syncd.core.addresses import canonical
from syncd.errors import Forbidden, SyncdError

_SCRIPT: Final = "contrib/microsoft365/limit-application.ps1"
_IDENTITY: Final = frozenset({"User.Read", "openid", "profile", "email", "offline_access"})  # who somebody is, which every sign-in tells
# connector → what of a mailbox it reads, and the least that shows whether it may
_ASKED: Final[Mapping[str, tuple[str, str, Mapping[str, str | int]]]] = {
    "graph": ("mail", "mailFolders/inbox", {"$select": "id"}),
    "graph-calendar": ("calendar", "calendar", {"$select": "id"}),
    "graph-contacts": ("contacts", "contactFolders", {"$select": "id", "$top": 1}),
}


def rights(name: str, options: GraphAccount, base: Path) -> GraphRights:
    """Those of the application, or of the person, that a source signs in as."""
    return GraphRights(name, options, base)


class GraphRights:
    """An application that an administrator lets in, or one person's consent."""

    refused, nobody = Forbidden, NoMailbox

    def __init__(self, name: str, options: GraphAccount, base: Path) -> None:
        self._options, self._base = options, base
        self.service, self._where, self._params = _ASKED[name]
        self.mailbox = canonical(options.mailbox)
        self.consent = bool(options.token_file)
        self.several = not self.consent
        self.who = f"the application {options.client_id}" if self.several else f"the consent of {self.mailbox}"
        self.identity = ("graph", options.tenant, options.client_id, options.endpoint, options.token_file)
        self.narrow = (
            f"in Exchange Online PowerShell: {_SCRIPT} -AppId {options.client_id} -ObjectId OBJECT-ID -Group GROUP, which gives it rights to that group only by "
            "New-ManagementScope and New-ManagementRoleAssignment -CustomResourceScope (RBAC for Applications); then take the same permissions away in the "
            "Entra admin center → App registrations → API permissions, where they are for every mailbox; it takes up to two hours to be so"
        )
        where = "Entra admin center → App registrations → API permissions" if self.several else "Entra admin center → Enterprise applications → Permissions"
        self.drop = f"take them away in the {where}" + ("" if self.several else f", then call {COMMAND} for this source")

    def open(self, mailbox: str) -> None:
        """By the id of a folder."""
        client = GraphClient(msgspec.structs.replace(self._options, mailbox=mailbox), self._base)
        try:
            client.get(self._where, self._params)
        finally:
            client.close()

    def beyond(self, needed: frozenset[str]) -> tuple[str, ...]:
        """Of a consent by its file; of an application by what Entra writes into its token, which is for every mailbox."""
        granted = roles_in(open_access(self._options, self._base).token()) if self.several else self._consented()
        enough = needed | {one.replace("ReadWrite", "Read") for one in needed} | _IDENTITY
        return tuple(sorted(one for one in granted if one.removesuffix(".All") not in enough))

    def _consented(self) -> tuple[str, ...]:
        return tuple(read_kept(self._base / self._options.token_file, Consent, COMMAND).scopes)

    def cause(self, error: SyncdError) -> Cause:
        """Microsoft's numbers say it."""
        return told(error)


def roles_in(token: str) -> tuple[str, ...]:
    """The claim `roles` of an access token (learn.microsoft.com: access token claims reference); none where it cannot be read, as Microsoft may choose."""
    try:
        middle = token.split(".")[1]
        roles = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))["roles"]
    except (IndexError, ValueError, KeyError, TypeError):
        return ()
    return tuple(one for one in roles if isinstance(one, str)) if isinstance(roles, list) else ()
