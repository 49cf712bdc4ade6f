"""Who speaks to whom: what is the same for every sentence of a mail."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from syncd.core.addresses import IN_TEXT
from syncd.core.model import Act, Company, Due, Language, Party, PromiseKind, WorkingCalendar
from syncd.core.promises.heads import Head
from syncd.core.promises.said import Said
from syncd.core.roles import Known, Names, callable_departments, find_people, names_of, people
from syncd.core.sentences import Sentence

_EVERYBODY = re.compile(r"(?:all|everyone|everybody|company|announcements?|visi|vse)(?:[._@-]|$)")
_NAME = re.compile(r"(?<=[a-zа-яёąčęėįšųūž,] )[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+(?: [A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+)*")
_QUOTED_NAME = re.compile(r"[«„“\"]([^«»„“”\"]{2,40})[»“”\"]")


@dataclass(frozen=True)
class Scene:
    """`kind`: what a promise said here is ('' where nothing can be one). `inside`: among our own people.

    `colleagues`: ours among the recipients of a mail that also goes outside. What takes time is worked out when asked for.
    """

    said: Said
    company: Company
    kind: PromiseKind | str
    inside: bool
    ours: tuple[Party, ...]
    outside: tuple[Party, ...]

    @property
    def colleagues(self) -> tuple[Party, ...]:
        """Ours among the recipients of a mail of ours."""
        return self.ours if self.kind == "promise" else ()

    @cached_property
    def known(self) -> tuple[Known, ...]:
        """The people of the mail and of the company."""
        return people((self.said.sender, *self.said.recipients), self.company)

    @cached_property
    def names(self) -> Names:
        """The people who can be meant by a name."""
        return names_of(self.known)

    @cached_property
    def addressees(self) -> Names:
        """Whom a line can be for: the same people, and the departments by their names and roles."""
        departments = callable_departments(self.company)
        return names_of((*self.known, *departments)) if departments else self.names

    @cached_property
    def customer(self) -> tuple[str, bool]:
        """The outside person or firm an internal mail is about, and whether an address or quotation marks say so."""
        return _customer(self.said, self.company, self.names) if self.inside else ("", False)

    @cached_property
    def beneficiary(self) -> str | None:
        """The address of the one it is given to."""
        if self.outside and self.kind == "promise":
            return self.outside[0].address
        if self.kind == "theirs":
            return self.ours[0].address if self.ours else None
        return self.customer[0] if "@" in self.customer[0] else None


class Line(NamedTuple):
    """A sentence with its language, its folded text, the cues in it and the few sentences before it.

    `earlier`: the day the promise before falls due, which "the same day" points to.
    """

    sentence: Sentence
    language: Language
    folded: str
    cues: int
    before: tuple[Sentence, ...]
    calendar: WorkingCalendar
    earlier: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise in the making: its clause, what it is about, and how it was found."""

    head: Head
    act: Act
    kind: PromiseKind | str
    due: Due | None
    words: str = ""  # the clause from behind the verb on
    assignee: str | None = None
    reason: str = ""
    ordinal: int = 0


def set_scene(said: Said, company: Company) -> Scene:
    """Direction decides: ours to somebody outside is a promise, outside to ours is theirs, among ours a hand-off."""
    ours = tuple(p for p in said.recipients if company.is_ours(p.address))
    outside = company.outside(said.recipients)
    if not company.is_ours(said.sender.address):
        return Scene(said, company, "theirs" if ours or not outside else "", False, ours, outside)
    inside = not outside
    kind = "" if inside and any(_EVERYBODY.match(p.address) for p in said.recipients) else "promise"
    return Scene(said, company, kind, inside, ours, outside)


def _customer(said: Said, company: Company, names: Names) -> tuple[str, bool]:
    for text in (said.own, said.quoted):
        for address in IN_TEXT.findall(text) if "@" in text else ():
            if not company.is_ours(address.lower()):
                return str(address.lower()), True
    quoted = _QUOTED_NAME.search(said.own)
    if quoted:
        return quoted.group(1), True
    for match in _NAME.finditer(said.own):
        if not find_people(match.group(0), names):
            return match.group(0), False
    return "", False
