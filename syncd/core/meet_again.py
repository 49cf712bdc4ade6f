"""Entries that suggest whom to meet ([reminders] suggest_meetings): at most two a week for one person, no customer twice in four weeks.

Looked for once a day; what was put stays until its week is over, so that an entry does not come and go with every mail.
What is owed to a customer has reminders of its own and is left out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from syncd.core import keys, texts
from syncd.core.model import Language, WorkingCalendar
from syncd.core.plan import TITLE_LENGTH, Wanted, reminder, shown
from syncd.core.relations.rhythm import Reason, ReasonKind, Suggestion
from syncd.core.worktime import next_quarter, working_moment

PURPOSE = "meet"
A_WEEK = 2
_NOT_AGAIN = 4  # weeks
_KINDS: frozenset[ReasonKind] = frozenset({"quiet", "service", "birthday", "warranty", "informal", "anniversary"})

_TITLE = {"en": "Meet {whom}?", "ru": "Встретиться? {whom}", "lt": "Gal susitikti? {whom}"}
_REASONS: dict[str, dict[ReasonKind, str]] = {
    "en": {"quiet": "No contact since {day}, longer than is usual with them", "service": "Service is due on {day}: {what}", "birthday": "Birthday on {day}: {what}",
           "warranty": "The warranty ends on {day}: {what}", "informal": "Long without an informal meeting", "anniversary": "Years since the first contact: {n}, on {day}"},
    "ru": {"quiet": "Нет контакта с {day}, дольше обычного", "service": "Срок обслуживания – {day}: {what}", "birthday": "День рождения – {day}: {what}",
           "warranty": "Гарантия заканчивается {day}: {what}", "informal": "Давно не было неформальной встречи", "anniversary": "Лет с первого контакта: {n}, {day}"},
    "lt": {"quiet": "Nebendrauta nuo {day}, ilgiau nei įprasta", "service": "Techninė priežiūra {day}: {what}", "birthday": "Gimtadienis {day}: {what}",
           "warranty": "Garantija baigiasi {day}: {what}", "informal": "Seniai nesusitikta neformaliai", "anniversary": "Metų nuo pirmojo kontakto: {n}, {day}"},
}  # fmt: skip


def subject_of(page: str, day: dt.date) -> str:
    """What a suggestion is about: a customer (the address of its page) in the week of a day."""
    year, week, _ = day.isocalendar()
    return f"{page} {year}-W{week:02}"


def chosen(found: Iterable[Suggestion], this_week: int, known: Collection[str], today: dt.date) -> list[Suggestion]:
    """What one person is to be told today, the weightiest first. `this_week`: how many they were told already; `known`: the uids there are or were."""
    taken: list[Suggestion] = []
    for s in found:
        if this_week + len(taken) >= A_WEEK:
            break
        before = (keys.reminder_uid(subject_of(s.history.page, today - dt.timedelta(weeks=n)), PURPOSE) for n in range(_NOT_AGAIN))
        if s.reasons[0].kind in _KINDS and s.history.next_on is None and not any(uid in known for uid in before):
            taken.append(s)
    return taken


def entry(s: Suggestion, owner: str, zone: str, language: Language, calendar: WorkingCalendar, url: str, now: dt.datetime, today: dt.date) -> Wanted:
    """The entry of a suggestion: at the next moment people work."""
    start = working_moment(next_quarter(now), zone, calendar)
    subject = subject_of(s.history.page, today)
    reasons = [shown(_said(r, language), 300) for r in s.reasons if r.kind in _KINDS]
    link = f"{url.rstrip('/')}/{s.history.page}" if url else ""
    title = shown(_TITLE[language].format(whom=shown(s.history.name, 100)), TITLE_LENGTH)
    made = reminder(keys.reminder_uid(subject, PURPOSE), subject, title, "\n".join(reasons), start, (), link)
    return Wanted(reminder=made, owner=owner, purpose=PURPOSE, promise_key=None, zone=zone)


def _said(r: Reason, language: Language) -> str:
    return texts.ended(_REASONS[language][r.kind].format(day=texts.day(r.on, language) if r.on else "", what=r.what, n=r.n))
