"""What strangers write stays text: more than 150 attacks in each of more than 12 fields, on every page that shows them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from .conftest import Site
from .hostile import PAYLOADS, fill, groups
from .markup import Markup

pytestmark = pytest.mark.slow

NOW = "2026-11-16T14:00:00+02:00"
SHOWN = 150  # attacks of a field that were seen as text on some page, at least
FIELDS = {
    # field → how many of its attacks a page must have shown
    "subject": SHOWN, "name": SHOWN - 10, "body": SHOWN, "quoted": SHOWN, "file": SHOWN - 10, "words": 0, "signature": 0, "complaint": SHOWN - 30, "offer": SHOWN - 30, "promise": SHOWN - 20,
    "summary": SHOWN, "description": SHOWN, "location": SHOWN, "organizer": SHOWN - 10, "card": SHOWN - 10, "org": SHOWN, "title": 0, "note": 0, "customer": SHOWN, "street": SHOWN, "number": SHOWN,
    "product": SHOWN, "state": SHOWN, "invoice": SHOWN, "unit": SHOWN, "query": SHOWN, "sql": SHOWN, "folder": 60,
}  # fmt: skip
MARK = re.compile(r"zq((?:(?!zq)[a-z])+)(\d+)q")
TABLES = "select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite%' and name not like 'search_%' and name not in ('meta', 'staff_known') order by name"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The company of the attacks, served in this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCD_NOW", NOW)
        yield Site(fill(tmp_path_factory.mktemp("hostile"), PAYLOADS))


@pytest.fixture(autouse=True)
def the_day(no_settings_of_ours: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of these pages stands still, too."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


def addresses(site: Site) -> Iterator[str]:
    """A page of each thing in the store, each table, and lists by searches."""
    yield from ("/", "/customers", "/companies", "/promises", "/reports", "/sources", "/calls", "/offers", "/complaints", "/breaches?older=1", "/collisions", "/returned", "/no-contact", "/handoffs", "/review/people", "/review/promises", "/review/wishes", "/schema", "/history",
                "/search?q=please", "/search?q=alert", "/search?q=zqwords1q", "/search?q=evil", "/history?sql=select+subject+from+interaction")  # fmt: skip
    yield from (f"/{kind}/{key}" for kind, key in site.rows("SELECT kind, key FROM interaction WHERE subject LIKE '%zq%' OR kind = 'meeting' OR (kind = 'call' AND id % 8 = 0)"))
    yield from (f"/promise/{key}" for (key,) in site.rows("SELECT key FROM promise WHERE id % 4 = 0"))
    yield from (f"/customer/{uuid}" for (uuid,) in site.rows("SELECT n.uuid FROM person n WHERE n.name LIKE '%zq%' ORDER BY n.id LIMIT 50"))
    yield from (f"/brief/{uuid}" for (uuid,) in site.rows("SELECT uuid FROM person LIMIT 10"))
    yield from (f"/company/{uuid}" for (uuid,) in site.rows("SELECT uuid FROM organisation"))
    yield from (f"/saved/q{n}" for n in range(len(groups(PAYLOADS))))
    for (table,) in site.rows(TABLES):
        yield f"/history/{table}?_size=max"


def checked(site: Site) -> Iterator[tuple[str, Markup]]:
    """Every such page, and those that follow it: what a list says of itself by `after` and `before`."""
    waiting, known = list(addresses(site)), set()
    while waiting:
        address = waiting.pop()
        if address in known or len(known) > 3000:
            continue
        known.add(address)
        answer = site.get(address)
        assert answer.status_code in (200, 404), (address, answer.status_code)
        page = Markup(answer.text)
        yield address, page
        waiting += [link for link in page.links if link.startswith("/") and re.search(r"[?&](after|before|_next|section)=", link)]


def test_attacks_in_every_field_stay_text_on_every_page(hostile: Site) -> None:
    """T01, T02, T03, T04: no element, handler, style or link out comes of what strangers wrote, and all of it was seen as text."""
    seen: dict[str, set[int]] = defaultdict(set)
    pages, computed = 0, []
    for address, page in checked(hostile):
        assert page.bad == [], address
        pages += 1
        for field, n in MARK.findall(page.text):
            seen[field].add(int(n))
        if re.search(r"zq(?!file)[a-z]+\d+q \W{0,3}49\b", page.text):
            computed.append(address)
    assert computed == [], "a template was computed"
    assert pages > 300
    short = {field: len(seen[field]) for field, most in FIELDS.items() if len(seen[field]) < most}
    assert short == {}, "attacks that no page has shown prove nothing"
    assert sum(len(found) >= SHOWN for found in seen.values()) >= 12 and len(PAYLOADS) > 150


TYPED = [
    # an address in which a reader (or who sends a link) writes, what it is
    ("/search?q={}", "the words of a search"), ("/search?q=please&before={}", "a place in a search"), ("/customers?q={}", "a name"), ("/customers?after={}", "a place in a list"),
    ("/companies?q={}", "a company"), ("/promises?customer={0}&colleague={0}&section={0}&after={0}", "filters of promises"), ("/{}", "a page that is not there"),
    ("/history/people?_sort={}", "a column"), ("/history/people?name={}", "a value"), ("/history/people?_where={}", "a condition"), ("/history?sql={}", "SQL"), ("/saved/q1?x={}", "a value of a query"),
    ("/saved/new?sql={}", "a query to save"), ("/report/volume?from={0}&to={0}&department={0}&by={0}", "a period"), ("/reports?deleted={}", "a name that was taken away"), ("/?lang={}", "a language"),
    ("/calls?q={0}&outcome={0}&after={0}", "filters of calls"), ("/offers?product={0}&state={0}", "of offers"), ("/complaints?state={0}&after={0}", "of complaints"), ("/handoffs?to={0}&after={0}", "of hand-offs"),
    ("/report/{}", "a report that is not there"), ("/history/{}", "a table that is not there"), ("/-/{}", "a page of Datasette"), ("/customer/{}", "somebody who is not there"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "reason"), TYPED, ids=[reason for _, reason in TYPED])
def test_attacks_in_an_address_stay_text(hostile: Site, address: str, reason: str) -> None:
    """T01, T04: of a link somebody sends nothing runs, whatever page answers."""
    for payload in PAYLOADS[:: 1 if address.startswith("/search?q={") else 5]:
        page = hostile.get(address.format(quote(payload, safe="")))
        if page.headers["content-type"].startswith("text/html"):
            assert Markup(page.text).bad == [], (payload, reason)


def test_data_is_never_taken_for_a_page(hostile: Site) -> None:
    """T01: JSON and CSV say what they are, and that a browser must not guess."""
    for address in ("/history/interaction.json", "/history/interaction.csv", "/history.json?sql=select+subject+from+interaction", "/saved/q1.json", "/saved/q1.csv", "/report/volume.json", "/report/volume.csv"):
        answer = hostile.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["content-type"].split(";")[0] in ("application/json", "text/csv", "text/plain"), address
        assert answer.headers["x-content-type-options"] == "nosniff"
