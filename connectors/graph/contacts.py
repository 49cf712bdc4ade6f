"""The address book of one Microsoft 365 mailbox, read only: each contact as it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.graph.account import CONTACTS_READ, GraphAccount

if TYPE_CHECKING:
    from connectors.graph.address_book import GraphContactsHarvester


class GraphContactsOptions(GraphAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `graph-contacts` source."""


def scopes(options: GraphContactsOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (CONTACTS_READ,)


def open_harvester(options: GraphContactsOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> GraphContactsHarvester:
    """The address book of one mailbox."""
    from connectors.graph.address_book import GraphContactsHarvester
    from connectors.graph.client import GraphClient

    return GraphContactsHarvester(GraphClient(options, base, scopes(options, reminders=False)))
