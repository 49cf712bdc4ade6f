"""Which entries should be in whose calendar, and when: from open promises, people's answers and the policy. No clock, no store.

A minute → an entry at that minute. A date or a range → at opening time of its last day (a free day: the working day
before), of a range also an alarm at the opening of the working day before that. A moment that has passed while the term
has not → the next quarter of an hour.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from syncd.core import keys, texts
from syncd.core.model import Act, Company, Language, Reminder, WorkingCalendar
from syncd.core.owners import meant_by, standing_in
from syncd.core.standard import Usual, is_hasty
from syncd.core.worktime import at_wall, due_instant, next_quarter, opening, working_day_at_or_before, working_moment, zone_of

LENGTH = dt.timedelta(minutes=15)
_SOON = dt.timedelta(hours=2)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
TITLE_LENGTH, _QUOTE_LENGTH = 200, 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An open promise or hand-off as the plan sees it. `moved_to` is the start a person gave its entry."""

    key: str
    kind: str
    firmness: str
    act: Act
    quote: str
    promiser: str
    assignee: str | None
    whom: str  # the customer's name as in the headers, or the address
    due_from: str
    due_to: str
    due_zone: str
    due_kind: str
    confidence: float
    trusted: bool
    said_at: dt.datetime
    entry_exists: bool  # the owner has an entry with this customer inside the window
    deleted: bool  # a person deleted its entry, or refused it
    handed_to: str  # by a decision; '' for nobody
    state: str = "open"
    accepted: bool = True  # False for a hand-off nobody has taken on
    confirmed: bool = False  # a person says that it is a promise
    usual: Usual | None = None  # what the department's standard comes to

    @property
    def is_hasty(self) -> bool:
        """Whether less was promised than is usual."""
        return self.usual is not None and is_hasty(self.kind, self.due_kind, self.due_to, self.usual.to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of [reminders]. `hold` in seconds."""

    since_days: int = 14
    firmness: frozenset[str] = frozenset({"firm"})
    terms: frozenset[str] = frozenset({"explicit"})
    min_confidence: float = 0.8
    hold: int = 600
    per_day: int = 5
    skip_if_entry_exists: bool = True
    url: str = ""  # what links begin with
    escalate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One entry as it should be, for whom, and why it is there."""

    reminder: Reminder
    owner: str
    purpose: str  # due, standard, overdue, manager, more
    promise_key: str | None
    zone: str
    collected: bool = False  # a `more` entry stands for it; it has none of its own


@dataclass(frozen=True, slots=True)
class Existing:
    """What the outbox knows of an entry: its state, its owner, and the start we gave it."""

    state: str
    owner: str
    start: dt.datetime


def plan(promises: Iterable[Open], existing: Mapping[str, Existing], people: Mapping[str, tuple[str, Language]], company: Company,
         calendar: WorkingCalendar, policy: Policy, now: dt.datetime, beside: Iterable[Wanted] = ()) -> list[Wanted]:  # fmt: skip
    """Every entry that should be there now. `people` maps our addresses to zone and language; who is not in it gets none.

    `beside`: entries wanted for other reasons, which share a day's room with these.
    """
    wanted = list(beside)
    for p in promises:
        owner, doubt = owner_of(p, company)
        old = existing.get(keys.reminder_uid(p.key, "due"))
        written = old is not None and old.state in WRITTEN
        if not is_chosen(p, policy):
            continue
        noted = False  # in an entry the promiser has of it
        if owner in people and (written or not _is_spared(p, policy, calendar, now)):
            zone, language = people[owner]
            if moment := _moment(p, zone, calendar, now, old, kept=_stands_elsewhere(p, existing)):
                noted = owner == standing_in(p.promiser, company)
                wanted.append(_entry(p, owner, doubt, *moment, zone, language, policy, company, noted=noted))
        if p.is_hasty and not noted and (note := _note(p, existing, people, company, calendar, policy, now)):
            wanted.append(note)
    return collapse(wanted, existing, people, policy)


WRITTEN = frozenset({"sending", "there", "moved", "collected"})
PURPOSES = ("due", "standard", "overdue", "manager")  # of entries about a promise
# what an answer to an entry that is not its keeper's reminder says of the promise; the rest is about the entry alone
_SAID_OF_PROMISE = {"standard": frozenset({"dismiss", "note"}), "manager": frozenset({"done", "dismiss", "note"})}


def is_about_promise(purpose: str, answer: str) -> bool:
    """Whether an answer (decision kind) to an entry of this purpose is one about its promise."""
    return answer in _SAID_OF_PROMISE.get(purpose, (answer,))


def owner_of(p: Open, company: Company) -> tuple[str, str]:
    """Whose calendar it belongs in, and the name in doubt (shown with a question mark), or ''."""
    if p.handed_to:
        return standing_in(p.handed_to, company), ""
    if p.assignee:
        if address := meant_by(p.assignee, company):
            return standing_in(address, company), ""
        return standing_in(p.promiser, company), p.assignee
    return standing_in(p.promiser, company), ""


def is_chosen(p: Open, policy: Policy) -> bool:
    """Whether the policy wants entries for such a promise at all, and nobody has decided otherwise.

    What a person confirmed is no guess any more: its term counts as it is, however it was worded.
    """
    if p.deleted or p.kind == "theirs" or not p.trusted:
        return False
    return p.confirmed or (p.firmness in policy.firmness and p.due_kind in policy.terms and p.confidence >= policy.min_confidence)


def _is_spared(p: Open, policy: Policy, calendar: WorkingCalendar, now: dt.datetime) -> bool:
    """Whether no new entry is needed: the customer's meeting stands for it, or a correction may still come; one written stays."""
    return (policy.skip_if_entry_exists and p.entry_exists) or _held(p, policy.hold, now, calendar)


def _stands_elsewhere(p: Open, existing: Mapping[str, Existing]) -> bool:
    """Whether a person gave the promise its new term by moving the second reminder: that one stands for it now."""
    second = existing.get(keys.reminder_uid(p.key, "overdue"))
    return second is not None and second.state == "moved"


def _moment(p: Open, zone: str, calendar: WorkingCalendar, now: dt.datetime, old: Existing | None, *,
            kept: bool) -> tuple[dt.datetime, tuple[int, ...]] | None:  # fmt: skip
    """When the entry begins (in the owner's zone) and its alarms in seconds before; None for no entry now. `kept`: where it was."""
    due = due_instant(p.due_to, p.due_zone, calendar)
    written = old is not None and old.state in WRITTEN
    if due <= now and not written:
        return None
    alarms: tuple[int, ...] = (900,)
    if len(p.due_to) > 10:
        start = at_wall(p.due_to, p.due_zone)
    else:
        day = working_day_at_or_before(dt.date.fromisoformat(p.due_to), calendar)
        start, alarms = opening(day, p.due_zone, calendar), (0,)
        if p.due_from[:10] < p.due_to[:10]:
            before = opening(calendar.shift(day, -1), p.due_zone, calendar)
            alarms = (0, int((start - before).total_seconds()))
    if start <= now or kept:
        if old is not None and written:
            return old.start.astimezone(zone_of(zone)), alarms
        start = next_quarter(now)
    return start.astimezone(zone_of(zone)), alarms


def _held(p: Open, hold: int, now: dt.datetime, calendar: WorkingCalendar) -> bool:
    """Whether a new entry still waits for a correction: `hold` seconds after the mail's own time.

    Not where the term is near, nor where the entry itself asks for a correction.
    """
    near = due_instant(p.due_to, p.due_zone, calendar) - now <= _SOON
    return not near and not p.is_hasty and now < p.said_at + dt.timedelta(seconds=hold)


def _entry(p: Open, owner: str, doubt: str, start: dt.datetime, alarms: tuple[int, ...], zone: str, language: Language, policy: Policy,
           company: Company, *, noted: bool) -> Wanted:  # fmt: skip
    title = shown(texts.title(p.act, shown(p.whom, 100), language, shown(doubt, 60)), TITLE_LENGTH)
    text = said_text(p, zone, language, company)
    if noted and p.is_hasty:
        text += "\n" + _usual(p, language)
    return entry(p, "due", owner, title, text, start, alarms, zone, policy)


def _note(p: Open, existing: Mapping[str, Existing], people: Mapping[str, tuple[str, Language]], company: Company, calendar: WorkingCalendar,
          policy: Policy, now: dt.datetime) -> Wanted | None:  # fmt: skip
    """An entry of their own for who promised less than is usual where another keeps the promise: at the next moment people work."""
    owner = standing_in(p.promiser, company)
    old = existing.get(keys.reminder_uid(p.key, "standard"))
    written = old is not None and old.owner == owner and old.state in WRITTEN
    if owner not in people or (not written and due_instant(p.due_to, p.due_zone, calendar) <= now):
        return None
    zone, language = people[owner]
    start = old.start.astimezone(zone_of(zone)) if old is not None and keeps_start(old, owner, now) else working_moment(next_quarter(now), zone, calendar)
    text = said_text(p, zone, language, company) + "\n" + _usual(p, language)
    title = shown(texts.check_title(shown(p.whom, 100), language), TITLE_LENGTH)
    return entry(p, "standard", owner, title, text, start, (0,), zone, policy)


def keeps_start(old: Existing, owner: str, now: dt.datetime) -> bool:
    """Whether an entry of this owner stays where it is: moved by a person, or begun. One that is only shown does for a day."""
    if old.owner != owner:
        return False
    if old.state == "shadow":
        return now < old.start + dt.timedelta(days=1)
    return old.state in WRITTEN and (old.state == "moved" or old.start <= now)


def _usual(p: Open, language: Language) -> str:
    assert p.usual is not None
    return texts.usual(p.due_to, shown(p.usual.department, 60), p.usual.term, p.usual.to, language)


def said_text(p: Open, zone: str, language: Language, company: Company) -> str:
    """The quote, when and to whom it was said, or which colleague asked."""
    said = p.said_at.astimezone(zone_of(zone))
    quote = shown(p.quote, _QUOTE_LENGTH)
    if p.kind != "handoff":
        return texts.text(quote, shown(p.whom, 100), said, language)
    asker = next((s.name for s in company.staff if s.address == p.promiser and s.name), p.promiser)
    return texts.handoff_text(quote, asker, said, language)


def entry(p: Open, purpose: str, owner: str, title: str, text: str, start: dt.datetime, alarms: tuple[int, ...], zone: str, policy: Policy) -> Wanted:
    """An entry about a promise, with the link to its page."""
    url = f"{policy.url.rstrip('/')}/promise/{p.key}" if policy.url else ""
    made = reminder(keys.reminder_uid(p.key, purpose), p.key, title, text, start, alarms, url)
    return Wanted(reminder=made, owner=owner, purpose=purpose, promise_key=p.key, zone=zone)


def reminder(uid: str, key: str, title: str, text: str, start: dt.datetime, alarms: tuple[int, ...], url: str) -> Reminder:
    """An entry with its content hash."""
    end = start + LENGTH
    hashed = keys.digest(title, text, keys.instant(start), str(start.tzinfo), str(alarms), url)
    return Reminder(uid=uid, key=key, title=title, text=text, start=start, end=end, all_day=False, alarms=alarms, url=url, content_hash=hashed)


def as_written(w: Wanted, start: dt.datetime | None, content_hash: str) -> Wanted:
    """The entry as it was once written, where it would begin at another time by now: what had this hash with that start."""
    if start is None:
        return w
    r = w.reminder
    written = reminder(r.uid, r.key, r.title, r.text, start.astimezone(zone_of(w.zone)), r.alarms, r.url)
    return replace(w, reminder=written) if written.content_hash == content_hash else w


def shown(text: str, length: int) -> str:
    """Words from a mail as plain text on one line: no links, no control characters, no more than so long."""
    plain = " ".join(_CONTROL.sub(" ", _URL.sub("", text)).split())
    return plain if len(plain) <= length else plain[: length - 1].rstrip() + "…"


def collapse(wanted: Sequence[Wanted], existing: Mapping[str, Existing], people: Mapping[str, tuple[str, Language]], policy: Policy) -> list[Wanted]:
    """At most `per_day` entries a person and day (of their own clock): where more are wanted the last one stands for the rest."""
    by_day: dict[tuple[str, dt.date], list[Wanted]] = {}
    for w in wanted:
        by_day.setdefault((w.owner, w.reminder.start.astimezone(zone_of(people[w.owner][0])).date()), []).append(w)
    result: list[Wanted] = []
    for (owner, day), entries in sorted(by_day.items()):
        if len(entries) <= policy.per_day:
            result += entries
            continue
        entries.sort(key=lambda w: (existing[w.reminder.uid].state not in ("there", "moved", "sending") if w.reminder.uid in existing else True,
                                    w.reminder.start, w.reminder.uid))  # fmt: skip
        alone, rest = entries[: policy.per_day - 1], entries[policy.per_day - 1 :]
        result += [*alone, _more(owner, day, rest, people[owner], policy), *(replace(w, collected=True) for w in rest)]
    return result


def _more(owner: str, day: dt.date, rest: Sequence[Wanted], person: tuple[str, Language], policy: Policy) -> Wanted:
    zone, language = person
    subject = f"{owner} {day.isoformat()}"
    start = min(w.reminder.start for w in rest)
    text = "\n".join(f"{w.reminder.start:%H:%M} {w.reminder.title}" for w in sorted(rest, key=lambda w: (w.reminder.start, w.reminder.uid)))
    entry = reminder(keys.reminder_uid(subject, "more"), subject, texts.more_title(len(rest), language), text, start, (0,), policy.url)
    return Wanted(reminder=entry, owner=owner, purpose="more", promise_key=None, zone=zone)


# ── what a person's changes to an entry mean ─────────────────────────────────────────────────────────────────────

_DONE = re.compile(r"^\s*(?:[✓✔☑✅]|(?:done|atlikta|padaryta|сделано|готово)\b)", re.IGNORECASE)
_NO = re.compile(r"^\s*(?:ne|no|not|нет|не)\b[\s:,.!–-]*(.*)$", re.IGNORECASE | re.DOTALL)
_ACCEPT = re.compile(r"^\s*(?:ok|okay|imu|paimsiu|беру|взял[аи]?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AsLeft:
    """An entry as we left it, or saw it last."""

    title: str
    start: dt.datetime | None
    note: str
    done: bool = False


def answers(was: AsLeft | None, title: str, start: dt.datetime | None, note: str, *, done: bool) -> list[tuple[str, str]]:
    """What a person said by changing an entry: (decision kind, value). `was` is None where that is forgotten."""
    said: list[tuple[str, str]] = []
    changed = was is None or title.strip() != was.title.strip()
    if (done and not (was and was.done)) or (changed and _DONE.match(title)):
        said.append(("done", ""))
    elif changed and _is_refused(was, title):
        said.append(("dismiss", ""))
    elif changed and _ACCEPT.match(title):
        said.append(("accept", ""))
    if was is not None and start is not None and start != was.start:
        said.append(("move", start.isoformat()))
    if was is not None and (added := added_words(was.note, note)):
        said.append(("note", added))
    return said


def _is_refused(was: AsLeft | None, title: str) -> bool:
    """Whether “no” stands before the title, or alone: “Не забыть: позвонить” and “No answer yet” are other titles, and refuse nothing."""
    found = _NO.match(title)
    return found is not None and (was is None or not found[1] or found[1].casefold().startswith(was.title.strip().casefold()))


def is_changed(was: AsLeft, title: str, start: dt.datetime | None) -> bool:
    """Whether a person gave the entry another title or time, whatever it says."""
    return title.strip() != was.title.strip() or start != was.start


def added_words(before: str, after: str) -> str:
    """The lines a person added to the text of our entry, and what they wrote on at the end of one of ours."""
    ours = [line.strip() for line in before.splitlines() if line.strip()]
    lines = (_written_on(line.strip(), ours) for line in texts.without_introduction(after).splitlines())
    return "\n".join(line for line in lines if line)


def _written_on(line: str, ours: Sequence[str]) -> str:
    return next((line[len(x) :].strip() for x in ours if line.startswith(x) and (line == x or line[len(x)].isspace())), line)
