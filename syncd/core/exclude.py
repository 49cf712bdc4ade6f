"""What is not stored, and by which rule. One pure function, asked twice: by the header alone, then with the text read.

A rule's name says which kind of rule it was and never whom or what it met: it is all that remains of an excluded item.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NewType

from syncd.core.model import Class, Company, Party, Promise

Rule = NewType("Rule", str)
Scope = Literal["outside", "known", "all"]

INTERNAL, UNKNOWN = Rule("scope:internal"), Rule("scope:unknown")
MARKED = frozenset({Rule("sensitivity"), Rule("exclude:labels")})  # somebody marked the item itself
_CLOSED_ROLES = {"drafts": Rule("folder:drafts"), "trash": Rule("folder:trash"), "spam": Rule("folder:spam")}
_SENSITIVE = frozenset({"personal", "private", "confidential", "company-confidential"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """People (addresses), domains, folders and labels, all case-folded: a list of exclusions, or of metadata-only items."""

    people: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    folders: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.people or self.domains or self.folders or self.labels)

    def meets(self, item: Item) -> str | None:
        """Which kind of name the item meets, or None."""
        if self.people and any(p.address in self.people for p in item.parties):
            return "people"
        if self.domains and any(in_domains(p.address, self.domains) for p in item.parties):
            return "domains"
        if self.folders and _lies_in(item.folder, self.folders):
            return "folders"
        if self.labels and any(_lies_in(label, self.labels) for label in item.labels):
            return "labels"
        return None

    def met_by(self, item: Item) -> list[tuple[str, str]]:
        """Every name the item meets, with its kind: more than one can."""
        kinds = {kind: getattr(self, kind) for kind in ("people", "domains", "folders", "labels")}
        return [(kind, name) for kind, names in kinds.items() for name in sorted(names) if Names(**{kind: frozenset((name,))}).meets(item)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """The policy: whose items are stored at all, which never, and of which only who and when."""

    scope: Scope = "outside"
    exclude: Names = field(default_factory=Names)
    metadata_only: Names = field(default_factory=Names)
    absences: bool = False  # of an internal calendar entry the days are kept on which it says its owner is away


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What the rules look at. `promises` is None while only the header has been read."""

    parties: tuple[Party, ...]
    folder: str
    folder_role: str
    labels: tuple[str, ...]
    sensitivity: str
    class_: Class = "personal"
    about_customer: bool = False  # a calendar entry that names an outside address, a telephone or a call; a mail that tells of a call
    promises: tuple[Promise, ...] | None = None
    thread_kept: bool = False
    known: bool = False


def _lies_in(path: str, names: frozenset[str]) -> bool:
    """Whether a folder or a label is named, or one above it: what lies below "Private" is private, wherever that lies."""
    whole = path.casefold()
    if whole in names:
        return True
    if "/" not in whole and "." not in whole:
        return False
    return any(f"{sign}{name}{sign}" in f"{sign}{whole}{sign}" for sign in "/." if sign in whole for name in names if name)


def in_domains(address: str, domains: Iterable[str]) -> bool:
    """Whether the address lies in one of the domains or below one."""
    domain = address.rpartition("@")[2]
    return any(domain == d or domain.endswith("." + d) for d in domains)


def exclude(item: Item, privacy: Privacy, company: Company) -> Rule | None:
    """The rule by which this item is not stored, or None. With `promises` None only the header's rules are asked."""
    if item.sensitivity.casefold() in _SENSITIVE:
        return Rule("sensitivity")
    if kind := privacy.exclude.meets(item):
        return Rule(f"exclude:{kind}")
    if item.folder_role in _CLOSED_ROLES:
        return _CLOSED_ROLES[item.folder_role]
    if privacy.scope == "all":
        return None
    if item.class_ in ("bulk", "list"):
        return Rule(f"class:{item.class_}")
    if item.promises is None:
        return None
    return _scope(item, privacy, company)


def _scope(item: Item, privacy: Privacy, company: Company) -> Rule | None:
    if item.thread_kept or item.class_ == "voicemail" or item.about_customer:
        return None
    if not company.outside(item.parties):
        return None if any(p.kind in ("handoff", "promise") for p in item.promises or ()) else INTERNAL
    if privacy.scope == "known" and not item.known and not _we_wrote(item, company):
        return UNKNOWN
    return None


def _we_wrote(item: Item, company: Company) -> bool:
    """Whether one of ours wrote it: whom we write to is known from then on."""
    return any(p.role in ("from", "organizer", "caller") and company.is_ours(p.address) for p in item.parties)
