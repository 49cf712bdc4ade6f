"""The reports on the sample company, held against the same counts made in Python by another path."""

from __future__ import annotations

import asyncio
import csv
import dataclasses
import datetime as dt
import io
import re
import statistics
from collections import Counter, defaultdict
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest

from datasette_plugins import reports
from datasette_plugins.report_files import FOLDER
from syncd.serve import build
from syncd.store.db import connect

from .conftest import Site
from .test_safety import CONFIG

NAMES = sorted(file.stem for file in FOLDER.glob("*.sql"))
ALL = "from=2026-01-01&to=2026-11-23"
SUMS = {"offered_value", "won_value", "median_days"}  # numbers that are no counts of rows
VILNIUS = ZoneInfo("Europe/Vilnius")


def again(demo: Site, **changed: Any) -> Site:
    """The same store, served by another config."""
    site = object.__new__(Site)
    site.config = dataclasses.replace(demo.config, **changed)
    site.open(build(site.config))
    return site


@pytest.fixture(scope="module")
def by_person(demo: Site) -> Site:
    """The sample company where figures may tell people apart."""
    return again(demo, reports_by_person=True)


@pytest.fixture(scope="module")
def behind_a_proxy(demo: Site) -> Site:
    """The sample company behind a proxy that says who asks."""
    return again(demo, web=dataclasses.replace(demo.config.web, auth="proxy", proxy_header="X-Remote-User"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A store with nothing in it."""
    return fresh(tmp_path_factory.mktemp("empty"))


def fresh(tmp_path: Path) -> Site:
    """A store in which nothing has been harvested."""
    for place in ("mail/inbox", "mail/sent", "calendar"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "config.toml").write_text(CONFIG, "utf-8")
    connect(tmp_path / "history.db", create=True).close()
    return Site(tmp_path / "config.toml")


def rows(site: Site, path: str) -> list[dict[str, Any]]:
    """The rows of a report's JSON."""
    answer = site.get(path)
    assert answer.status_code == 200, path
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def month(at: str) -> str:
    return f"{dt.datetime.fromisoformat(at).astimezone(VILNIUS):%Y-%m}"


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_figure_opens_into_as_many_rows_as_it_counts(by_person: Site, name: str) -> None:
    """R9: the links of the page itself, each followed; a figure of nothing leads nowhere."""
    page = by_person.get(f"/report/{name}?{ALL}").text
    cells = re.findall(r'data-label="[^"]*" class="number" data-value="([^"]*)">(?:<a href="([^"]+)">)?', page)
    heads = re.findall(r'<th scope="col" class="number" data-column="(\w+)">', page)
    assert cells and len(cells) % len(heads) == 0
    for n, (value, link) in enumerate(cells):
        assert bool(link) is (value not in ("", "0", "0.0") and heads[n % len(heads)] != "people"), heads[n % len(heads)]
        if link and re.fullmatch(r"\d+", value) and heads[n % len(heads)] not in SUMS:
            path, _, query = unescape(link).partition("?")
            assert len(rows(by_person, f"{path}.json?{query}")) == int(value), link


@pytest.mark.parametrize("name", NAMES)
def test_every_row_leads_to_what_it_is_about(by_person: Site, name: str) -> None:
    """The rows page shows as many as fit, each with a link that opens."""
    page = by_person.get(f"/report/{name}/rows?{ALL}")
    assert page.status_code == 200
    links = re.findall(r'<a href="(/(?:message|meeting|promise|company)/[^"]+)">', page.text)
    assert len(links) == min(50, len(rows(by_person, f"/report/{name}/rows.json?{ALL}")))
    assert {by_person.get(link).status_code for link in links[:2]} <= {200}


def naive_hours(begin: str, end: str) -> float:
    """Working hours of the sample company, minute by minute: 9 to 18, on Fridays to 17."""
    at, until = (dt.datetime.fromisoformat(t).astimezone(VILNIUS) for t in (begin, end))
    free = {dt.date(2026, 11, 1), dt.date(2026, 11, 2)}  # All Saints' Day, All Souls' Day
    minutes = 0
    while at < until:
        minutes += at.weekday() < 5 and 9 <= at.hour < (17 if at.weekday() == 4 else 18) and at.date() not in free
        at += dt.timedelta(minutes=1)
    return minutes / 60


def test_answers_are_counted_from_the_first_of_several_mails_to_our_answer(demo: Site) -> None:
    """R9: the median working hours by month, and how many got none."""
    threads: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for thread, at, direction, class_ in demo.rows("SELECT thread, at, direction, class FROM interaction WHERE kind = 'message' AND at <= '2026-11-23T10:00:00Z' ORDER BY at"):
        threads[thread or at].append((at, direction, class_))
    waits: dict[str, list[float | None]] = defaultdict(list)
    for mails in threads.values():
        before = ""
        for n, (at, direction, class_) in enumerate(mails):
            if direction == "in" and class_ == "personal" and before != "in" and at >= "2026-10-31T22:00:00Z":
                answer = next((a for a, d, _ in mails[n + 1 :] if d == "out"), None)
                waits[month(at)].append(naive_hours(at, answer) if answer else None)
            before = direction if direction != "internal" else before
    expected = {m: (len(w), w.count(None), statistics.median([h for h in w if h is not None])) for m, w in waits.items()}
    asked = "from=2026-11-01&to=2026-11-23"
    departments = rows(demo, f"/report/answers.json?{asked}")
    waited = [r["waited"] for r in rows(demo, f"/report/answers/rows.json?{asked}") if r["waited"] is not None]
    assert {r["month"] for r in departments} == expected.keys() and len(departments) > len(expected) == 1
    for mails, unanswered, hours in expected.values():
        assert (sum(r["mails"] for r in departments), sum(r["unanswered"] for r in departments)) == (mails, unanswered)
        assert statistics.median(waited) == pytest.approx(hours, abs=0.05)


def test_promises_are_kept_late_overdue_or_broken(demo: Site) -> None:
    """R9: by the term and by the time of what closed them."""
    expected: Counter[str] = Counter()
    for key, state, due_at in demo.rows("SELECT id, state, due_at FROM promises WHERE kind <> 'theirs' AND due_at < '2026-11-23T10:00:00Z' AND due_at >= '2025-12-31T22:00:00Z'"):
        if state in ("open", "unknown", "broken"):
            expected["broken" if state == "broken" else "overdue"] += 1
        elif state in ("kept", "probably_kept"):
            closed = min((at for (at,) in demo.rows("SELECT e.at FROM evidence e JOIN promise p ON p.id = e.promise_id WHERE p.key = ? AND e.closes = p.state", key)), default="")
            expected["late" if closed > due_at else "kept"] += 1
    found = rows(demo, f"/report/promises.json?{ALL}")
    assert sum(r["promises"] for r in found) == sum(expected.values()) > 10
    assert {word: sum(r[word] for r in found) for word in ("kept", "late", "overdue", "broken")} == {w: expected[w] for w in ("kept", "late", "overdue", "broken")}


def test_offers_complaints_and_calls_are_all_counted_once(demo: Site) -> None:
    """R9: the reports hold neither more nor less than the views that are the contract."""
    found = rows(demo, f"/report/offers.json?{ALL}")
    offers = demo.one("SELECT count(*) FROM offer WHERE said = 'offered' AND interaction_id IN (SELECT id FROM interaction WHERE at < '2026-11-23T10:00:00Z' AND at >= '2025-12-31T22:00:00Z')")
    assert sum(r["offers"] for r in found) == offers == sum(r["won"] + r["waiting"] + r["lost"] for r in found)
    complaints = rows(demo, f"/report/complaints.json?{ALL}")
    states = Counter(state for (state,) in demo.rows("SELECT state FROM complaints WHERE state <> 'dismissed'"))
    assert {s: sum(r[s] for r in complaints) for s in ("open", "answered", "apologised", "settled")} == {s: states[s] for s in ("open", "answered", "apologised", "settled")}
    missed = demo.rows("SELECT returned_by IS NOT NULL FROM missed_calls WHERE at < '2026-11-23T10:00:00Z'")
    calls = rows(demo, f"/report/calls.json?{ALL}")
    assert (sum(r["returned"] for r in calls), sum(r["missed"] for r in calls)) == (sum(r for (r,) in missed), sum(not r for (r,) in missed))


QUIET = [
    # contacts, days ago of each; whether the company is quiet, reason
    ((100, 130, 200), True, "three within a year, none for 100 days"), ((100, 130), False, "only twice"), ((80, 130, 200), False, "80 days are no silence"),
    ((100, 130, 500), False, "three, but over more than a year"), ((500, 520, 540, 560), False, "left before the period"), ((100, 101, 102, -5), True, "a meeting to come says nothing yet"),
]  # fmt: skip


@pytest.mark.slow
def test_a_customer_is_quiet_who_was_not_so_before(tmp_path: Path) -> None:
    """R9: at least three contacts within a year, then 90 days without any."""
    site = fresh(tmp_path)
    store, now = connect(site.config.store.path), dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    with store.write() as db:
        for n, (days, _, _) in enumerate(QUIET, 1):
            db.execute("INSERT INTO organisation (id, uuid, name, domains) VALUES (?, ?, ?, '')", (n, f"{n:08}-0000-7000-8000-000000000000", f"Company {n}"))
            db.execute("INSERT INTO person (id, uuid, name, organisation_id) VALUES (?, ?, 'x', ?)", (n, f"{n:08}-0000-7000-8000-000000000001", n))
            for ago in days:
                at = f"{now - dt.timedelta(days=ago):%Y-%m-%dT%H:%M:%SZ}"
                id_ = db.execute("INSERT INTO interaction (key, kind, at, direction, subject, class, language, derived_by) VALUES (?, 'message', ?, 'in', '', 'personal', 'en', 'x') RETURNING id",
                                 (f"{n:08x}{ago + 1000:08x}", at)).fetchone()[0]  # fmt: skip
                db.execute("INSERT INTO contact VALUES (?, ?, ?, ?, NULL)", (n, at, id_, n))
    store.close()
    found = {r["name"] for r in rows(site, "/report/quiet/rows.json")}
    assert found == {f"Company {n}" for n, (_, is_quiet, _) in enumerate(QUIET, 1) if is_quiet}
    assert sum(r["customers"] for r in rows(site, "/report/quiet.json")) == len(found)


def test_the_one_number_stands_beside_that_of_the_days_before(demo: Site) -> None:
    """Eleven days against the eleven before them."""
    shown = re.sub(r"<[^>]+>", " ", demo.get("/report/volume?from=2026-11-13&to=2026-11-23", accept_language="en").text)
    now, before = (sum(r["received"] + r["sent"] for r in rows(demo, f"/report/volume.json?{days}")) for days in ("from=2026-11-13&to=2026-11-23", "from=2026-11-02&to=2026-11-12"))
    assert now > before > 0
    assert re.search(rf"Mails in all\s+{now}\s+{before} in as many days before", shown)


# ── who is told apart, and who may look ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_is_of_a_few_people_unless_the_company_allows_it(demo: Site, by_person: Site, name: str) -> None:
    """T3: of the sample company five sell, and no other department has as many; nothing tells those or anybody's figures apart, in no format."""
    for path in (f"/report/{name}.json?{ALL}", f"/report/{name}/rows.json?{ALL}"):
        found = rows(demo, path)
        assert {r["department"] for r in found if "department" in r} <= {"sales", None}
        assert all("colleague" not in r for r in found)
    assert name == "quiet" or rows(demo, f"/report/{name}/rows.json?{ALL}&department=service") == []
    assert "fewer than 5 people" in demo.get(f"/report/{name}", accept_language="en").text or name == "quiet"
    if name == "load":
        assert rows(demo, f"/report/load/rows.json?{ALL}&colleague=rasa@klimatas.example") == []
        assert {r["colleague"] for r in rows(by_person, f"/report/{name}.json?{ALL}")} >= {"rasa@klimatas.example", "ieva@klimatas.example"}


def test_departments_add_up_to_the_whole(demo: Site, by_person: Site) -> None:
    """The filter of a department takes its own rows only; “the others” are those of none."""
    for name, counted in (("answers", "mails"), ("volume", "received"), ("calls", "calls")):
        whole = sum(r[counted] for r in rows(demo, f"/report/{name}.json?{ALL}"))
        parts = [sum(r[counted] for r in rows(by_person, f"/report/{name}.json?{ALL}&department={d}")) for d in ("sales", "service", "accounts", "management", "-")]
        assert sum(parts) == whole and sum(map(bool, parts)) >= 3, name


@pytest.mark.slow
def test_staff_see_figures_of_themselves_and_managers_of_all(behind_a_proxy: Site, by_person: Site) -> None:
    """T3: whoever is no manager gets their own figures of three reports, and of the others nothing; admins get none."""
    rasa, jonas, nobody = ({"x_remote_user": a} for a in ("rasa@klimatas.example", "jonas@klimatas.example", "stranger@evil.example"))
    own = behind_a_proxy.get(f"/report/load.json?{ALL}", **rasa).json()["rows"]
    assert own == [r for r in rows(by_person, f"/report/load.json?{ALL}") if r["colleague"] == "rasa@klimatas.example"]
    assert behind_a_proxy.get(f"/report/load/rows.json?{ALL}&colleague=ieva@klimatas.example", **rasa).json()["rows"] == []
    for path in ("/report/offers", "/report/offers.csv", "/report/offers/rows.json", "/schema", "/saved/new"):
        assert behind_a_proxy.get(path, **rasa).status_code == 403, path
        assert behind_a_proxy.get(path, **jonas).status_code == 200, path
        assert behind_a_proxy.get(path, **nobody).status_code == 403, path
    listed = behind_a_proxy.get("/reports", **rasa).text
    assert set(re.findall(r'href="/report/(\w+)"', listed)) == {"answers", "promises", "load"} and "/saved" not in listed


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_store_says_so_calmly(empty: Site, name: str) -> None:
    """No figure, no picture, no error."""
    page = empty.get(f"/report/{name}", accept_language="lt")
    assert page.status_code == 200 and "Per šias dienas nieko panašaus nebuvo." in page.text and "<figure" not in page.text
    assert empty.get(f"/report/{name}/rows").status_code == 200
    assert rows(empty, f"/report/{name}.json") == [] == rows(empty, f"/report/{name}/rows.json")
    assert empty.get(f"/report/{name}.csv").status_code == 200
    assert "Kol kas dar nieko nesurinkta." in empty.get("/reports", accept_language="lt").text


@pytest.mark.parametrize(("query", "reason"), [("from=2026-13-45&to=x", "no days"), ("from=0001-01-01&to=9999-12-31", "beyond all calendars"), ("from=2026-12-01&to=2026-01-01", "the wrong way round"),
                                               ("department='&fate=%00", "what nobody is"), ("after=x~y", "no row"), ("month=-&department=-", "no value")])  # fmt: skip
def test_an_odd_question_gets_a_calm_answer(demo: Site, query: str, reason: str) -> None:
    """Whatever stands in the address, a page comes back."""
    for path in ("/report/answers", "/report/answers/rows", "/report/quiet"):
        assert demo.get(f"{path}?{query}").status_code == 200, reason


@pytest.mark.slow
def test_rows_are_paged_without_gap_or_double(demo: Site) -> None:
    """Fifty a page, by time and key; together they are all."""
    path, seen = f"/report/load/rows?{ALL}", list[str]()
    while path:
        page = demo.get(path).text
        seen += re.findall(r'data-value="([^"]+)">[^<]+</th>', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = unescape(following[1]) if following else ""
    assert seen == [r["at"] for r in rows(demo, f"/report/load/rows.json?{ALL}")] and len(seen) > 100


def test_other_pages_do_not_wait_behind_reports(demo: Site) -> None:
    """Reports take turns; the threads that are left belong to whoever asks for something short."""

    async def ask() -> None:
        turns = reports.known(demo.datasette).turns.counted
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=demo.datasette.app()), base_url="http://localhost") as client:
            for _ in range(reports.AT_ONCE):
                await turns.acquire()
            waiting = [asyncio.create_task(client.get(path)) for path in ("/report/volume?from=2026-02-03", "/report/volume/rows.json")]  # kept from no other test
            assert (await client.get("/promises")).status_code == 200 and not any(w.done() for w in waiting)
            for _ in range(reports.AT_ONCE):
                turns.release()
            assert [(await w).status_code for w in waiting] == [200, 200]

    asyncio.run(ask())


@pytest.mark.slow
def test_no_cell_of_a_file_is_a_formula(by_person: Site) -> None:
    """T05: CSV goes out through the same door as all exports."""
    for name in NAMES:
        for part in ("", "/rows"):
            answer = by_person.get(f"/report/{name}{part}.csv?{ALL}")
            assert answer.headers["content-disposition"].startswith("attachment") and answer.headers["content-type"].startswith("text/csv")
            assert not [c for line in csv.reader(io.StringIO(answer.text)) for c in line if c.startswith(("=", "@", "+", "\t")) and not re.fullmatch(r"[+]\d+", c)]


def test_a_picture_needs_no_foreign_host_and_little(demo: Site) -> None:
    """The scripts come from here, packed, after the page; what is needed before the first paint stays under 200 kB."""
    page = demo.get(f"/report/promises?{ALL}")
    scripts = re.findall(r'<script src="(/[^"]+)" defer></script>', page.text)
    assert len(scripts) == 3 == page.text.count("<script")
    packed = [demo.get(path, accept_encoding="gzip") for path in scripts]
    assert all(a.status_code == 200 and a.headers["content-type"].startswith("text/javascript") for a in packed)
    assert sum(int(a.headers.get("content-length", 0)) or len(a.content) for a in packed) > 0
    styles = [demo.get(path) for path in re.findall(r'rel="stylesheet" href="(/[^"]+)"', page.text)]
    assert len(page.content) + sum(len(a.content) for a in styles) < 200_000
    assert all(a.headers["cache-control"] == "private, max-age=31536000, immutable" for a in packed), "a browser asks once"
    for path in ("/drawing/secrets.js", "/drawing/d3.js", scripts[0].replace(".js", "0.js")):
        missing = demo.get(path)
        assert missing.status_code == 404 and missing.headers["cache-control"] == "no-store"
