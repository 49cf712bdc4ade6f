"""The address book of one Microsoft 365 mailbox, read only: each contact as it is."""

from __future__ import annotations

from connectors.graph.account import CONTACTS_READ, GraphAccount


class GraphContactsOptions(GraphAccount, forbid_unknown_fields=True, kw_only=True):
    """Keys of a `graph-contacts` source."""


def scopes(options: GraphContactsOptions, *, reminders: bool) -> tuple[str, ...]:
    """What consent has to allow."""
    return (CONTACTS_READ,)
