"""The sample company is the same life on any day, and the same bytes on the same day."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import functools
import hashlib
import mailbox
import re
import tomllib
from collections import Counter
from pathlib import Path

import icalendar
import pytest

from syncd.demo import write_company
from syncd.demo.days import VILNIUS, demo_days
from syncd.demo.mails import Letter, letters
from syncd.demo.meetings import entries, invitations
from syncd.demo.templates import held, read_sample
from syncd.demo.wire import wire_bytes
from syncd.demo.words import (
    LT_MONTH,
    LT_WEEKDAY,
    RU_MONTH,
    RU_WEEKDAY,
    Tongue,
    phrase,
    render,
)
from syncd.errors import UsageError

DAYS = {
    "2026-11-21": "a Saturday",
    "2026-11-23": "the Monday after it",
    "2026-11-01": "All Saints, a Sunday, the day before All Souls",
    "2026-12-24": "Christmas Eve, a holiday",
    "2026-12-27": "the Sunday after Christmas",
    "2026-12-31": "the last day of the year",
    "2027-01-01": "New Year, a holiday",
    "2027-01-04": "the first working day of a year",
    "2027-02-16": "Independence day, a Tuesday",
    "2027-03-28": "Easter, and the clocks go forward",
    "2027-03-30": "the Tuesday after Easter",
    "2026-10-25": "the clocks go back",
    "2028-02-29": "a leap day",
    "2027-07-07": "a summer Wednesday after a Tuesday holiday",
}
SINCE_DAYS = 14  # how long ago a promise may have been said to be put into a calendar (DESIGN §7)


@functools.cache
def _sent_on(today: dt.date) -> list[Letter]:
    sample, days = read_sample(), demo_days(today)
    return letters(sample, days, invitations(entries(sample, days)))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company of one Saturday."""
    folder = tmp_path_factory.mktemp("demo") / "company"
    write_company(folder, dt.date(2026, 11, 21))
    return folder


def _tree(folder: Path) -> dict[str, tuple[str, float]]:
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("day", DAYS, ids=DAYS.values())
def test_there_is_enough_to_show_on_any_day(day: str) -> None:
    """Whatever the day: at least 95 mails to keep, 30 meetings with outsiders, 60 promises, 25 of them to be reminded of."""
    today = dt.date.fromisoformat(day)
    days, sent = demo_days(today), _sent_on(today)
    kept = [letter for letter in sent if any(not p.ours for p in (letter.writer, *letter.readers))]
    assert len(kept) >= 95
    assert sum(bool(e.section.names("guests")) for e in entries(read_sample(), days)) >= 30
    assert sum(len(held(letter.section)) for letter in sent) >= 60
    wanted = [
        (promise.owner, days.day(promise.term))
        for letter in sent
        for promise in held(letter.section)
        if letter.writer.ours
        and promise.kind == "promise"
        and promise.firmness == "firm"
        and promise.term.endswith("wd")
        and days.day(promise.term) > today
    ]
    assert len(wanted) >= 25
    assert max(Counter(wanted).values()) <= 5


@pytest.mark.parametrize("day", DAYS, ids=DAYS.values())
def test_what_shall_be_reminded_of_was_said_lately(day: str) -> None:
    """A promise with a term ahead was said within the days the program looks back, and nothing is said after yesterday."""
    today = dt.date.fromisoformat(day)
    days = demo_days(today)
    for letter in _sent_on(today):
        assert letter.at.date() < today
        ahead = any(p.term.endswith("wd") and days.day(p.term) > today for p in held(letter.section))
        assert not ahead or (today - letter.at.date()).days < SINCE_DAYS, letter.section.key


@pytest.mark.parametrize("day", DAYS, ids=DAYS.values())
def test_no_place_of_a_template_is_left_open(day: str) -> None:
    """On no day does a brace of a template stand in a subject or a text."""
    for letter in _sent_on(dt.date.fromisoformat(day)):
        assert not set("{}") & set(letter.subject + letter.text), letter.section.key


@pytest.mark.slow
def test_every_file_is_a_mail_without_a_defect(company: Path) -> None:
    """The standard library reads each file as a mail with an id and a date, and finds no fault in any part."""
    files = [path for path in sorted((company / "mail").rglob("*")) if path.is_file() and path.suffix != ".mbox"]
    assert len(files) >= 120
    for path in files:
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert message["Message-ID"] and message["Date"].datetime.tzinfo, path
        assert not [part.defects for part in message.walk() if part.defects], path


def test_a_known_term_stands_in_the_text() -> None:
    """A promise noted beside a mail with a day has that day as a place in the mail, or today in words."""
    for section in read_sample().mails:
        for promise in held(section):
            if promise.term.endswith("wd"):
                same_day = section.fields["at"].split()[0] == promise.term and re.search("šiandien|сегодня|today", section.text)
                assert same_day or re.search(r"\{\w+ " + re.escape(promise.term) + r"[ }]", section.text), (section.key, promise)


@pytest.mark.slow
def test_the_archive_of_the_colleague_who_left_is_an_mbox_of_whole_mails(company: Path) -> None:
    """As many mails come out of the mbox files as his threads put into them."""
    for name, least in (("Inbox.mbox", 5), ("Sent.mbox", 5)):
        box = mailbox.mbox(company / "mail" / "mindaugas" / name, create=False)
        try:
            assert len(box) >= least
            assert all(message["Message-ID"] for message in box)
        finally:
            box.close()


@pytest.mark.slow
@pytest.mark.parametrize("day", ["2027-03-28", "2026-12-31"])
def test_calendar_files_are_readable(day: str, tmp_path: Path) -> None:
    """Every entry is an iCalendar file of one zone and at least one event with a title."""
    write_company(tmp_path / "demo", dt.date.fromisoformat(day))
    files = sorted((tmp_path / "demo" / "calendars").rglob("*.ics"))
    assert len(files) >= 40
    for path in files:
        raw = path.read_bytes()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 75, path
        events = list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))
        assert events and all(str(event["SUMMARY"]) and "{" not in str(event["SUMMARY"]) for event in events), path


@pytest.mark.slow
def test_the_same_day_gives_the_same_bytes_and_times(company: Path, tmp_path: Path) -> None:
    """Names, contents and times of all files are equal when the company is written twice for one day."""
    write_company(tmp_path / "again", dt.date(2026, 11, 21))
    assert _tree(company) == _tree(tmp_path / "again")


@pytest.mark.slow
def test_a_folder_with_something_in_it_is_refused(company: Path) -> None:
    """Mails of one day must not mix with those of another."""
    with pytest.raises(UsageError, match="not empty"):
        write_company(company, dt.date(2026, 11, 23))


def test_the_config_names_what_is_there_by_relative_paths(company: Path) -> None:
    """Every source points to something written, every owner is staff, every staff mailbox has an owner in the list."""
    assert [p.name for p in company.rglob("*.toml")] == ["config.toml"]
    config = tomllib.loads((company / "config.toml").read_text("utf-8"))
    staff = {person["email"] for person in config["staff"]}
    for source in config["source"]:
        assert not Path(source["path"]).is_absolute()
        assert (company / source["path"]).exists(), source["name"]
        if source["connector"] not in ("calls", "tables"):  # nobody's own
            assert {source["owner"]} <= staff if "owner" in source else set(source["members"]) <= staff
    assert sum(source.get("reminders", False) for source in config["source"]) == 10
    assert config["reminders"]["mode"] == "on" and config["privacy"]["notice_given"]
    assert [dt.date.fromisoformat(p["left"]) < dt.date(2026, 11, 21) for p in config["staff"] if "left" in p] == [True]


@pytest.mark.slow
def test_mails_carry_the_offset_that_holds_in_vilnius_on_their_day() -> None:
    """Winter mails say +0200, summer mails +0300, also on both sides of a change of clocks."""
    sent = _sent_on(dt.date(2027, 4, 1))
    seen = set()
    for letter in sent:
        offset = re.search(rb"^Date: .* ([+-]\d{4})$", wire_bytes(letter), re.MULTILINE)
        summer = letter.at.astimezone(VILNIUS).dst() != dt.timedelta(0)
        assert offset and offset[1] == (b"+0300" if summer else b"+0200"), letter.section.key
        seen.add(offset[1])
    assert len(seen) == 2


def test_no_weekday_or_near_day_is_written_by_hand() -> None:
    """The texts name days only through places: a weekday written by hand would be wrong six days of seven."""
    names = [*LT_WEEKDAY["nominative"], *LT_WEEKDAY["accusative"], *LT_WEEKDAY["genitive"]]
    names += [name for case in RU_WEEKDAY.values() for name in case if name not in ("среда", "среды", "среде")]
    names += ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    allowed = {"igor-4": "субботу"}
    pattern = re.compile(r"\b(" + "|".join(names) + r")\b", re.IGNORECASE)
    for section in read_sample().mails:
        found = set(pattern.findall(section.text)) - {allowed.get(section.key, "")}
        assert not found, (section.key, found)


WEEK = [dt.date(2026, 11, 16) + dt.timedelta(days=n) for n in range(7)]  # Monday first
SENTENCES: dict[tuple[str, Tongue], list[str]] = {
    ("on", "lt"): ["pirmadienį", "antradienį", "trečiadienį", "ketvirtadienį", "penktadienį", "šeštadienį", "sekmadienį"],
    ("by", "lt"): [
        "iki pirmadienio", "iki antradienio", "iki trečiadienio", "iki ketvirtadienio", "iki penktadienio", "iki šeštadienio",
        "iki sekmadienio",
    ],
    ("onto", "lt"): [
        "į pirmadienį", "į antradienį", "į trečiadienį", "į ketvirtadienį", "į penktadienį", "į šeštadienį", "į sekmadienį",
    ],
    ("since", "lt"): [
        "nuo pirmadienio", "nuo antradienio", "nuo trečiadienio", "nuo ketvirtadienio", "nuo penktadienio", "nuo šeštadienio",
        "nuo sekmadienio",
    ],
    ("on", "ru"): ["в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу", "в воскресенье"],
    ("by", "ru"): ["до понедельника", "до вторника", "до среды", "до четверга", "до пятницы", "до субботы", "до воскресенья"],
    ("toward", "ru"): ["к понедельнику", "ко вторнику", "к среде", "к четвергу", "к пятнице", "к субботе", "к воскресенью"],
    ("onto", "ru"): ["на понедельник", "на вторник", "на среду", "на четверг", "на пятницу", "на субботу", "на воскресенье"],
    ("since", "ru"): ["с понедельника", "со вторника", "со среды", "с четверга", "с пятницы", "с субботы", "с воскресенья"],
    ("by", "en"): [f"by {d}" for d in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")],
}  # fmt: skip
DATES: dict[Tongue, list[str]] = {
    "lt": [
        "sausio 27 d.", "vasario 27 d.", "kovo 27 d.", "balandžio 27 d.", "gegužės 27 d.", "birželio 27 d.", "liepos 27 d.",
        "rugpjūčio 27 d.", "rugsėjo 27 d.", "spalio 27 d.", "lapkričio 27 d.", "gruodžio 27 d.",
    ],
    "ru": [
        "27 января", "27 февраля", "27 марта", "27 апреля", "27 мая", "27 июня", "27 июля", "27 августа", "27 сентября",
        "27 октября", "27 ноября", "27 декабря",
    ],
    "en": [
        "27 January", "27 February", "27 March", "27 April", "27 May", "27 June", "27 July", "27 August", "27 September",
        "27 October", "27 November", "27 December",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("form", "tongue"), SENTENCES)
def test_weekdays_stand_in_the_case_the_words_ask_for(form: str, tongue: Tongue) -> None:
    """Each form of each weekday, said three days before, so that no tomorrow comes between."""
    said = [day - dt.timedelta(days=3) for day in WEEK]
    assert [phrase(form, day, tongue=tongue, said=at) for day, at in zip(WEEK, said, strict=True)] == SENTENCES[form, tongue]


@pytest.mark.parametrize("tongue", DATES)
def test_months_stand_in_the_case_the_words_ask_for(tongue: Tongue) -> None:
    """A date too far for a weekday is written with its month in the genitive, whatever the form before it."""
    days = [dt.date(2026, month, 27) for month in range(1, 13)]
    assert [phrase("date", day, tongue=tongue, said=dt.date(2025, 1, 1)) for day in days] == DATES[tongue]
    before = {"lt": "iki ", "ru": "до ", "en": "by "}[tongue]
    assert [phrase("by", day, tongue=tongue, said=dt.date(2025, 1, 1)) for day in days] == [before + date for date in DATES[tongue]]


def test_months_have_all_their_cases() -> None:
    """Lithuanian and Russian name the month itself, the month of a date, and the month in which."""
    said = dt.date(2025, 1, 1)
    for month in range(12):
        day = dt.date(2026, month + 1, 5)
        assert phrase("month", day, tongue="lt", said=said) == LT_MONTH["nominative"][month]
        assert phrase("inmonth", day, tongue="lt", said=said) == LT_MONTH["accusative"][month]
        assert phrase("inmonth", day, tongue="ru", said=said) == "в " + RU_MONTH["prepositional"][month]
    assert phrase("inmonth", dt.date(2026, 11, 5), tongue="lt", said=said) == "lapkritį"


PLACES = [
    # text, tongue, said, expected, reason
    ("Skambinsiu {on +1wd 15:00}.", "lt", "2026-11-19", "Skambinsiu rytoj 15 val.", "the stop of „val.“ is the sentence's own"),
    ("{On +1wd 15:30} skambinsiu", "lt", "2026-11-16", "Penktadienį 15.30 val. skambinsiu", "a capital form begins a sentence"),
    ("Пришлю {by +2wd}.", "ru", "2026-11-19", "Пришлю до понедельника.", "the weekend is no working day"),
    ("Приеду {on +1wd 10:00}.", "ru", "2026-11-19", "Приеду завтра в 10:00.", "a clock follows the day"),
    ("Iki {date +2wd}.", "lt", "2026-11-19", "Iki lapkričio 23 d.", "no second stop after „d.“"),
    ("I'll call {on +9wd 14:00}.", "en", "2026-11-19", "I'll call on 2 December at 14:00.", "a week away a weekday is not clear"),
    ("Sent {on -1wd}", "en", "2026-11-19", "Sent yesterday", "a day that is over"),
    ("{full +6wd}", "ru", "2026-11-19", "в пятницу, 27 ноября", "weekday and date together"),
    ("{byfull +3wd}", "lt", "2026-11-19", "iki antradienio, lapkričio 24 d.", "weekday and date together, in the genitive"),
    ("{full +3wd}", "ru", "2026-11-19", "во вторник, 24 ноября", "the preposition before two consonants"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "tongue", "said", "expected", "reason"), PLACES)
def test_places_in_a_text_become_words(text: str, tongue: Tongue, said: str, expected: str, reason: str) -> None:
    """A place is written as a person would write it on the day of the mail; today is 2026-11-19."""
    days = demo_days(dt.date(2026, 11, 19))
    written = render(text, tongue=tongue, said=dt.date.fromisoformat(said), today=days.today, working=days.working)
    assert written == expected, reason


def test_an_unknown_form_is_refused() -> None:
    """A slip in a template is found when it is written, not by the reader of the mail."""
    days = demo_days(dt.date(2026, 11, 19))
    for text in ("{nevermind +1wd}", "{by +1wd 10:00}"):
        with pytest.raises(ValueError, match=r"form|clock"):
            render(text, tongue="en", said=days.today, today=days.today, working=days.working)
