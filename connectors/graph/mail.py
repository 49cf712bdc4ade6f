"""The mail of one Microsoft 365 mailbox, read only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from connectors.base import MAX_MESSAGE
from connectors.graph.account import MAIL_READ, GraphAccount

if TYPE_CHECKING:
    from connectors.graph.mailbox import GraphMailHarvester


class GraphMailOptions(GraphAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `graph` source."""


def scopes(options: GraphMailOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (MAIL_READ,)


def open_harvester(options: GraphMailOptions, base: Path, owner: str, max_message: int = MAX_MESSAGE) -> GraphMailHarvester:
    """The mail of one mailbox."""
    from connectors.graph.client import GraphClient
    from connectors.graph.mailbox import GraphMailHarvester

    return GraphMailHarvester(GraphClient(options, base, scopes(options, reminders=False)), max_message=max_message)
