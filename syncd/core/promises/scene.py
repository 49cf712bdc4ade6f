"""Who speaks to whom: what is the same for every sentence of a mail."""

from __future__ import annotations

import re
from dataclasses import dataclass

from syncd.core.model import Act, Company, Due, Language, Party, PromiseKind, WorkingCalendar
from syncd.core.promises.heads import Head
from syncd.core.promises.said import Said
from syncd.core.roles import Known, find_people, people
from syncd.core.sentences import Sentence

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_EVERYBODY = re.compile(r"(?:all|everyone|everybody|company|announcements?|visi|vse)(?:[._@-]|$)")
_QUOTED_NAME = re.compile(r"[«„“\"]([^«»„“”\"]{2,40})[»“”\"]")


@dataclass(frozen=True, slots=True)
class Scene:
    """`kind`: what a promise said here is ('' where nothing can be one). `inside`: among our own people.

    `colleagues`: ours among the recipients of a mail that also goes outside. `customer`: the outside person it concerns.
    """

    said: Said
    company: Company
    known: tuple[Known, ...]
    kind: PromiseKind | str
    inside: bool
    colleagues: tuple[Party, ...]
    beneficiary: str | None
    customer: str
    sure_customer: bool  # named by an address or in quotation marks, not only by a capital letter


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its language and the few sentences before it."""

    sentence: Sentence
    language: Language
    before: tuple[Sentence, ...]
    calendar: WorkingCalendar


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
    known = people((said.sender, *said.recipients), company)
    ours = tuple(p for p in said.recipients if company.is_ours(p.address))
    outside = company.outside(said.recipients)
    kind: PromiseKind | str
    if company.is_ours(said.sender.address):
        kind = "promise"
        inside = not outside
        if inside and any(_EVERYBODY.match(p.address) for p in said.recipients):
            kind = ""
    else:
        kind = "theirs" if ours or not outside else ""
        inside = False
    customer, sure = ("", False) if not inside else _customer(said, company, known)
    beneficiary = outside[0].address if outside else (ours[0].address if kind == "theirs" and ours else customer if "@" in customer else None)
    return Scene(said, company, known, kind, inside, ours if kind == "promise" else (), beneficiary, customer, sure)


def _customer(said: Said, company: Company, known: tuple[Known, ...]) -> tuple[str, bool]:
    """The outside person or firm an internal mail is about, and whether an address or quotation marks say so."""
    for text in (said.own, said.quoted):
        for address in _ADDRESS.findall(text):
            if not company.is_ours(address.lower()):
                return str(address.lower()), True
    quoted = _QUOTED_NAME.search(said.own)
    if quoted:
        return quoted.group(1), True
    named = _NAME.finditer(said.own)
    for match in named:
        if not find_people(match.group(0), known):
            return match.group(0), False
    return "", False


_NAME = re.compile(r"(?<=[a-zа-яёąčęėįšųūž,] )[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+(?: [A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+)*")
