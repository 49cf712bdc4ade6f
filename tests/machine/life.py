"""The days of a company as rules that hypothesis puts in any order: what happens to it, what the program goes through, and what must hold.

A rule that ends in `settle` runs passes until one finds nothing to do, and then compares the history and the calendars with
what a person would expect (`expected.py`). Between a kill and that, only such things happen as mean the same whether or not
the pass had come to them.
"""

from __future__ import annotations

import copy
import datetime as dt
import zlib
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from connectors.base import Marks
from tests.machine.company import OFTEN, SELDOM, STAFF
from tests.machine.compared import Compared, difference
from tests.machine.expected import ZONE, Copy, Entry, Expected, Letter, Promise
from tests.store.world import Mail

_OTHER = {"rasa": "jonas", "jonas": "rasa"}
_LT = ("sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos", "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio")
_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_RU = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")
OFFER = {"lt": "Pasiūlymą atsiųsiu iki {lt} {day} d.", "en": "I will send you the offer by {day} {en}.", "ru": "Отправлю предложение до {day} {ru}."}
CALL = {"lt": "Paskambinsiu jums {lt} {day} d. {hour}:00.", "en": "I will call you on {day} {en} at {hour}:00.", "ru": "Перезвоню вам {day} {ru} в {hour}:00."}
KEPT = {"lt": "Pasiūlymą išsiunčiau šįryt.", "en": "I have sent the offer by courier.", "ru": "Отправил предложение сегодня утром."}
OFFER_OFF = {"lt": "Pasiūlymo jau nebereikia.", "en": "No need for the offer any more.", "ru": "Предложение больше не нужно."}
CALL_OFF = {"lt": "Skambinti jau nebereikia.", "en": "No need to call any more.", "ru": "Звонить больше не нужно."}
PLAIN = {"lt": "Ačiū, laukiu.", "en": "Thank you, that suits me.", "ru": "Спасибо, хорошо."}

_who, _language, _any = st.sampled_from(STAFF), st.sampled_from(("lt", "en", "ru")), st.integers(0, 2**16)
KILLS = (*OFTEN, *SELDOM)
_days, _hours = st.integers(1, 45), st.integers(9, 17)
T = TypeVar("T")


class Life(Compared):
    """One company from its first day on."""

    # ── mail ──

    @initialize(who=_who, language=_language, days=_days, hour=_hours, cc=st.booleans(), then=st.sampled_from(("", "read", "backed up")))
    def first_promise(self, who: str, language: str, days: int, hour: int, *, cc: bool, then: str = "") -> None:
        """The company has promised something; perhaps the program has read it, and a backup was made."""
        self._promise(who, language, days, hour, cc=cc)
        if then == "read":
            self.settle("on the first day")
        elif then:
            self.back_up()

    @rule(who=_who, language=_language, days=_days, hour=st.none() | _hours, cc=st.booleans(), ago=st.sampled_from((0, 0, 0, 3, 20)))
    def promise(self, who: str, language: str, days: int, hour: int | None, *, cc: bool, ago: int) -> None:
        """Somebody promises a customer an offer by a day, or a call at an hour; or a mail of some days ago comes into the mailbox."""
        self._promise(who, language, days, hour, cc=cc, ago=ago)

    def _promise(self, who: str, language: str, days: int, hour: int | None, *, cc: bool, ago: int = 0) -> None:
        matter = len(self.customers)
        self.customers[matter] = (who, language, "offer" if hour is None else "call")
        places = [(who, "Sent"), *([(_OTHER[who], "INBOX")] if cc else [])]
        self._write(matter, who, places, *self._term(days, hour, language), ago=ago)
        self._count("promise")

    def _term(self, days: int, hour: int | None, language: str) -> tuple[str, dt.date | dt.datetime]:
        day = self.time.astimezone(ZONE).date() + dt.timedelta(days=days)
        words = {"day": day.day, "lt": _LT[day.month - 1], "en": _EN[day.month - 1], "ru": _RU[day.month - 1], "hour": hour}
        if hour is None:
            return OFFER[language].format(**words), day
        return CALL[language].format(**words), dt.datetime.combine(day, dt.time(hour), ZONE)

    def _write(self, matter: int, sender: str, places: list[tuple[str, str]], text: str, due: dt.date | dt.datetime | None = None, says: str = "", ago: int = 0) -> None:
        self.time += dt.timedelta(minutes=1)
        before = [x.id for x in self.expected.letters.values() if x.matter == matter]
        letter = Letter(f"m{matter}-{len(before)}", matter, sender, self.time - dt.timedelta(days=ago), due, says)
        customer = f"c{matter}@cust{matter}.example"
        ours = f"{self.customers[matter][0]}@klimatas.example"
        from_, to = (customer, ours) if sender == "customer" else (f"{sender}@klimatas.example", customer)
        mail = Mail(id=letter.id, sender=from_, to=(to,), at=f"{letter.at.astimezone(dt.timezone(dt.timedelta(hours=2))):%Y-%m-%dT%H:%M:%S}", text=text,
                    subject=f"{'Re: ' if before else ''}Reikalas {matter}", refs=tuple(before), cc=tuple(f"{w}@klimatas.example" for w, f in places[1:]))  # fmt: skip
        self.texts[letter.id] = mail
        for one in self.expected.write(letter, places):
            self._lay(one)

    def _lay(self, one: Copy) -> None:
        received = "" if one.folder == "Sent" else f"Received: from x by mx.klimatas.example for <{one.who}@klimatas.example>\n"
        self.company.mailboxes[one.who].add(one.folder, one.id, self.texts[one.letter.id].raw(received=received), marks=_marks(one))

    @precondition(lambda self: self.customers)
    @rule(which=_any, what=st.sampled_from(("keeps", "cancels", "moves", "")), days=_days, hour=_hours, language=_language)
    def answer(self, which: int, what: str, days: int, hour: int, language: str) -> None:
        """The conversation goes on: what was promised is done, called off, promised anew, or nothing is said of it."""
        matter = which % len(self.customers)
        who, _, act = self.customers[matter]
        said = [Promise(x) for x in self.expected.letters.values() if x.matter == matter and x.due is not None]
        if any(p.term <= self.time or self.time - p.letter.at > dt.timedelta(days=40) for p in said):
            return  # what is over is neither called off nor moved
        if what == "moves":
            self._write(matter, who, [(who, "Sent")], *self._term(days, None if act == "offer" else hour, language), says=what)
        elif what == "keeps" and act == "offer":
            self._write(matter, who, [(who, "Sent")], KEPT[language], says=what)
        elif what == "cancels":
            self._write(matter, "customer", [(who, "INBOX")], (OFFER_OFF if act == "offer" else CALL_OFF)[language], says=what)
        else:
            self._write(matter, "customer", [(who, "INBOX")], PLAIN[language])
        self._count(f"answer {what}")

    # ── what becomes of mail at the provider ──

    def _there(self, *, marked: bool | None = None) -> list[Copy]:
        return [c for c in self.expected.copies if c.is_there and (marked is None or bool(c.marked) == marked) and (self.is_settled or not self._has_unread(c.letter))]

    def _has_unread(self, letter: Letter) -> bool:
        promise = self.expected.promises.get(letter.id)
        return promise is not None and promise.entry != promise.seen

    def _markable(self) -> list[Copy]:
        """Copies nobody marked and nobody threw away."""
        return [c for c in self._there(marked=False) if c.folder != "Trash"]

    @precondition(lambda self: self._there())
    @rule(which=_any, how=st.sampled_from(("label", "sensitivity", "")))
    def mark(self, which: int, how: str) -> None:
        """A mail is marked private, or the mark is taken back."""
        if self._there(marked=True) and (not how or which % 2):
            if not how:
                self.settle("before a mark is taken back")  # what was never left out need not come again
            self.unmark(which)
        elif how and self._markable():
            self.mark_private(which, how)

    def mark_private(self, which: int, how: str) -> None:
        """Somebody marks a mail private."""
        one = _chosen(self._markable(), which)
        one.marked = how
        self.company.mailboxes[one.who].mark(one.folder, one.id, _marks(one))
        self._count("mark private")

    def unmark(self, which: int) -> None:
        """Somebody takes the mark back."""
        one = _chosen(self._there(marked=True), which)
        one.marked = ""
        self.company.mailboxes[one.who].mark(one.folder, one.id, _marks(one))
        self._count("unmark")

    @precondition(lambda self: self._there(marked=False))
    @rule(which=_any, folder=st.sampled_from(("", "Klientai", "Trash", "INBOX", "Sent")))
    def tidy(self, which: int, folder: str) -> None:
        """A mail is moved to another folder, or deleted."""
        if folder:
            self.move(which, folder)
        else:
            self.delete(which)

    def delete(self, which: int) -> None:
        """Somebody deletes a mail."""
        self._take_away(_chosen(self._there(), which))
        self._count("delete mail")

    def move(self, which: int, folder: str) -> None:
        """Somebody moves a mail to another folder, where it has another number."""
        one = _chosen(self._there(marked=False), which)
        if one.folder == folder or (folder == "Sent" and one.letter.sender != one.who):
            return
        self._take_away(one)
        self._appear(one, folder)
        self._count("move mail")

    def _take_away(self, one: Copy) -> None:
        one.is_there = False
        self.company.mailboxes[one.who].expunge(one.folder, one.id)

    def _appear(self, one: Copy, folder: str) -> None:
        other = Copy(one.letter, one.who, folder, f"{one.letter.id}-{folder}-{len(self.expected.copies)}", marked=one.marked)
        self.expected.copies.append(other)
        self._lay(other)

    @rule(who=_who, what=st.sampled_from(("forget", "renumber", "leave out")), share=st.integers(1, 3))
    def provider(self, who: str, what: str, share: int) -> None:
        """What providers do: they forget how far we have read, number all mails anew, list a part of what there is."""
        if what == "forget":
            self.forget_cursors(who)
        elif self.is_settled and what == "renumber":
            self.renumber(who)
        else:
            self.short_listing(who, share)

    def forget_cursors(self, who: str) -> None:
        """The provider no longer knows how far we have read."""
        self.company.mailboxes[who].expire()
        self._count("cursors forgotten")

    def renumber(self, who: str) -> None:
        """The provider gives every mail of a mailbox another number (a new UIDVALIDITY)."""
        self.settle("before renumbering")
        for one in [c for c in self.expected.copies if c.is_there and c.who == who]:
            self._take_away(one)
            self._appear(one, one.folder)
        self.company.mailboxes[who].expire()
        self._count("renumbered")

    def short_listing(self, who: str, share: int) -> None:
        """The provider forgets its cursors and lists a part of what there is; then everything again."""
        mailbox = self.company.mailboxes[who]
        mailbox.expire()
        mailbox.unlisted = frozenset(c.id for c in self.expected.copies if c.who == who and c.is_there and c.known and zlib.crc32(c.id.encode()) % 3 < share)
        self.expected.pass_over(self._look_at_clock())
        self.company.once()
        mailbox.unlisted = frozenset()
        mailbox.expire()
        self._count("short listing")
        self.settle("after a short listing")

    # ── people and their calendars ──

    def _standing(self) -> list[Promise]:
        """Promises whose entry stands, as expected, and was not changed since it was looked at."""
        found = []
        for p in self.expected.promises.values():
            if p.entry is not None and p.entry == p.seen and not p.may_differ and (seen := self._entry(p)) is not None:
                p.entry.start = p.seen.start = seen.start if not self.is_settled and seen.start else p.entry.start
                found.append(p)
        return found

    def _entry(self, p: Promise) -> object:
        return next((e for e in self.company.calendars[p.letter.sender].entries.values() if e.key == self._keys().get(p.letter.id)), None)

    @precondition(lambda self: self._standing())
    @rule(which=_any, how=st.sampled_from(("move", "tick", "delete", "no", "retitle", "note")), days=_days, hour=_hours)
    def touch_entry(self, which: int, how: str, days: int, hour: int) -> None:
        """A person moves, ticks, deletes, refuses, renames or annotates an entry."""
        p = _chosen(self._standing(), which)
        calendar, entry = self.company.calendars[p.letter.sender], self._entry(p)
        assert p.entry is not None
        if how == "delete":
            if not self.is_settled:
                return  # an entry that no program has noted: nobody can tell whether it was deleted, or never came to be written
            if sum(x.entry is None and x.seen is not None and x.letter.sender == p.letter.sender for x in self.expected.promises.values()) >= 3:
                return  # more at once is a calendar that was emptied
            calendar.delete(entry.uid)  # type: ignore[attr-defined]
            p.entry = None
        elif how == "move":
            start = dt.datetime.combine(self.time.astimezone(ZONE).date() + dt.timedelta(days=days), dt.time(hour, 20), ZONE)
            calendar.change(entry.uid, start=start)  # type: ignore[attr-defined]
            p.entry = Entry(start, p.entry.title, p.entry.note)
        elif how == "note":
            calendar.change(entry.uid, note=entry.note + "\nKalbėjau su sekretore.")  # type: ignore[attr-defined]
            p.entry = Entry(p.entry.start, p.entry.title, p.entry.note + "+")
        else:
            title = {"tick": "✓ ", "no": "ne ", "retitle": "Svarbu! "}[how] + entry.title  # type: ignore[attr-defined]
            calendar.change(entry.uid, title=title)  # type: ignore[attr-defined]
            p.entry, p.words = Entry(p.entry.start, title, p.entry.note), title
        self._count(f"{how} entry")

    @precondition(lambda self: self._standing())
    @rule(which=_any, how=st.sampled_from(("move", "delete")), days=_days, hour=_hours)
    def answer_entry(self, which: int, how: str, days: int, hour: int) -> None:
        """What people do most often to an entry."""
        self.touch_entry(which, how, days, hour)

    @precondition(lambda self: self.is_settled and any(p.found and self.expected.is_kept(p.letter) for p in self.expected.promises.values()))
    @rule(which=_any, what=st.sampled_from(("dismiss", "done", "confirm", "undo")))
    def decide(self, which: int, what: str) -> None:
        """Somebody decides on the pages, or takes it back."""
        p = _chosen([p for p in self.expected.promises.values() if p.found], which)
        last = p.stand[-1] if p.stand else ""
        possible = last in ("dismiss", "done", "confirm") if what == "undo" else True
        assert self.company.decide(p.letter.id, what) == possible, f"{what} after {p.stand}"
        if what == "undo" and possible:
            p.take_back()
        elif what != "undo" and what != last:
            p.decide(what, "page")
        self._count(what)

    # ── clocks ──

    @rule(by=st.sampled_from((dt.timedelta(minutes=11), dt.timedelta(hours=5), dt.timedelta(days=1), dt.timedelta(days=4), dt.timedelta(days=30))))
    def time_passes(self, by: dt.timedelta) -> None:
        """Nothing happens for a while."""
        self._leave_open()
        self.time += by
        self._count("time passes")

    @precondition(lambda self: self.is_settled)
    @rule(wrong=st.sampled_from((0, 0, -1, 1, -20, 20)))
    def set_clock(self, wrong: int) -> None:
        """The clock of the program's machine is set, right or some days wrong."""
        self.settle("before the clock is set")
        self.wrong = dt.timedelta(days=wrong)
        self._count("clock set")

    # ── the program ──

    @rule()
    def settle_now(self) -> None:
        """The program does its work, undisturbed."""
        self.settle("in its turn")

    @precondition(lambda self: self.kills < 3)
    @rule(point=st.sampled_from(KILLS), further=st.integers(0, 13), news=st.booleans(), who=_who, language=_language, days=_days, hour=_hours)
    def kill(self, point: str, further: int, who: str, language: str, days: int, hour: int, *, news: bool) -> None:
        """The program is killed in a pass, which may have news that leads it there: at one of the first times it comes to a point, at any of many where it comes there often."""
        number = 1 + further % (14 if point in OFTEN else 2 - news)
        if news and point == "decision.written" and self._standing():
            self.touch_entry(further, "move", days, hour)
        elif news and point.endswith("_remove") and self.is_settled and any(p.found for p in self.expected.promises.values()):
            self.decide(further, "dismiss")
        elif news:
            self._promise(who, language, days, hour, cc=False)
        now = self._look_at_clock()
        before, taken_in = copy.deepcopy(self.expected), self._taken_in()
        self.expected.pass_over(now)
        if self.company.killed(point, number):
            self.kills += 1
            self.is_settled = False
            self._see_what_was_done(before)
            self._see_what_was_read(before, taken_in)
            self._count("killed")

    def _see_what_was_done(self, before: Expected) -> None:
        """How far a pass came that was killed, where that makes a difference later."""
        places = {(str(s), str(c), str(r)): what for what, table in (("stored", "sighting"), ("excluded", "excluded")) for s, c, r in self.company.rows(
            f"SELECT s.name, c.remote_id, x.remote_id FROM {table} x JOIN collection c ON c.id = x.collection_id JOIN source s ON s.id = c.source_id")}  # fmt: skip
        for one, was in zip(self.expected.copies, before.copies, strict=True):
            if (seen := places.get((one.who, one.folder, one.id), "")) in (one.known, was.known):
                one.known = seen
        keys = self._keys()
        for id_, p in self.expected.promises.items():
            was = before.promises[id_]
            if p.found and id_ not in keys:
                p.found, p.entry, p.seen = False, None, None
            if p.entry != was.entry and p.found:
                entry = self._entry(p)
                there = entry is not None
                p.entry = p.entry or was.entry if there else None
                p.seen = Entry(p.entry.start, p.entry.title, p.entry.note) if p.entry else None

    def _taken_in(self) -> dict[str, object]:
        """How many answers given in calendars the program has taken in, by promise."""
        return {str(key): n for key, n in self.company.rows("SELECT subject, count(*) FROM decision WHERE origin = 'calendar' GROUP BY 1")}

    def _see_what_was_read(self, before: Expected, taken_in: dict[str, object]) -> None:
        """Answers in a calendar to which a pass that was killed did not come are still to be read."""
        keys, now = self._keys(), self._taken_in()
        for id_, p in self.expected.promises.items():
            was, key = before.promises[id_], keys.get(id_, "")
            if p.said != was.said and now.get(key) == taken_in.get(key):
                p.said, p.stand, p.moved_to, p.seen = was.said, was.stand, was.moved_to, was.seen
                p.is_theirs, p.is_ticked, p.is_refused = was.is_theirs, was.is_ticked, was.is_refused

    def _leave_open(self) -> None:
        """Time passes after a kill: what was on its way then may come or not, where its moment is over."""
        if not self.is_settled:
            for p in self.expected.promises.values():
                p.may_differ = p.may_differ or (p.found and p.entry is None and not p.is_refused)

    @precondition(lambda self: self.is_settled)
    @rule(point=st.sampled_from(("calendar.before_put", "calendar.after_put", "calendar.before_remove", "calendar.after_remove")), number=st.integers(1, 3))
    def overtaken(self, point: str, number: int) -> None:
        """The program stands still for minutes in the middle of a write, another takes over, and the first goes on."""
        now = self._look_at_clock()
        self.expected.pass_over(now)
        self.company.overtaken(point, number, lambda: self._until_quiet("while another stands still"))
        self._count("overtaken")
        self.settle("after it was overtaken")

    @precondition(lambda self: self.is_settled)
    @rule(change=st.sampled_from(("mode", "hold", "people", "nothing")), which=_any)
    def change_config(self, change: str, which: int) -> None:
        """The config is changed, and the program begun anew."""
        e = self.expected
        if change == "mode":
            self.settle("before the mode is changed")
            e.mode = "shadow" if e.mode == "on" else "on"
        elif change == "hold":
            e.hold = dt.timedelta(minutes=10) if not e.hold else dt.timedelta(0)
        elif change == "people" and self.customers:
            e.shut_out ^= {which % len(self.customers)}
        people = tuple(f"c{m}@cust{m}.example" for m in sorted(e.shut_out))
        self._look_at_clock()
        self.company.reopen(mode=e.mode, minutes=int(e.hold.total_seconds() // 60), people=people)
        self._count(f"config {change}")

    @precondition(lambda self: self.is_settled)
    @rule(what=st.sampled_from(("rebuild", "back up", "restore", "restore")))
    def keep(self, what: str) -> None:
        """What an admin does: everything derived anew, a backup, the last one put back."""
        if what == "rebuild":
            self.rebuild()
        elif what == "back up" or self.kept_then is None:
            self.back_up()
        else:
            self.restore()

    def rebuild(self) -> None:
        """Everything is derived anew: nothing changes."""
        self.settle("before a rebuild")
        before = self.company.dump()
        self._look_at_clock()
        assert self.company.rebuild() == [], "a rebuild of an unchanged store holds entries back"
        assert self.company.dump() == before, difference(before, self.company.dump())
        self._count("rebuild")

    def back_up(self) -> None:
        """A backup is made."""
        self.settle("before a backup")
        self.company.back_up()
        self.kept_then = ({n: c.known for n, c in enumerate(self.expected.copies)}, {i: (p.found, p.historic) for i, p in self.expected.promises.items()})
        self._count("backup")

    def restore(self) -> None:
        """The backup is put back; what came since comes again, what people decided since stands."""
        self.settle("before a restore")
        self.put_back()
        self._count("restore")
        self.settle("after a restore")

    def put_back(self) -> None:
        """The backup takes the place of the store, whatever has not been read yet."""
        assert self.kept_then is not None
        self._look_at_clock()
        self.company.restore()
        known, found = self.kept_then
        for n, one in enumerate(self.expected.copies):
            one.known = known.get(n, "")
        for id_, p in self.expected.promises.items():
            p.found, p.historic = found.get(id_, (False, False))


def _marks(one: Copy) -> Marks:
    if one.marked == "label":
        return Marks(labels=("Private",))
    return Marks(sensitivity="private" if one.marked else "")


def _chosen(some: list[T], which: int) -> T:
    return some[which % len(some)]
