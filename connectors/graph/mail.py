"""The mail of one Microsoft 365 mailbox, read only."""

from __future__ import annotations

from connectors.graph.account import MAIL_READ, GraphAccount


class GraphMailOptions(GraphAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `graph` source."""


def scopes(options: GraphMailOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (MAIL_READ,)
