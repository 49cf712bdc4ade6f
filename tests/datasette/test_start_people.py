"""The start page by a manager's own people, and the small picture of contact on a customer's page."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from datasette_plugins import picture
from datasette_plugins.facts import next_birthday
from tests.datasette.conftest import Site

PROMISES = re.compile(r'<blockquote[^>]*><a href="/promise/([0-9a-f]+)">')
PEOPLE = [
    ("tomas@klimatas.example", {"tomas@klimatas.example", "sergej@klimatas.example"}, "somebody's people, and themselves"),
    ("jonas@klimatas.example", {f"{name}@klimatas.example" for name in ("jonas", "rasa", "ieva", "mindaugas", "tomas", "sergej", "dalia")}, "those below them, too"),
]


@pytest.mark.parametrize(("boss", "team", "reason"), PEOPLE, ids=[p[2] for p in PEOPLE])
def test_a_manager_sees_what_needs_their_people(demo: Site, boss: str, team: set[str], reason: str) -> None:
    """Promises given by, handed to or asked of one of them, and no others."""
    shown = set(PROMISES.findall(demo.get(f"/?people={boss}").text))
    whose = {k: set(who) for k, *who in demo.rows("SELECT p.key, p.promiser, p.assignee, h.to_staff, h.from_staff FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id")}
    assert shown and all(whose[key] & team for key in shown), reason
    everything = set(PROMISES.findall(demo.get("/").text))
    assert {key for key in everything if whose[key] & team} <= shown, "what stood on everybody's page stands here"


def test_the_people_to_choose_are_of_those_who_have_some(demo: Site) -> None:
    """Whoever is nobody's manager is not in the list."""
    page = demo.get("/").text
    assert set(re.findall(r'<option value="(\w+)@klimatas.example"', page)) == {"jonas", "tomas"}


# ── the picture ──────────────────────────────────────────────────────────────────────────────────────────────────


def figure(site: Site, path: str, language: str = "en") -> str:
    """The picture of contact on a page."""
    page = site.get(path, accept_language=language).text
    return page[page.index('<figure class="contact">') : page.index("</figure>")]


def counted(site: Site, id_: int) -> tuple[int, int, int]:
    """From them, from us, meetings: in 24 months up to the moment the clock stands at."""
    (found,) = site.rows(
        "SELECT coalesce(sum(kind <> 'meeting' AND direction = 'in'), 0), coalesce(sum(kind <> 'meeting' AND direction = 'out'), 0), coalesce(sum(kind = 'meeting'), 0) FROM (SELECT DISTINCT c.at, i.id, i.kind, i.direction "
        "FROM contact c JOIN interaction i ON i.id = c.interaction_id WHERE c.person_id = ? AND c.at >= '2024-12-01T00:00:00Z' AND c.at <= '2026-11-23T10:00:00Z')", id_)  # fmt: skip
    return found


@pytest.mark.slow
def test_the_picture_says_in_words_what_it_shows(demo: Site) -> None:
    """Every person: the numbers are those of the store, and the whole is no more than 3 kB."""
    for id_, uuid in demo.rows("SELECT id, uuid FROM person ORDER BY id LIMIT 8"):
        received, sent, met = counted(demo, id_)
        found = figure(demo, f"/customer/{uuid}")
        assert f"from them: {received}, from us: {sent}, meetings: {met}" in found
        assert len(found.encode()) <= 3_000


def test_the_picture_of_very_much_contact_tells_all_together(demo: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A customer of very many mails costs no look at each of them."""
    monkeypatch.setattr(picture, "MANY", 3)
    id_, uuid = demo.rows("SELECT c.person_id, n.uuid FROM contact c JOIN person n ON n.id = c.person_id GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")[0]
    whole = demo.one("SELECT count(*) FROM contact WHERE person_id = ? AND at >= '2024-11-30T22:00:00Z' AND at <= '2026-11-23T10:00:00Z'", id_)
    assert f"in all: {whole}" in figure(demo, f"/customer/{uuid}") and f"всего: {whole}" in figure(demo, f"/customer/{uuid}", "ru")


def test_the_largest_picture_is_small() -> None:
    """Two years of daily contact: still no more than 3 kB of lines."""
    months = picture.last_months(2026, 11)
    drawn = picture._drawn(months, {way: {m: 1000 + n for n, m in enumerate(months)} for way in ("in", "out", "met")})
    assert drawn is not None and sum(len(drawn[part]) for part in ("received", "sent", "met")) < 2_000


MONTHS = [((2026, 11), "2024-12", "2026-11"), ((2027, 1), "2025-02", "2027-01"), ((2026, 12), "2025-01", "2026-12")]


@pytest.mark.parametrize(("now", "first", "last"), MONTHS)
def test_the_months_end_with_this_one(now: tuple[int, int], first: str, last: str) -> None:
    """Twenty-four of them."""
    months = picture.last_months(*now)
    assert (months[0], months[-1], len(months)) == (first, last, 24)


TODAY = dt.date(2026, 12, 25)
BIRTHDAYS = [
    ("01-03", dt.date(2027, 1, 3), "over the turn of the year"),
    ("1980-12-25", dt.date(2026, 12, 25), "today"),
    ("12-24", None, "yesterday: in a year"),
    ("01-09", None, "in more than two weeks"),
    ("nonsense", None, "no day"),
]


@pytest.mark.parametrize(("value", "near", "reason"), BIRTHDAYS, ids=[b[2] for b in BIRTHDAYS])
def test_a_birthday_is_near_for_two_weeks(value: str, near: dt.date | None, reason: str) -> None:
    """The next one, this year or the next."""
    assert next_birthday(value, TODAY) == near, reason
    assert next_birthday("02-29", dt.date(2027, 2, 20)) == dt.date(2027, 2, 28), "kept on the 28th where there is no 29th"
