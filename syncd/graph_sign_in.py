"""`syncd auth graph`: whose consent is asked for what at Microsoft, and whether it is what was asked (syncd/sign_in.py is Google's).

    the sources of one mailbox → the permissions they need → a person's answer → checked → kept → the sources are due
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors import registry
from connectors.graph.account import GraphAccount
from syncd.config import Config, Source
from syncd.errors import AuthFailed, ConfigError, ReauthNeeded, UsageError


@dataclass(frozen=True, slots=True)
class GraphSignIn:
    """A mailbox at Microsoft 365 as the config names it, and the sources that read it by one token file; of an application, the one source."""

    config: Config
    sources: tuple[Source, ...]
    options: GraphAccount

    @property
    def scopes(self) -> tuple[str, ...]:
        """All that these sources have to be allowed."""
        return tuple(sorted({one for source in self.sources for one in _scopes(source)}))

    @property
    def token_file(self) -> Path:
        """Where the consent is kept."""
        return self.config.folder / self.options.token_file


def graph_sign_in_of(config: Config, name: str) -> GraphSignIn:
    """What signing in to a source means. Raises UsageError where it is no source of Microsoft Graph, ConfigError where it has no way in."""
    from connectors.graph.access import open_access

    ours = {source.name: options for source in config.sources if isinstance(options := source.settings, GraphAccount)}
    if name not in ours:
        there = ", ".join(ours) or "it has none"
        raise UsageError(f"{name}: the config has no such source of Microsoft Graph; those there are: {there}")
    options = ours[name]
    open_access(options, config.folder)
    if not options.token_file:
        return GraphSignIn(config, tuple(source for source in config.sources if source.name == name), options)
    same = tuple(source for source in config.sources if source.name in ours and ours[source.name].token_file == options.token_file)
    others = [source.name for source in same if _account(ours[source.name]) != _account(options)]
    if others:
        raise ConfigError([f"sources {name} and {', '.join(others)} name one token_file and different mailboxes, tenants or applications: one file holds one consent"])
    return GraphSignIn(config, same, options)


def accept(sign_in: GraphSignIn, said: Mapping[str, Any]) -> None:
    """Keep what a person granted, if it is what was asked and of the mailbox the config names. Raises ReauthNeeded or AuthFailed, and keeps nothing."""
    from connectors.graph.access import consent_of, save_consent

    try:
        consent = consent_of(sign_in.options, said, sign_in.scopes)
    except (AuthFailed, ReauthNeeded) as problem:
        raise type(problem)(f"{problem}. Nothing was kept") from problem
    save_consent(sign_in.token_file, consent)


def _scopes(source: Source) -> tuple[str, ...]:
    assert source.settings is not None
    return registry.scopes(source.connector, source.settings, reminders=source.reminders)


def _account(options: GraphAccount) -> tuple[str, str, str]:
    return options.mailbox.casefold(), options.tenant, options.client_id
