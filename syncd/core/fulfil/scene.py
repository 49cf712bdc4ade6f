"""How a later interaction stands to a promise: who speaks in it, to whom, in which conversation, and what else was promised there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from syncd.core.fulfil.lexicon import begin, fold, generic, meet, one, shared
from syncd.core.fulfil.reading import Objects, Reading, Saying, file_names, named_in, objects, telling
from syncd.core.fulfil.values import Given, Later
from syncd.core.identity import company_domain
from syncd.core.worktime import zone_of

STEM = 3  # letters by which two forms of a value's name are known as one
Side = Literal["giver", "receiver", "inside", "asker", ""]


@dataclass(frozen=True)
class Weighed:
    """A promise with what its words name, read when it is asked for."""

    given: Given

    @cached_property
    def about(self) -> Objects:
        """What its words name."""
        return objects(self.given.quote, self.given.due_text, self.given.language)

    @cached_property
    def values(self) -> frozenset[str]:
        """What of it is told rather than sent: a price, a number, an address."""
        return frozenset(w[:STEM] for w in one("TOLD", words=True).findall(fold(self.given.quote)))

    @cached_property
    def called(self) -> frozenset[str]:
        """Whom it promises to call, where that is a third one: the council, the bank."""
        found = (word for groups in one("THIRD").findall(fold(self.given.quote)) for word in groups if word)
        return frozenset(begin(word) for word in found)

    @cached_property
    def signed(self) -> bool:
        """Whether it is a signed document."""
        return bool(one("SIGNED", words=True).search(fold(self.given.quote)))


@dataclass(frozen=True)
class Scene:
    """One promise, one later message, and the other promises that could be meant by it.

    `near`: in the same conversation. `direct`: between the same people, or people of the same companies.
    """

    promise: Weighed
    later: Later
    reading: Reading
    others: tuple[Weighed, ...]
    side: Side
    near: bool
    direct: bool

    @cached_property
    def alone(self) -> bool:
        """Whether no other promise of the same sort was open to be meant."""
        mine = self.promise
        return not any(same_sort(o.given.act, mine.given.act) and (_said_beside(o, mine) or not about_one_thing(o.about, mine.about)) for o in self.others)

    @cached_property
    def only(self) -> bool:
        """Whether there is no other promise at all that could be meant."""
        return not any(not about_one_thing(o.about, self.promise.about) or not same_sort(o.given.act, self.promise.given.act) for o in self.others)

    def names(self, saying: Saying) -> bool:
        """Whether a sentence names what was promised: the kind of document, else a telling word of it."""
        return names(self.promise.about, saying.things, saying.words)

    def other(self, saying: Saying) -> bool:
        """Whether a sentence names another kind of document than the promised one, and not this."""
        return bool(saying.things - _ANY) and not self.names(saying)

    def names_another(self, saying: Saying) -> bool:
        """Whether the word that stands for what works or is done in a sentence is another one than was promised: "the bell works"."""
        found = (word for groups in one("SUBJECT").findall(saying.folded) for word in groups if word)
        return self._foreign(word for word in found if len(word) > STEM)

    def calls_off_another(self, saying: Saying) -> bool:
        """Whether the word that stands for what is not needed in a sentence is another one than was promised: "the ladder"."""
        found = (word for groups in one("OBJECT").findall(saying.folded) for word in groups if word and begin(word) not in generic())
        return self._foreign(found)

    def _foreign(self, words: Iterable[str]) -> bool:
        named = frozenset(word[: STEM + 1] for word in words)
        return bool(named) and named.isdisjoint(word[: STEM + 1] for word in self.promise.about.words | self.promise.about.verbs)

    def names_document(self, saying: Saying) -> bool:
        """Whether a sentence names a kind of document."""
        return bool(saying.things - _ANY)

    def passes_over(self, saying: Saying) -> bool:
        """Whether a sentence cannot tell of keeping: it asks, names another thing or an earlier time, or promises the same again."""
        if saying.question or self.other(saying) or one("AGO").search(saying.folded) or meet(saying.ahead, self.promise.about.verbs):
            return True
        given = self.promise.given
        return bool(saying.ahead) and any((p.kind, p.act) == (given.kind, given.act) and (p.quote in saying.text or saying.text in p.quote) for p in self.later.said)

    @cached_property
    def topic(self) -> frozenset[str]:
        """The telling words of the conversation's subject, where it is the promise's own conversation."""
        return telling(fold(self.later.subject)) if self.near else frozenset()

    def on_topic(self, saying: Saying) -> bool:
        """Whether a sentence names what the conversation is about."""
        return meet(saying.words, self.topic)

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The documents attached."""
        return file_names(self.later.attachments)

    @cached_property
    def named_file(self) -> str:
        """The attached document whose name names what was promised, or ''."""
        return next((f for f in self.files if names(self.promise.about, *named_in(f))), "")

    @cached_property
    def strange_files(self) -> bool:
        """Whether every attached document is by its name of another kind than the promised one."""
        wanted = self.promise.about.things
        return bool(self.files) and all((named_in(f)[0] - _ANY) and not (named_in(f)[0] & wanted) and (wanted or not meet(named_in(f)[1], self.topic)) for f in self.files)

    @cached_property
    def day(self) -> str:
        """The day of it on the giver's clock."""
        return dt.datetime.fromisoformat(self.later.at).astimezone(zone_of(self.promise.given.zone)).date().isoformat()

    @cached_property
    def in_time(self) -> bool:
        """Whether it is not before the promised window: what is said before that is about an earlier call or visit."""
        given = self.promise.given
        if given.kind == "handoff" and self.side == "inside":
            return True
        if given.due_from is None:
            return self.day > given.said_on
        return self.day >= given.due_from[:10] and (self.day > given.said_on or given.due_from[:10] == given.said_on)


_ANY = frozenset({"document", "list", "form"})
_FEW = 3  # telling words of a promise: of more than these two have to be named
_DOCUMENTS = frozenset({"send", "invoice", "deliver"})


def names(about: Objects, things: frozenset[str], words: frozenset[str]) -> bool:
    """Whether these kinds and words name what a promise is about."""
    wanted = about.things - _ANY
    if wanted and things - _ANY:
        return bool(wanted & things)
    if about.things and about.things & things:
        return True
    return shared(about.words, words) >= (1 if len(about.words) <= _FEW else 2)


def _said_beside(a: Weighed, b: Weighed) -> bool:
    """Whether one mail promises the same act twice: that is two things, even where one of them has no name we know."""
    if a.given.interaction != b.given.interaction or a.given.act != b.given.act or a.given.kind != b.given.kind:
        return False
    return a.given.due_to != b.given.due_to and not meet(a.about.words, b.about.words)


def about_one_thing(a: Objects, b: Objects) -> bool:
    """Whether two promises can be about one thing: they name the same, or one of them names nothing."""
    kinds_a, kinds_b = a.things - _ANY, b.things - _ANY
    if kinds_a and kinds_b:
        return bool(kinds_a & kinds_b)
    if a.words and b.words:
        return meet(a.words, b.words)
    return not (kinds_a or a.words) or not (kinds_b or b.words)


def same_sort(a: str, b: str) -> bool:
    """Whether the acts can be meant by one word of keeping."""
    return a == b or {a, b} <= _DOCUMENTS | {"do", "answer"} or {a, b} <= {"visit", "fix", "meet", "do"} or {a, b} <= {"answer", "check"}


def side_of(given: Given, later: Later) -> Side:
    """Who speaks in a message, seen from the promise: the side that gave it, the side it was given to, ours among ourselves, or who asked for it."""
    if given.kind == "theirs":
        if later.direction == "in":
            return "giver" if speaks(given, later) else ""
        return "receiver" if later.direction == "out" else ""
    if later.direction == "in":
        return "receiver"
    if later.direction == "out":
        return "giver"
    return "asker" if given.kind == "handoff" and later.sender == given.promiser else "inside"


def concern(given: Given, later: Later) -> bool:
    """Whether they have anything to do with each other: one conversation, or people in common."""
    return bool(given.thread and given.thread == later.thread) or not given.outside.isdisjoint(later.outside)


def speaks(given: Given, later: Later) -> bool:
    """Whether a mail from outside is from those the promise was given to (of theirs: who gave it), or their company."""
    return later.sender in given.outside or company_domain(later.sender) in given.outside


def scene(promise: Weighed, later: Later, reading: Reading, others: Iterable[Weighed]) -> Scene:
    """Set a later message beside a promise. `others`: the promises of the same people that were said before it."""
    given = promise.given
    near = bool(given.thread) and given.thread == later.thread
    incoming = later.kind == "message" and later.direction == "in"
    direct = speaks(given, later) if incoming else not given.outside.isdisjoint(later.outside)
    return Scene(promise, later, reading, tuple(o for o in others if o.given.key != given.key), side_of(given, later), near, direct)
