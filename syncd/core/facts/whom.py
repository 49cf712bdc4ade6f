"""Whom a sentence is about: its writer, the customer it is written to, or somebody of outside who is named in it.

Refuses to take a colleague for a customer: what is said of one of ours is no fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from syncd.core import roles
from syncd.core.facts.rules import Lore
from syncd.core.model import Company, Party
from syncd.core.promises.grammar import fold
from syncd.core.promises.said import Said

_NAMED = re.compile(
    r"(?<![\w@.])(?=[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ])[^\W\d_]{2,}(?:['’-][A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][^\W\d_]+)?(?: (?=[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ])[^\W\d_]{2,})*"
)
_TOWARDS = re.compile(r"\b(?:in|at|from|to|near|в|во|из|под|на|į|iš|prie|i|is)\s$", re.IGNORECASE)  # a place follows
_HOUSE = re.compile(r"[„“«\"][^„“”«»\"\n]{1,60}[“”»\"]")  # the name of a firm


_LAST = re.compile(r"(?<![\w@.])[A-ZА-ЯЁ][^\W\d_]{2,}+(?<!ю|у)(?<!юсь|усь)\s$")  # «увлекаюсь» is no name


def names_somebody(before: str, table: Lore) -> bool:
    """Whether a name stands right before."""
    match = _LAST.search(before)
    return match is not None and fold(match[0].strip(), table.language) not in table.no_name


@dataclass(frozen=True, slots=True)
class Who:
    """An address ('' the sender) or, where none is known, a name as it is written."""

    address: str = ""
    name: str = ""


class Scene:
    """Who writes to whom, and so of whom facts may be told. `persons`: as in the rules."""

    def __init__(self, said: Said, company: Company, table: Lore) -> None:
        self.said, self.company, self.table = said, company, table
        ours = company.is_ours(said.sender.address)
        self.customers: tuple[Party, ...] = company.outside(said.recipients) if ours else ()
        self.persons: tuple[int, ...] = (1,) if not ours else (2, 3) if self.customers else (3,)

    def topic(self, text: str) -> Topic:
        """What the mail is about as it is read."""
        return Topic(self, text)


class Topic:
    """Whom the sentences so far were about; worked out only when something told asks for it."""

    def __init__(self, scene: Scene, text: str) -> None:
        self.scene = scene
        self._text = text
        self._heard = [scene.said.subject]  # since somebody was last asked for
        self._current: Who | None = None

    def hear(self, sentence: str) -> None:
        """Note a sentence: the next may speak without a name of who is named in it."""
        self._heard.append(sentence)

    def meant(self, person: int, before: str) -> Who | None:
        """Whom a fact is about, told by the words up to it; None where that is nobody of outside."""
        if person == 1:
            return Who()
        if person == 2:
            return Who(self.scene.customers[0].address)
        if not self._told:
            return None
        who = self._named_in(before) or self._last_named()
        if who is None or who.name == "-" or (self.scene.customers and not who.address):
            return None
        return who

    @cached_property
    def _told(self) -> bool:
        """Whether it is about somebody outside at all."""
        scene = self.scene
        low = fold(f"{scene.said.subject}\n{self._text}", scene.table.language)
        return bool(scene.customers) or (bool(scene.table.customer.search(low)) and not scene.table.colleague.search(low))

    @cached_property
    def _names(self) -> roles.Names:
        said = self.scene.said
        return roles.names_of(roles.people((said.sender, *said.recipients), self.scene.company))

    def _last_named(self) -> Who | None:
        """Who was named last in what was heard."""
        self._current = next((who for sentence in reversed(self._heard) if (who := self._named_in(sentence)) is not None), self._current)
        self._heard.clear()
        return self._current

    def _named_in(self, text: str) -> Who | None:
        """The last one named; of ours as the name '-'."""
        for match in reversed(list(_NAMED.finditer(_HOUSE.sub(lambda m: " " * len(m[0]), text)))):
            name = match[0]
            if match.start() == 0 and fold(name.split()[0], self.scene.table.language) in self.scene.table.no_name:
                name = name.partition(" ")[2] if text[match.end() : match.end() + 1] not in (",", "!") else ""  # Client Ann Smith; not: Hi Ann,
            if not name:
                continue
            word = name.split()[0]
            if fold(word, self.scene.table.language) in self.scene.table.cities or _TOWARDS.search(
                text, max(0, match.start() - 8), match.start()
            ):
                continue
            known = roles.find_people(name, self._names)
            if not known and self.scene.customers:
                continue  # who is introduced to one another stands in the header
            if known and known[0].name != name and known[0].ours:
                known = ()  # Petras Striška is not Ms Petraitė
            if known:
                return Who(name="-") if known[0].ours else Who(known[0].address, name if not known[0].address else "")
            return Who(name=name.removesuffix("'s").removesuffix("’s"))
        return None
