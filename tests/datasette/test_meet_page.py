"""Whom to meet next: every reason in words, what is owed first, each reader with their own customers."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest

from syncd.serve import build
from syncd.store.db import connect
from tests.datasette.conftest import Site, copied
from tests.datasette.test_rights import STAFF, with_admin
from tests.store.world import JONAS, ONA, RASA, Mail, Office, meeting

TEXT = "Laba diena, ačiū už žinią."


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A customer of Rasa's, silent for 80 days after every second week, with lunches long ago and a birthday ahead."""
    office = Office(tmp_path_factory.mktemp("meet") / "o")
    for n in range(12):
        sender, to = (ONA, RASA) if n % 2 else (RASA, ONA)
        at = dt.date(2026, 3, 20) + dt.timedelta(days=14 * n)
        office.send(Mail(id=f"m{n}", sender=sender, to=(to,), at=f"{at}T09:00", subject="Dėl darbų", text=TEXT))
    office.send(Mail(id="b", sender=ONA, to=(RASA,), at="2026-09-04T09:00", subject="Re: Dėl darbų", text="Labas,\n\ngruodžio 1 d. man sukanka 40, tad po to jau turėsiu laiko.\n\nOna"))
    office.put_entry("rasa", "l", meeting("l", "20260302T120000", "Pietūs su Ona", people=(RASA, ONA)))
    for day in ("0403", "0417", "0501"):
        office.put_entry("rasa", f"v{day}", meeting(f"v{day}", f"2026{day}T120000", "Objekto apžiūra", people=(RASA, ONA)))
    office.now = office.now.replace(day=23)
    office.once()
    return Site(office.folder / "config.toml")


def text_of(site: Site, path: str, **headers: str) -> str:
    page = site.get(path, **headers)
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page.text)).split())


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ["Silent since 4 September; usually there is contact every 14 days", "Birthday of Ona Kazlauskienė: 1 December", "Last met informally 2 March"]),
        ("lt", ["Tyla nuo rugsėjo 4 d.; įprasta pertrauka – 14 dienų", "Gimtadienis: Ona Kazlauskienė, gruodžio 1 d.", "Paskutinis neformalus susitikimas kovo 2 d."]),
        ("ru", ["Молчание с 4 сентября; обычный перерыв – 14 дней", "День рождения: Ona Kazlauskienė, 1 декабря", "Последняя неформальная встреча 2 марта"]),
    ],
)
def test_the_reasons_are_told_in_the_readers_language(office: Site, language: str, says: list[str]) -> None:
    """R7: gone quiet against the own rhythm, birthdays, the last lunch; in this order."""
    text = text_of(office, f"/meet?colleague={RASA}", accept_language=language)
    places = [text.index(words) for words in says]
    assert places == sorted(places)


def test_a_manager_sees_first_who_looks_after_how_many(office: Site) -> None:
    """By owner, with the link to the list of each."""
    page = office.get("/meet", accept_language="en").text
    assert re.search(rf'<a href="/meet\?colleague={RASA.replace("@", "%40")}">Rasa Petraitė</a></th><td[^>]*>1</td><td[^>]*>1</td><td[^>]*>0</td>', page)
    assert "Nobody needs a meeting just now." in text_of(office, f"/meet?colleague={JONAS}", accept_language="en")


@pytest.mark.slow
def test_who_wishes_no_contact_is_not_invited_to_lunch(tmp_path: Path, office: Site) -> None:
    """Nor congratulated, nor named for being silent: only what we owe would stand."""
    site = copied(office, tmp_path / "c")
    store = connect(site.config.store.path)
    try:
        with store.write() as db:
            db.execute("INSERT INTO no_contact VALUES ('baltas.example', 'any', 'asked', '2026-09-05T00:00:00Z', NULL, 'x')")
    finally:
        store.close()
    assert "Nobody needs a meeting just now." in text_of(site, f"/meet?colleague={RASA}", accept_language="en")


@pytest.mark.slow
def test_staff_see_their_own_customers_whatever_they_ask_for(demo: Site) -> None:
    """Another's list is not shown, and no list of owners."""
    site = object.__new__(Site)
    site.config = with_admin(demo.config)
    site.open(build(site.config))
    own = site.get("/meet", X_Remote_User=STAFF, accept_language="en").text
    assert own == site.get("/meet?colleague=rasa@klimatas.example", X_Remote_User=STAFF, accept_language="en").text.replace("?colleague=rasa%40klimatas.example&amp;", "?").replace("?colleague=rasa%40klimatas.example", "")
    assert "Rasa Petrait" not in re.sub(r"<blockquote>.*?</blockquote>", "", own)
    shown = set(re.findall(r'<strong><a href="/(?:company|customer)/([0-9a-f-]+)">', own))
    mine = {u for (u,) in site.rows("SELECT uuid FROM organisation WHERE owner = ? UNION ALL SELECT n.uuid FROM rhythm r JOIN person n ON n.id = r.person WHERE r.owner = ?", STAFF, STAFF)}
    assert shown and shown <= mine


def test_what_is_owed_stands_before_what_is_pleasant(demo: Site) -> None:
    """The sample company: complaints first, then promises."""
    page = demo.get("/meet?colleague=rasa@klimatas.example", accept_language="en").text
    firsts = re.findall(r'<ul class="reasons"><li>(\w+ \w+)', page)
    assert firsts[0] == "Open complaint" and firsts == sorted(firsts, key=lambda words: words != "Open complaint")
