"""What the settings mean for people's privacy, as the notice to staff and the record of processing tell it."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from syncd.config import Config, Matching, Source
from syncd.core.notice import Listed, Practice, SourceKind

_KINDS: Final[dict[SourceKind, tuple[str, ...]]] = {
    "mail": ("maildir", "mbox", "eml", "imap", "gmail", "exchange", "graph", "memory"),
    "calendar": ("vdir", "caldav", "google-calendar", "exchange", "graph-calendar"),
    "contacts": ("carddav", "google-contacts", "exchange", "graph-contacts"),
    "calls": ("calls",),
    "tables": ("tables",),
}


def practice_of(config: Config) -> Practice:
    """What the program does by its config."""
    scorer = config.scorer
    host = urlsplit(scorer.url).hostname or "" if scorer.kind == "llm" else ""
    is_here = _is_this_machine(host)
    return Practice(
        company=config.company.name, contact=tuple(p.address for p in config.people if p.role == "admin" and p.left is None),
        sources=_sources(config), scope=config.privacy.scope, exclude=_listed(config.privacy.exclude), metadata_only=_listed(config.privacy.metadata_only),
        facts=config.privacy.facts, keep=config.privacy.keep, managers=_working(config, "manager"), admins=_working(config, "admin"),
        by_person=config.reports_by_person, escalate=config.reminders.escalate, modes=_modes(config), model_here=bool(host) and is_here,
        host="" if is_here else host, signs_in=config.web.auth != "none", notice_given=config.privacy.notice_given,
    )  # fmt: skip


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")


def _sources(config: Config) -> dict[SourceKind, tuple[str, ...]]:
    """Whose mailboxes and so on are read; '' stands for one that is shared."""
    found: dict[SourceKind, dict[str, None]] = {}
    for source in config.sources:
        for kind in _kinds(source):
            found.setdefault(kind, {}).update(dict.fromkeys(_whose(config, source)))
    return {kind: tuple(whose) for kind, whose in found.items()}


def _kinds(source: Source) -> Iterable[SourceKind]:
    if getattr(source.settings, "journal", False):
        return ("journal",)
    return [kind for kind, connectors in _KINDS.items() if source.connector in connectors]


def _whose(config: Config, source: Source) -> Iterable[str]:
    return [_name(config, address) for address in ((source.owner,) if source.owner else source.members)] or [""]


def _name(config: Config, address: str) -> str:
    return config.person(address).name or address


def _listed(matching: Matching) -> Listed:
    return Listed(labels=tuple(sorted(matching.labels)), folders=tuple(sorted(matching.folders)), people=len(matching.people), domains=len(matching.domains))


def _working(config: Config, role: str) -> tuple[str, ...]:
    return tuple(_name(config, p.address) for p in config.people if p.role == role and p.left is None)


def _modes(config: Config) -> dict[str, tuple[str, ...]]:
    """Whose reminders are written, shown or not kept, of those whose mail or calendar is read; without a calendar for them they are shown."""
    owners = dict.fromkeys(s.owner for s in config.sources if s.owner)
    found: dict[str, list[str]] = {}
    for owner in owners:
        if config.person(owner).left:
            continue
        mode = config.person(owner).reminders
        found.setdefault("shadow" if mode == "on" and config.reminder_source(owner) is None else mode, []).append(_name(config, owner))
    return {mode: tuple(names) for mode, names in found.items()}
