"""What staff are told of the program, and the company's record of processing: texts out of the settings, so that they are true.

A list of people or domains that are left out is told by its length: whose doctor or bank it names is nobody's business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from syncd.core import texts
from syncd.core.model import Language
from syncd.core.notice import en, lt, ru

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {"en": en.WORDS, "lt": lt.WORDS, "ru": ru.WORDS}
FACTS: Final = ("birthday", "family", "city", "hobby", "interest", "style", "job", "other")
SourceKind = Literal["mail", "calendar", "contacts", "calls", "tables", "journal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Names of a rule: labels and folders by name, people and domains by how many."""

    labels: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    people: int = 0
    domains: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What the program does by its settings. People stand by name; `host`: where text is sent to be judged, '' where none leaves."""

    company: str
    contact: tuple[str, ...]
    sources: Mapping[SourceKind, tuple[str, ...]]
    scope: Literal["outside", "known", "all"]
    exclude: Listed
    metadata_only: Listed
    facts: frozenset[str]
    keep: Mapping[str, int]  # kind → days
    managers: tuple[str, ...]
    admins: tuple[str, ...]
    by_person: bool
    escalate: bool
    modes: Mapping[str, tuple[str, ...]]  # on, shadow, off → whose
    model_here: bool
    host: str
    signs_in: bool
    notice_given: dt.date | None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its sentences."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text of a title, what it is, and sections."""

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]

    def markdown(self) -> str:
        """The text, to be printed or sent."""
        parts = [f"# {self.title}", "\n".join(self.about)]
        parts += [f"## {s.heading}\n\n" + "\n".join(f"- {line}" for line in s.lines) for s in self.sections]
        return "\n\n".join(parts) + "\n"


class _Told:
    """What is done, in one language."""

    def __init__(self, practice: Practice, language: Language) -> None:
        self.p, self.language, self.w = practice, language, _WORDS.get(language, en.WORDS)

    def of(self, name: str, **values: object) -> str:
        return self.w[name].format(**values)

    def section(self, heading: str, *lines: str) -> Section:
        return Section(self.w[heading], lines)

    @property
    def company(self) -> str:
        return self.p.company or self.w["company"]

    @property
    def contact(self) -> str:
        return _joined(self.p.contact) or self.w["no_contact"]

    def sources(self) -> Iterator[str]:
        for kind in ("mail", "calendar", "contacts"):
            if whose := self.p.sources.get(kind):
                yield self.of(kind, whose=_joined([one or self.w["shared"] for one in whose]))
        yield from (self.w[kind] for kind in ("journal", "calls", "tables") if kind in self.p.sources)
        if not self.p.sources:
            yield self.w["nothing_read"]

    def left_out(self) -> Iterator[str]:
        yield self.w["always_out"]
        yield from self._listed(self.p.exclude)
        yield self.w["left_out"]
        if self.p.metadata_only != Listed():
            yield self.w["metadata"]
            yield from self._listed(self.p.metadata_only)

    def _listed(self, listed: Listed) -> Iterator[str]:
        yield from (self.of(kind, names=_joined(names)) for kind, names in (("labels", listed.labels), ("folders", listed.folders)) if names)
        yield from (self.of(kind, n=n) for kind, n in (("people", listed.people), ("domains", listed.domains)) if n)

    def kept(self) -> Iterator[str]:
        yield self.w["kept"]
        kinds = [self.w[kind] for kind in FACTS if kind in self.p.facts]
        yield self.of("facts", names=_joined(kinds)) if kinds else self.w["no_facts"]
        yield self.w["special"]

    def terms(self) -> Iterator[str]:
        for kind in ("message", "meeting", "call"):
            days = self.p.keep.get(kind)
            yield self.of(f"keep_{kind}", time=texts.span(f"{days} days", self.language) if days else self.w["for_ever"])

    def seen(self) -> Iterator[str]:
        yield self.of("managers", names=_joined(self.p.managers) or self.w["nobody"])
        yield self.w["staff"]
        if self.p.admins:
            yield self.of("admins", names=_joined(self.p.admins))
        if not self.p.signs_in:
            yield self.w["security_auth_none"]
        yield self.w["audit"]
        yield self.w["by_person" if self.p.by_person else "not_by_person"]
        if self.p.escalate:
            yield self.w["escalate"]

    def judged(self) -> str:
        return self.of("text_leaves", host=self.p.host) if self.p.host else self.w["model_here" if self.p.model_here else "no_text_leaves"]

    def reminders(self) -> Iterator[str]:
        yield from (self.of(mode, names=_joined(self.p.modes[mode])) for mode in ("on", "shadow", "off") if self.p.modes.get(mode))
        yield self.w["stop"]


def notice(practice: Practice, language: Language) -> Document:
    """What staff are to be told (Articles 13 and 14 GDPR): what is read, what stays out, who sees it, how long, how to stop it."""
    t = _Told(practice, language)
    day = practice.notice_given
    told = texts.ended(t.of("told", day=texts.day(day, language))) if day else t.w["not_told"]
    return Document(
        t.w["notice"],
        (t.of("notice_about", company=t.company), told),
        (
            t.section("h_read", *t.sources(), t.w["read_only"]),
            t.section("h_taken", t.w[f"scope_{practice.scope}"]),
            t.section("h_out", *t.left_out()),
            t.section("h_kept", *t.kept()),
            t.section("h_long", *t.terms()),
            t.section("h_seen", *t.seen()),
            t.section("h_judged", t.judged()),
            t.section("h_reminders", *t.reminders()),
            t.section("h_rights", t.of("rights", contact=t.contact)),
        ),
    )


def record(practice: Practice, language: Language) -> Document:
    """The controller's record of processing activities (Article 30 (1) GDPR), as far as settings can tell."""
    t = _Told(practice, language)
    safeguards = [t.w[name] for name in ("security_rules", "security_roles", "security_auth", "security_files", "backups") if practice.signs_in or name != "security_auth"]
    return Document(
        t.w["record"],
        (t.w["record_about"],),
        (
            t.section("h_controller", t.of("controller", company=t.company, contact=t.contact), t.w["officer"]),
            t.section("h_purpose", t.w["purpose"], t.w["basis"]),
            t.section("h_whom", t.w["whom"], t.w[f"scope_{practice.scope}"]),
            t.section("h_out", *t.left_out()),
            t.section("h_kept", *t.kept()),
            t.section("h_sources", *t.sources()),
            t.section("h_recipients", *t.seen(), t.judged()),
            t.section("h_abroad", t.of("abroad_host", host=practice.host) if practice.host else t.w["abroad_none"]),
            t.section("h_erasure", *t.terms(), t.w["on_request"]),
            t.section("h_security", *safeguards),
        ),
    )


def _joined(names: Sequence[str]) -> str:
    return ", ".join(names)
