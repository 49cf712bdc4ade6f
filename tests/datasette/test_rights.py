"""Who may see what: every route by role and format, and no word of foreign items on any page a colleague can reach. (P16)"""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from datasette_plugins import rights
from datasette_plugins.rights import Grouping, Reader
from syncd.config import Config
from syncd.serve import build

from .conftest import Site

MANAGER, STAFF, ADMIN, LEFT = "jonas@klimatas.example", "dalia@klimatas.example", "sergej@klimatas.example", "mindaugas@klimatas.example"
OTHERS = ("stranger@evil.example", "", LEFT)
REFUSED = frozenset({401, 403, 404, 405})  # whatever it is, nothing is shown


def with_admin(config: Config) -> Config:
    """The sample company behind a proxy, Sergej being the administrator."""
    people = tuple(dataclasses.replace(p, role="admin") if p.address == ADMIN else p for p in config.people)
    return dataclasses.replace(config, people=people, web=dataclasses.replace(config.web, auth="proxy", proxy_header="X-Remote-User"))


@pytest.fixture(scope="module")
def site(demo: Site) -> Site:
    """The sample company behind a proxy."""
    other = object.__new__(Site)
    other.config = with_admin(demo.config)
    other.open(build(other.config))
    return other


def foreign(site: Site, sql: str, sees: bool = False) -> str:
    """The first row of `id, key` of which Dalia sees nothing (or all)."""
    db = sqlite3.connect(site.config.store.path)
    try:
        for id_, key in db.execute(sql):
            if independent(db, id_) is sees:
                return str(key)
    finally:
        db.close()
    raise LookupError(sql)


def independent(db: sqlite3.Connection, interaction: int) -> bool:
    """Whether Dalia sees an interaction, reckoned another way: by sets over the whole store."""
    return interaction in seen(db)[0]


def seen(db: sqlite3.Connection) -> tuple[set[int], set[int], set[int]]:
    """The interactions, persons and companies Dalia sees: by the rows of parties, promises, owners and contacts, without the program's questions."""
    (me,) = db.execute("SELECT id FROM staff WHERE address = ?", (STAFF,)).fetchone()
    was_there = {i for (i,) in db.execute("SELECT interaction_id FROM party WHERE staff_id = ?", (me,))}
    mine = {i for i, a, b, f, t in db.execute(
        "SELECT p.interaction_id, p.promiser, p.assignee, h.from_staff, h.to_staff FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id") if STAFF in (a, b, f, t)}  # fmt: skip
    address = dict(db.execute("SELECT value, person_id FROM identifier WHERE kind = 'address'"))
    persons, companies = set(), {o for (o,) in db.execute("SELECT id FROM organisation WHERE owner = ?", (STAFF,))}
    for to, company, a, b, f, t in db.execute(
        "SELECT p.beneficiary, p.organisation_id, p.promiser, p.assignee, h.from_staff, h.to_staff FROM promise p LEFT JOIN handoff h ON h.promise_id = p.id"
    ):
        if STAFF in (a, b, f, t):
            persons.add(address.get(to))
            companies.add(company)
    contacts = db.execute("SELECT person_id, organisation_id, interaction_id FROM contact").fetchall()
    for person, company, interaction in contacts:
        if interaction in was_there:
            persons.add(person)
            companies.add(company)
    persons |= {p for p, o in db.execute("SELECT id, organisation_id FROM person") if o in companies - {None}}
    own = {i for (i,) in db.execute(
        "SELECT i.id FROM interaction i JOIN sighting g ON g.key = i.key JOIN collection f ON f.id = g.collection_id JOIN source s ON s.id = f.source_id WHERE s.owner = ?", (STAFF,))}  # fmt: skip
    items = was_there | mine | own | {i for p, o, i in contacts if p in persons - {None} or o in companies - {None}}
    return items, persons - {None}, companies - {None}


@pytest.mark.parametrize(("singly", "at_once"), [(10_000, 10_000), (0, 10_000), (10_000, 1)])
def test_a_list_shows_what_a_page_would(site: Site, monkeypatch: pytest.MonkeyPatch, singly: int, at_once: int) -> None:
    """However many a page has of them, and whether their customers are asked about one by one or all are read."""
    monkeypatch.setattr(rights, "SINGLY", singly)
    monkeypatch.setattr(rights, "_reaches", {})
    reader = Reader(STAFF, "staff")
    db = sqlite3.connect(site.config.store.path)
    try:
        ids = [id_ for (id_,) in db.execute("SELECT id FROM interaction")]
        found = {id_ for begin in range(0, len(ids), at_once) for id_ in rights.seen_items(db, reader, ids[begin : begin + at_once])}
        assert found == seen(db)[0] and len(found) < len(ids)
    finally:
        db.close()


# ── every route ──────────────────────────────────────────────────────────────────────────────────────────────────

HEAD = "SELECT id, key FROM interaction WHERE kind = '{}' ORDER BY at DESC"
PROMISES = "SELECT interaction_id, key FROM promise WHERE promiser <> 'dalia@klimatas.example' ORDER BY key"
# Routes that are open to others than managers: an address of each, and what staff, an administrator and anybody else are answered.
# A route that does not stand here is for managers: whoever opens one to others adds its row.
OPEN = {
    r"^/$": [("/", 200, 302, 403, "the start page; an administrator's is the sources")],
    r"^/customers$": [("/customers", 200, 403, 403, "everybody is found by name"), ("/customers?q=ona", 200, 403, 403, "by a search")],
    r"^/companies$": [("/companies", 200, 403, 403, "companies too")],
    r"^/customer/(?P<id>[0-9a-f-]{36})$": [("/customer/{person}", 200, 403, 403, "at least the short card")],
    r"^/company/(?P<id>[0-9a-f-]{36})$": [("/company/{company}", 200, 403, 403, "at least the short card")],
    r"^/(?:message|call)/(?P<key>[0-9a-f]{8,64})$": [("/message/{message}", 403, 403, 403, "of a customer of others"), ("/message/{own}", 200, 403, 403, "of a customer of theirs")],
    r"^/meeting/(?P<key>[0-9a-f]{8,64})$": [("/meeting/{meeting}", 403, 403, 403, "of a customer of others")],
    r"^/promise/(?P<key>[0-9a-f]{8,64})$": [("/promise/{promise}", 403, 403, 403, "of a customer of others")],
    r"^/promises$": [("/promises", 200, 403, 403, "their own")],
    r"^/search$": [("/search?q=filter", 200, 403, 403, "in what they may read")],
    r"^/brief/(?P<id>[0-9a-f-]{36})$": [("/brief/{person}", 200, 403, 403, "of a customer of others the short card")],
    r"^/brief/meeting/(?P<key>[0-9a-f]{8,64})$": [("/brief/meeting/{meeting}", 200, 403, 403, "whose it is: the sheet or the short card")],
    r"^/calls$": [("/calls", 200, 403, 403, "with their customers")],
    r"^/offers$": [("/offers", 200, 403, 403, "to their customers")],
    r"^/breaches$": [("/breaches?older=1", 200, 403, 403, "their own")],
    r"^/complaints$": [("/complaints", 200, 403, 403, "of their customers")],
    r"^/collisions$": [("/collisions", 200, 403, 403, "their own")],
    r"^/returned$": [("/returned", 200, 403, 403, "of their customers")],
    r"^/handoffs$": [("/handoffs", 200, 403, 403, "that they asked for or were asked")],
    r"^/meet$": [("/meet", 200, 403, 403, "their own customers")],
    r"^/sources$": [("/sources", 403, 200, 403, "how complete they are, without names of folders")],
    r"^/-/login$": [("/-/login", 404, 404, 404, "nobody signs in behind a proxy")],
    r"^/-/logout$": [("/-/logout", 404, 404, 403, "nor out")],
    r"^/drawing/(?P<name>\w+)\.js$": [("/drawing/x.js", 404, 404, 403, "a script of a picture, no data")],
    r"^/reports$": [("/reports", 200, 403, 403, "those whose figures are their own")],
    "/favicon.ico": [("/favicon.ico", 200, 200, 200, "the mark in a browser's tab")],
    r"/-/static/(?P<path>.*)$": [("/-/static/app.css", 200, 200, 200, "Datasette's look")],
    r"/assets/(?P<path>.*)$": [("/assets/syncd.css", 200, 200, 200, "ours: the sign-in needs it")],
}  # fmt: skip
GROUPS = {
    "id": "{person}", "key": "{message}", "name": "person", "database": "history", "table": "interaction", "pks": "1", "format": "json", "path": "x", "rest": "x",
    "rows": "/rows", "kind": "dismiss", "uid": "syncd-x", "list": "people",
}  # fmt: skip


def example(pattern: str) -> str:
    """An address that a route answers: its named parts filled in, its options taken."""
    path = pattern
    while inner := re.search(r"\(\?P<(\w+)>((?:[^()\\]|\\.|\[[^]]*\]|\((?:[^()\\]|\\.)*\))*)\)\??", path):
        path = path[: inner.start()] + GROUPS.get(inner.group(1), "x") + path[inner.end() :]
    path = re.sub(r"\(\?![^)]*\)|\(\?:(\w+)(?:\|[^)]*)?\)|[\^$]", r"\1", path).replace("\\", "")
    return re.sub(r"\((\.json)\)\??|\(([^()]*)\)\??", r"\1\2", path)


@pytest.fixture(scope="module")
def names(site: Site) -> dict[str, str]:
    """What of the store stands in addresses: all of it foreign to Dalia, but for `own`."""
    db = sqlite3.connect(site.config.store.path)
    _, persons, companies = seen(db)
    found = {
        "person": next(u for i, u in db.execute("SELECT id, uuid FROM person ORDER BY id") if i not in persons),
        "company": next(u for i, u in db.execute("SELECT id, uuid FROM organisation ORDER BY id") if i not in companies),
    }
    db.close()
    return found | {
        "message": foreign(site, HEAD.format("message")), "meeting": foreign(site, HEAD.format("meeting")), "own": foreign(site, HEAD.format("message"), sees=True),
        "promise": foreign(site, PROMISES),
    }  # fmt: skip


def patterns(site: Site) -> list[str]:
    """Every route there is, ours and Datasette's."""
    return [pattern.pattern for pattern, _ in site.datasette._routes()]


@pytest.mark.slow
def test_every_route_answers_each_role_as_it_should(site: Site, names: dict[str, str]) -> None:
    """T06, T13: deny by default; what this table does not name is refused to everybody but managers."""
    wrong = []
    for pattern in patterns(site):
        rows = OPEN.get(pattern) or [(example(pattern), None, None, None, "for managers")]
        for address, *statuses, reason in rows:
            path = address.format(**names)
            assert re.match(pattern, path.partition("?")[0]), f"{pattern}: give an address of it in OPEN, not {path}"
            for actor, expected in zip((STAFF, ADMIN, *OTHERS), (*statuses, statuses[2], statuses[2]), strict=True):
                status = site.get(path, x_remote_user=actor).status_code
                if status != expected if expected is not None else status not in REFUSED:
                    wrong.append((path, actor, status, expected or "refused", reason))
    assert not wrong


def test_what_the_table_names_is_there(site: Site) -> None:
    """A row of a route that is gone proves nothing."""
    assert set(OPEN) <= set(patterns(site))


FORMATS = ["/history/{table}", "/history/{table}.json", "/history/{table}.csv", "/history/{table}.json?_shape=array&_size=max", "/history/{table}?_facet=rowid",
           "/history/{table}.json?_where=1=1", "/history/{table}?_sort_desc=rowid", "/history/{table}.csv?_stream=on", "/history/{table}/1", "/history/{table}/1.json"]  # fmt: skip
SQL = ["/history?sql=select+*+from+message", "/history.json?sql=select+*+from+message", "/history.csv?sql=select+*+from+message", "/history.db", "/-/databases.json",
       "/history.json", "/.json", "/.jsono", "/-/metadata.json", "/-/actor.json", "/-/permissions", "/-/allow-debug", "/-/messages", "/-/patterns",
       "/:memory:", "/_memory?sql=select+1", "/-/auth-token?token=x", "/history/message/1.blob?_blob_column=own_text", "//history/message", "/HISTORY/message",
       "/%68istory/message", "/history~2Fmessage", "/./history/message", "/history/promises/%2e%2e/message.json"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("actor", [STAFF, ADMIN, *OTHERS])
def test_tables_sql_and_exports_are_the_managers_in_every_format(site: Site, actor: str) -> None:
    """T06, T07, T10: no spelling of an address gets around it."""
    tried = [*SQL, *(f.format(table=table) for f in FORMATS for table in ("message", "promises", "search", "audit"))]
    got = {path: site.get(path, x_remote_user=actor).status_code for path in tried}
    assert {path: status for path, status in got.items() if status not in REFUSED} == {}


@pytest.mark.slow
def test_managers_have_tables_and_sql(site: Site) -> None:
    """The refusals above are of roles, not of broken addresses."""
    for path in ("/history/message.json", "/history.json?sql=select+1", "/history/promises.csv", "/customers", "/sources", "/"):
        assert site.get(path, x_remote_user=MANAGER).status_code == 200, path


# ── every page a colleague can reach ─────────────────────────────────────────────────────────────────────────────

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
ENOUGH = 150  # pages
SEARCHES = ["filter", "kondicionierius", "sutartis", "клиент", "the", "invoice", "Baltic", "+370", "klimatas.example"]


def crawl(site: Site, actor: str) -> Iterator[tuple[str, str]]:
    """Every page that links lead to, from the start page, the lists and some searches: address and text."""
    waiting = ["/", "/customers", "/companies", "/promises", "/reports", "/sources", "/calls", "/offers", "/complaints", "/handoffs", "/meet", *(f"/search?q={word}" for word in SEARCHES)]
    known = set(waiting)
    kinds: dict[str, int] = {}
    while waiting and len(known) < 2000:
        path = waiting.pop(0)
        kind = re.sub(r"[0-9a-f-]{8,}|\?.*", "*", path)
        kinds[kind] = kinds.get(kind, 0) + 1
        if kinds[kind] > 25 or path.startswith(("/assets/", "/-/")) or "lang=" in path:
            continue
        answer = site.get(path, x_remote_user=actor)
        if answer.status_code != 200:
            continue
        yield path, unescape(answer.text)
        for link in map(unescape, LINK.findall(answer.text)):
            if link not in known:
                known.add(link)
                waiting.append(link)


def canaries(site: Site) -> dict[str, str]:
    """What stands in foreign items and nowhere in what Dalia may read: subjects and stretches of text, each with its item.

    Of a mail among colleagues the words of a promise for a customer of hers are hers to read, and its subject.
    """
    db = sqlite3.connect(site.config.store.path)
    items, persons, companies = seen(db)
    quotes = [f"{quote}\n{subject}" for quote, subject, company, person in db.execute(
        "SELECT p.quote, i.subject, p.organisation_id, d.person_id FROM promise p JOIN interaction i ON i.id = p.interaction_id "
        "LEFT JOIN identifier d ON d.kind = 'address' AND d.value = p.beneficiary") if company in companies or person in persons]  # fmt: skip
    texts = db.execute("SELECT i.id, i.key, i.subject, coalesce(m.own_text, e.description, '') FROM interaction i LEFT JOIN message m ON m.interaction_id = i.id "
                       "LEFT JOIN meeting e ON e.interaction_id = i.id").fetchall()  # fmt: skip
    db.close()
    allowed = "\n".join(" ".join(text.split()) for text in [*(f"{subject}\n{text}" for id_, _, subject, text in texts if id_ in items), *quotes])
    found = {}
    for id_, key, subject, text in texts:
        words = text.split()
        pieces = [subject, *(" ".join(words[n : n + 5]) for n in range(0, max(1, len(words) - 5), 5))]
        for piece in pieces if id_ not in items else ():
            if len(piece) >= 20 and piece not in allowed:
                found[piece] = key
    return found


@pytest.mark.slow
def test_no_word_of_foreign_items_is_on_any_page_a_colleague_can_reach(site: Site) -> None:
    """T06: what Dalia has no part in is on no page of hers, however she follows links."""
    words = canaries(site)
    assert len(words) > 100
    pages = dict(crawl(site, STAFF))
    assert len(pages) > 30 and any(path.startswith("/message/") for path in pages) and any(path.startswith("/customer/") for path in pages)
    leaked = {(path, word) for path, text in pages.items() for flat in [" ".join(re.sub(r"<[^>]+>", "", text).split())] for word in words if word in flat}
    assert not leaked


@pytest.mark.slow
def test_a_manager_finds_these_words(site: Site) -> None:
    """The crawl above would see them if they were there."""
    piece, key = next(iter(canaries(site).items()))
    text = unescape(site.get(f"/message/{key}", x_remote_user=MANAGER).text) + unescape(site.get(f"/meeting/{key}", x_remote_user=MANAGER).text)
    assert piece in " ".join(re.sub(r"<[^>]+>", "", text).split())


@pytest.mark.slow
def test_an_administrator_sees_no_customer_and_no_name_of_a_folder(site: Site) -> None:
    """Health only: the pages an administrator can reach name nobody outside the company."""
    outside = [value for (value,) in site.rows("SELECT value FROM identifier WHERE kind = 'address'")] + [n for (n,) in site.rows("SELECT name FROM person WHERE name <> ''")]
    folders = [name for (name,) in site.rows("SELECT name FROM collection WHERE role NOT IN ('inbox', 'sent')") if len(name) > 3]
    sources = {name for (name,) in site.rows("SELECT name FROM source")}
    pages = dict(crawl(site, ADMIN))
    assert set(pages) == {"/sources"}
    assert not [word for word in {*outside, *folders} - sources if any(re.search(rf"[> ]{re.escape(word)}[< ]", text) for text in pages.values())]


# ── cards ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_foreign_customer_has_a_short_card(site: Site, names: dict[str, str]) -> None:
    """R4: who, whose, since when, last contact by whom; and nothing that was written."""
    (name, owner), *_ = site.rows("SELECT n.name, coalesce(s.name, '') FROM person n LEFT JOIN organisation o ON o.id = n.organisation_id "
                                  "LEFT JOIN staff s ON s.address = o.owner WHERE n.uuid = ?", names["person"])  # fmt: skip
    answer = site.get(f"/customer/{names['person']}", x_remote_user=STAFF, accept_language="en")
    assert answer.status_code == 200 and "This is the short card." in answer.text
    assert name in unescape(answer.text) and owner in unescape(answer.text) and "/message/" not in answer.text and "/promise/" not in answer.text
    whole = site.get(f"/customer/{names['person']}", x_remote_user=MANAGER, accept_language="en")
    assert "This is the short card." not in whole.text and f"/customer/{names['person']}/looks" in whole.text


def test_a_foreign_customer_is_found_by_name_address_and_number(site: Site, names: dict[str, str]) -> None:
    """A new contact of an old customer is never a stranger."""
    for kind, value in site.rows("SELECT d.kind, d.value FROM identifier d JOIN person n ON n.id = d.person_id WHERE n.uuid = ?", names["person"]):
        found = site.get(f"/customers?q={value.replace('+', '%2B')}", x_remote_user=STAFF)
        assert f"/customer/{names['person']}" in found.text, kind


# ── the questions themselves ─────────────────────────────────────────────────────────────────────────────────────


def test_the_questions_agree_with_sets_over_the_whole_store(site: Site) -> None:
    """Row by row, for everything in the store."""
    db = sqlite3.connect(site.config.store.path)
    try:
        items, persons, companies = seen(db)
        for table, expected in (("interaction", items), ("person", persons), ("organisation", companies)):
            ask = {"interaction": lambda i: rights.sees_item(db, Reader(STAFF, "staff"), i),
                   "person": lambda i: rights.sees_customer(db, Reader(STAFF, "staff"), person_id=i),
                   "organisation": lambda i: rights.sees_customer(db, Reader(STAFF, "staff"), organisation_id=i)}[table]  # fmt: skip
            got = {id_ for (id_,) in db.execute(f"SELECT id FROM {table}").fetchall() if ask(id_)}
            assert got == expected, table
            assert got and got != {id_ for (id_,) in db.execute(f"SELECT id FROM {table}")}
    finally:
        db.close()


def test_a_colleagues_board_shows_what_was_promised_to_them(site: Site) -> None:
    """What they wait for, as on a manager's board; and nothing that another waits for."""
    given = site.rows("SELECT beneficiary, key FROM promise WHERE kind = 'theirs' AND state = 'open' AND beneficiary LIKE '%@klimatas.example'")
    assert len({who for who, _ in given}) > 1
    for reader in {who for who, _ in given}:
        if site.config.person(reader).role == "staff":
            page = site.get("/promises?section=theirs", x_remote_user=reader).text
            assert {key for who, key in given if f'href="/promise/{key}"' in page} == {key for who, key in given if who == reader}


def test_a_member_of_a_shared_mailbox_sees_what_it_met(demo: Site) -> None:
    """Named as a member in the config, though never in the mail itself."""
    (name,) = next(row for row in demo.rows("SELECT s.name FROM source s WHERE s.owner = '' AND EXISTS (SELECT 1 FROM collection c JOIN sighting g ON g.collection_id = c.id WHERE c.source_id = s.id)"))
    db = sqlite3.connect(demo.config.store.path)
    try:
        met = [i for (i,) in db.execute("SELECT i.id FROM interaction i JOIN sighting g ON g.key = i.key JOIN collection c ON c.id = g.collection_id "
                                        "JOIN source s ON s.id = c.source_id WHERE s.name = ?", (name,))]  # fmt: skip
        nobody, member = Reader("new@klimatas.example", "staff"), Reader("new@klimatas.example", "staff", f'["{name}"]')
        assert met and all(rights.sees_item(db, member, i) for i in met) and not any(rights.sees_item(db, nobody, i) for i in met)
        (person,) = db.execute("SELECT person_id FROM contact WHERE interaction_id = ?", (met[0],)).fetchone()
        assert rights.sees_customer(db, member, person_id=person) and not rights.sees_customer(db, nobody, person_id=person)
    finally:
        db.close()


def test_a_new_share_is_seen_at_once_on_its_page_and_soon_in_lists(demo: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists ask for each of their rows, so what is shared is kept for a while; a page asks anew."""
    db = sqlite3.connect(tmp_path / "copy.db")
    sqlite3.connect(demo.config.store.path).backup(db)
    try:
        _, persons, _ = seen(db)
        person, item = next((p, i) for p, i in db.execute("SELECT c.person_id, c.interaction_id FROM contact c JOIN person n ON n.id = c.person_id ORDER BY c.at") if p not in persons)
        assert not rights.sees_customer(db, Reader(STAFF, "staff"), person_id=person) and not rights.sees_item(db, Reader(STAFF, "staff"), item)
        (other,) = db.execute("SELECT interaction_id FROM contact WHERE person_id = ? AND interaction_id <> ?", (person, item)).fetchone()
        db.execute("INSERT INTO party SELECT ?, 99, 'cc', address, name, NULL, '', NULL, id FROM staff WHERE address = ?", (other, STAFF))
        assert rights.sees_customer(db, Reader(STAFF, "staff"), person_id=person) and rights.sees_item(db, Reader(STAFF, "staff"), other)
        db.commit()  # what is kept is read on a connection of its own
        monkeypatch.setattr(rights, "REACH_LASTS", 0.0)
        assert rights.sees_item(db, Reader(STAFF, "staff"), item)
    finally:
        db.close()


READERS = [
    ({"auth": "none"}, None, "manager", "without authentication everybody here is"),
    ({"auth": "proxy", "people": {}}, None, "", "nobody"),
    ({"auth": "proxy", "people": {}}, {"id": "a@b.example"}, "", "not one of ours"),
    ({"auth": "proxy", "people": {"a@b.example": {"address": "a@b.example", "role": "staff", "left": "", "mailboxes": "[]", "addresses": "[]"}}}, {"id": "A@B.example"}, "staff", "as written or not"),
    ({"auth": "proxy", "people": {"a@b.example": {"address": "a@b.example", "role": "manager", "left": "2026-11-23", "mailboxes": "[]", "addresses": "[]"}}}, {"id": "a@b.example"}, "", "left today"),
    ({"auth": "proxy", "people": {"a@b.example": {"address": "a@b.example", "role": "manager", "left": "2026-11-24", "mailboxes": "[]", "addresses": "[]"}}}, {"id": "a@b.example"}, "manager", "leaves tomorrow"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "actor", "role", "reason"), READERS)
def test_a_role_follows_from_the_config_of_today(told: dict[str, object], actor: dict[str, str] | None, role: str, reason: str) -> None:
    """T3."""
    assert rights.reader(told, actor, "2026-11-23").role == role, reason


GROUPINGS = [
    ("manager", False, Grouping(by_person=False), "departments"),
    ("manager", True, Grouping(by_person=True), "the company has decided so"),
    ("staff", False, Grouping(by_person=True, only="a@b.example"), "their own"),
    ("staff", True, Grouping(by_person=True, only="a@b.example"), "still only their own"),
    ("", False, Grouping(by_person=True, only="a@b.example"), "no role: nobody else's"),
]


@pytest.mark.parametrize(("role", "by_person", "expected", "reason"), GROUPINGS)
def test_figures_of_single_people_are_their_own(role: str, by_person: bool, expected: Grouping, reason: str) -> None:
    """Figures by person only for the person, unless the config says otherwise."""
    assert rights.grouping(Reader("a@b.example", role), {"by_person": by_person}) == expected, reason


DEPARTMENTS = [
    ({"sales": 6, "service": 5}, {"sales", "service"}, "both are large enough"),
    ({"sales": 6, "office": 5, "service": 2}, {"sales"}, "two alone could be told apart from the rest: the smallest large one goes with them"),
    ({"sales": 6, "service": 3, "office": 2}, {"sales"}, "five together are enough"),
    ({"service": 3}, set(), "nobody is shown"),
]


@pytest.mark.parametrize(("sizes", "shown", "reason"), DEPARTMENTS)
def test_departments_of_fewer_than_five_are_shown_together(sizes: dict[str, int], shown: set[str], reason: str) -> None:
    """So that no figure is one person's, also not as what remains of the whole."""
    db = sqlite3.connect(":memory:")
    db.executescript("CREATE TABLE department (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE staff (id INTEGER PRIMARY KEY, department_id INTEGER, left_on TEXT)")
    for n, (name, people) in enumerate(sizes.items(), 1):
        db.execute("INSERT INTO department VALUES (?, ?)", (n, name))
        db.executemany("INSERT INTO staff (department_id, left_on) VALUES (?, ?)", [(n, None)] * people + [(n, "2026-01-01")] * 9)
    try:
        assert set(rights.departments(db, Grouping(by_person=False)).values()) == shown, reason
        assert set(rights.departments(db, Grouping(by_person=True)).values()) == set(sizes), reason
    finally:
        db.close()
