"""“Data as of …”: said when what a page shows was not read of late."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from tests.datasette.conftest import Site, copied

LATE = "2026-11-23T12:16:00+02:00"  # sixteen minutes after the pass of the sample company


def said(site: Site, path: str, language: str = "en") -> str:
    """What a page says at its head about its age, '' for nothing."""
    page = site.get(path, accept_language=language)
    assert page.status_code == 200
    found = re.findall(r'<p class="as-of" role="status">([^<]*)</p>', page.text)
    assert len(found) <= 1
    return found[0] if found else ""


@pytest.fixture
def own(demo: Site, tmp_path: Path) -> Site:
    """The sample company with a store of its own, to be changed."""
    return copied(demo, tmp_path / "company")


def change(site: Site, sql: str, *values: object) -> None:
    """Change rows of a store."""
    db = sqlite3.connect(site.config.store.path)
    with db:
        assert db.execute(sql, values).rowcount
    db.close()


PATHS = ("/", "/customers", "/promises", "/sources", "/search?q=please", "/history", "/history/interaction")


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_nothing_of_its_age_while_the_data_is_fresh(demo: Site, path: str) -> None:
    """A pass in the last fifteen minutes: the pages look as ever."""
    assert said(demo, path) == ""


@pytest.mark.parametrize("path", PATHS)
def test_a_page_says_as_of_when_its_data_is(demo: Site, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """No pass over any source in the last fifteen minutes: every page says so at its head, the tables too."""
    monkeypatch.setenv("SYNCD_NOW", LATE)
    assert said(demo, path) == "Data as of 12:00."


@pytest.mark.parametrize(
    ("now", "english", "lithuanian", "russian", "reason"),
    [
        ("2026-11-23T12:15:00+02:00", "", "", "", "fifteen minutes are not yet old"),
        (LATE, "Data as of 12:00.", "Duomenys atnaujinti 12:00.", "Данные по состоянию на 12:00.", "today: the time is enough"),
        ("2026-11-24T00:10:00+02:00", "Data as of 23 November, 12:00.", "Duomenys atnaujinti lapkričio 23 d., 12:00.",
         "Данные по состоянию на 23 ноября, 12:00.", "past midnight: with the day"),
        ("2027-01-02T12:00:00+02:00", "Data as of 23 November 2026, 12:00.", "Duomenys atnaujinti 2026 m. lapkričio 23 d., 12:00.",
         "Данные по состоянию на 23 ноября 2026 г., 12:00.", "another year: with the year"),
    ],
)  # fmt: skip
def test_the_age_is_said_in_the_readers_language(
    demo: Site, monkeypatch: pytest.MonkeyPatch, now: str, english: str, lithuanian: str, russian: str, reason: str
) -> None:
    """On the company's clock, reckoned when the page is shown."""
    monkeypatch.setenv("SYNCD_NOW", now)
    assert [said(demo, "/", language) for language in ("en", "lt", "ru")] == [english, lithuanian, russian], reason


CONTACTS = "SELECT staff_id FROM contact WHERE organisation_id = o.id AND staff_id IS NOT NULL"


@pytest.mark.slow
def test_a_customer_of_one_who_lags_says_so(own: Site) -> None:
    """Others are read, a mailbox of a colleague who talks with the customer is not: that page alone says as of when, and whose."""
    uuid, staff = own.rows(f"SELECT o.uuid, ({CONTACTS}) FROM organisation o WHERE (SELECT count(DISTINCT staff_id) FROM contact WHERE organisation_id = o.id) = 1")[0]
    address, name = own.rows("SELECT address, name FROM staff WHERE id = ?", staff)[0]
    other = own.one(f"SELECT o.uuid FROM organisation o WHERE EXISTS ({CONTACTS}) AND ? NOT IN ({CONTACTS})", staff)
    person = own.one("SELECT p.uuid FROM person p JOIN contact c ON c.person_id = p.id WHERE c.staff_id = ?", staff)
    source = own.one("SELECT name FROM source WHERE owner = ? ORDER BY name LIMIT 1", address)
    change(own, "UPDATE source SET last_success = '2026-11-23T07:05:00Z' WHERE name = ?", source)
    assert said(own, f"/company/{uuid}") == f"Data as of 09:05 ({name})."
    assert said(own, f"/customer/{person}", "lt") == f"Duomenys atnaujinti 09:05 ({name})."
    assert said(own, f"/company/{other}") == said(own, "/") == ""
    change(own, "UPDATE organisation SET owner = ? WHERE uuid = ?", address, other)
    assert said(own, f"/company/{other}") == f"Data as of 09:05 ({name}).", "it was given to them, whoever writes"
    change(own, "UPDATE source SET last_success = NULL WHERE name = ?", source)
    assert said(own, f"/company/{uuid}", "ru") == f"Прочитано ещё не всё ({name})."
    change(own, "UPDATE source SET removed_at = '2026-11-23T08:00:00Z' WHERE name = ?", source)
    assert said(own, f"/company/{uuid}") == "", "what the config no longer has is not waited for"


@pytest.mark.slow
def test_each_source_says_as_of_when_it_is(own: Site) -> None:
    """On the page of sources: at those that lag, and at no other."""
    lagging, fresh = (name for (name,) in own.rows("SELECT name FROM source ORDER BY name LIMIT 2"))
    change(own, "UPDATE source SET last_success = '2026-11-22T07:05:00Z' WHERE name = ?", lagging)
    page = own.get("/sources", accept_language="en").text
    parts = {name: page.partition(f'<tbody id="{name}">')[2].partition("</tbody>")[0] for name in (lagging, fresh)}
    assert "data as of 22 November, 09:05" in parts[lagging]
    assert "data as of" not in parts[fresh]


@pytest.mark.slow
def test_a_store_into_which_nothing_was_read_says_so(own: Site) -> None:
    """The sources are known, and no pass over one ever went well."""
    change(own, "UPDATE source SET last_success = NULL")
    assert said(own, "/") == "Nothing has been read yet."


@pytest.mark.slow
@pytest.mark.parametrize(("language", "words"), [("en", "closed this way in for good"), ("lt", "uždarė visam laikui"), ("ru", "закрыл этот доступ навсегда")])
def test_a_source_whose_provider_closed_it_says_what_to_do(own: Site, language: str, words: str) -> None:
    """F54: in the language of the reader, beside what the server said; at no other source."""
    ((name,),) = own.rows("SELECT name FROM source ORDER BY name LIMIT 1")
    change(own, "UPDATE source SET state = 'provider retired', error = 'EWS is closed' WHERE name = ?", name)
    page = own.get("/sources", accept_language=language).text
    assert page.count(words) == 1 and words in page.partition(f'<tbody id="{name}">')[2].partition("</tbody>")[0]
