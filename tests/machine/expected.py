"""What a person would expect of the history and of the calendars, in dictionaries and plain rules: the reference the program is held against.

Nothing here is the program's: no import of it, no row of its store. Times are aware; `now` is what the clock of the
program's machine shows, letters carry the true time at which they were written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Vilnius")
READ_IN_TURN = ("rasa", "jonas")  # as the config names their mailboxes
OPENS, CLOSES = dt.time(9), dt.time(18)
FOUND_WITHIN = dt.timedelta(days=14)  # a promise found later after it was said gets no entry
SOON = dt.timedelta(hours=2)  # a term so near is not held back for a correction
LONG_PAST = dt.timedelta(days=14)
DECIDED = {"dismiss": "dismissed", "done": "kept"}
STANDING = ("open", "historic")  # of these no entry is taken out


@dataclass(frozen=True)
class Letter:
    """A mail as it was written. `due`: what it promises, None for nothing; `says`: what it says of the promise before it."""

    id: str
    matter: int  # the conversation, each with a customer of its own
    sender: str
    at: dt.datetime
    due: dt.date | dt.datetime | None = None  # a day, or a moment
    says: str = ""  # keeps, cancels, moves


@dataclass
class Copy:
    """One object in a mailbox. `known`: what the history has made of it: '', stored or excluded."""

    letter: Letter
    who: str
    folder: str
    id: str
    is_there: bool = True
    marked: str = ""  # private, by a label or by its sensitivity
    known: str = ""


@dataclass
class Entry:
    """An entry of ours in somebody's calendar, as the person sees it; `title` None: the words are ours."""

    start: dt.datetime
    title: str | None = None
    note: str = ""  # what the person wrote into it


@dataclass
class Promise:
    """What is known of a promise. `said`: decisions about it in order, (kind, where), a taken-back one left out of `stand`."""

    letter: Letter
    found: bool = False
    historic: bool = False
    moved_to: dt.datetime | None = None
    said: list[tuple[str, str]] = field(default_factory=list)
    stand: list[str] = field(default_factory=list)
    entry: Entry | None = None
    seen: Entry | None = None  # as it was when the program looked last
    words: str = ""  # the last title a person gave it
    is_theirs: bool = False  # the person changed it
    is_ticked: bool = False
    is_refused: bool = False  # the person deleted it
    may_differ: bool = False  # whether the entry stands is left open until it is looked at

    def decide(self, kind: str, where: str) -> None:
        """A person decided."""
        self.said.append((kind, where))
        self.stand.append(kind)

    def take_back(self) -> None:
        """A person took back what was decided last."""
        self.said.append(("undo", "page"))
        self.stand.pop()

    def lose(self) -> None:
        """Nobody has its mail any more."""
        self.found = self.is_theirs = self.is_ticked = False
        self.entry = None

    @property
    def decided(self) -> str:
        """The state people gave it, '' for none."""
        state = ""
        for kind in self.stand:
            if kind in DECIDED:
                state = DECIDED[kind]
            elif kind == "confirm" and state == "dismissed":
                state = ""
        return state

    @property
    def is_left_alone(self) -> bool:
        """Whether the entry is the person's: changed by them, and nobody has decided otherwise on the pages since."""
        return self.is_theirs and (not self.said or self.said[-1][1] == "calendar")

    @property
    def term(self) -> dt.datetime:
        """When it is over."""
        due = self.moved_to or self.letter.due
        assert due is not None
        return due if isinstance(due, dt.datetime) else dt.datetime.combine(due, CLOSES, ZONE)

    @property
    def moment(self) -> dt.datetime:
        """When its entry begins."""
        due = self.moved_to or self.letter.due
        assert due is not None
        if isinstance(due, dt.datetime):
            return due
        while due.weekday() > 4:
            due -= dt.timedelta(days=1)
        return dt.datetime.combine(due, OPENS, ZONE)


@dataclass
class Expected:
    """The company as a person would tell it. `mode`: on or shadow; `hold`: how long after a mail its entry waits."""

    copies: list[Copy] = field(default_factory=list)
    promises: dict[str, Promise] = field(default_factory=dict)  # by the id of the letter
    letters: dict[str, Letter] = field(default_factory=dict)
    shut_out: set[int] = field(default_factory=set)  # conversations whose customer is excluded
    mode: str = "on"
    hold: dt.timedelta = dt.timedelta(0)

    def write(self, letter: Letter, places: Iterable[tuple[str, str]]) -> list[Copy]:
        """A letter arrives in these folders (person, folder)."""
        self.letters[letter.id] = letter
        if letter.due is not None:
            self.promises[letter.id] = Promise(letter)
        new = [Copy(letter, who, folder, f"{letter.id}-{folder}") for who, folder in places]
        self.copies += new
        return new

    # ── what is kept ──

    def is_kept(self, letter: Letter) -> bool:
        """Whether the history has this letter."""
        return any(c.known == "stored" for c in self.copies if c.letter is letter)

    def is_trusted(self, letter: Letter) -> bool:
        """Whether it was found among the mail its writer sent."""
        return any(c.known == "stored" and c.folder == "Sent" for c in self.copies if c.letter is letter)

    def is_shut_out(self, copy: Copy) -> bool:
        """Whether this copy may not be kept as things are."""
        return bool(copy.marked) or copy.folder == "Trash" or copy.letter.matter in self.shut_out

    def read_mail(self) -> None:
        """The mailboxes are read to their ends, one after the other; what nobody has any more as one is read goes, though the next has it again."""
        for who in READ_IN_TURN:
            kept = [p for p in self.promises.values() if self.is_kept(p.letter)]
            self._read_mailbox([c for c in self.copies if c.who == who])
            for promise in kept:
                if not self.is_kept(promise.letter):
                    promise.lose()

    def _read_mailbox(self, copies: list[Copy]) -> None:
        for copy in copies:
            if copy.is_there:
                copy.known = "excluded" if self.is_shut_out(copy) else "stored"
            elif copy.known == "excluded" or copy.letter.matter in self.shut_out:
                copy.known = ""  # nothing of it stays to be asked for again
        for copy in [c for c in copies if c.is_there and c.marked and c.folder != "Trash"]:
            same = [c for c in copies if c.letter is copy.letter]
            if not any(c.is_there and c.known == "stored" for c in same):  # what lay in another folder of that mailbox before does not keep it
                for other in same:
                    other.known = "excluded" if other.is_there else ""

    # ── how a promise stands ──

    def state(self, promise: Promise) -> str:
        """How it stands: what people decided, else what the conversation says."""
        return promise.decided or self._said_since(promise) or ("historic" if promise.historic else "open")

    def _said_since(self, promise: Promise) -> str:
        later = sorted((x for x in self.letters.values() if x.matter == promise.letter.matter and x.at > promise.letter.at and self.is_kept(x)), key=lambda x: x.at)
        state = ""
        for letter in later:
            if letter.says == "keeps":
                state = "kept"
            elif letter.says == "cancels" and not state:
                return "cancelled"
            elif letter.says == "moves" and not state:
                return "" if self.promises[letter.id].decided == "dismissed" else "replaced"
        return state

    # ── a pass ──

    def pass_over(self, now: dt.datetime) -> None:
        """The program reads the mail, takes in what people did in their calendars, and brings these in line."""
        self.read_mail()
        for promise in self.promises.values():
            self._find(promise, now)
        for promise in self.promises.values():
            if promise.found:
                _answer(promise, now)
        for promise in self.promises.values():
            if promise.found:
                self._keep_entry(promise, now)
            promise.seen = _copy_of(promise.entry)

    def _find(self, promise: Promise, now: dt.datetime) -> None:
        if not self.is_kept(promise.letter):
            promise.lose()
        elif not promise.found:
            promise.found = True
            promise.historic = now - promise.letter.at > FOUND_WITHIN

    def _keep_entry(self, promise: Promise, now: dt.datetime) -> None:
        """What becomes of its entry: put, moved, left or taken out."""
        if promise.is_left_alone and promise.entry is not None:
            return
        is_written = promise.entry is not None and not promise.is_ticked
        state = self.state(promise)
        if state not in STANDING:
            if is_written:
                promise.may_differ = self.mode != "on"  # in shadow nothing need be written
                promise.entry = promise.entry if self.mode != "on" else None
        elif self.mode == "on" and self._gets_entry(promise, state, now, is_written=is_written):
            start = promise.moment
            if start <= now:
                start = promise.entry.start if is_written and promise.entry else _next_quarter(now)
            promise.entry, promise.is_ticked = Entry(start), False

    def _gets_entry(self, promise: Promise, state: str, now: dt.datetime, *, is_written: bool) -> bool:
        if promise.is_refused or state == "historic" or not self.is_trusted(promise.letter):
            return False
        if is_written:
            return True
        is_held = now < promise.letter.at + self.hold and promise.term - now > SOON
        return promise.term > now and not is_held


def _answer(promise: Promise, now: dt.datetime) -> None:
    """What the person did to the entry since it was looked at."""
    was, now_there = promise.seen, promise.entry
    if was is None or now_there == was:
        return
    if now_there is None:
        promise.is_refused = True
        if not promise.is_ticked and now - was.start <= LONG_PAST:
            promise.decide("delete", "calendar")
        return
    promise.is_theirs = True
    if now_there.title != was.title and now_there.title is not None:
        if now_there.title.startswith("✓"):
            promise.is_ticked = True
            promise.decide("done", "calendar")
        elif now_there.title.startswith("ne "):
            promise.decide("dismiss", "calendar")
    if now_there.start != was.start:
        promise.moved_to = now_there.start
        promise.decide("move", "calendar")


def _copy_of(entry: Entry | None) -> Entry | None:
    return replace(entry) if entry else None


def _next_quarter(now: dt.datetime) -> dt.datetime:
    return now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0) + dt.timedelta(minutes=15)
