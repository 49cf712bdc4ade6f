"""What strangers write stays text, and nobody gets in who should not (FAULTS section 3)."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import re
import socket
import time
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from datasette_plugins.exports import harmless
from syncd.config import load
from syncd.errors import ConfigError, Unavailable
from syncd.serve import build, guard, listen
from tests.peak import forget_peak, peak_mb

from .conftest import Site, filled

PAYLOADS = [
    "<script>alert(1)</script>", "<svg/onload=alert(1)>", "\"><img src=x onerror=alert(1)>", "'><b onmouseover=alert(1)>", "javascript:alert(1)",
    "</textarea></title></style></script><script>alert(1)</script>", "{{7*7}}{% raw %}", "<a href=\"javascript:alert(1)\">click</a>", "<iframe srcdoc='<script>1</script>'>",
    "<math><mtext></mtext><mglyph><style><img src onerror=alert(1)>", "&lt;script&gt;alert(1)&lt;/script&gt;", "http://evil.example/<script>",
]  # fmt: skip
CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"
[store]
path = "history.db"
[privacy]
notice_given = "2026-01-01"
[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"
[[source]]
name = "inbox"
connector = "eml"
path = "mail/inbox"
owner = "rasa@klimatas.example"
role = "inbox"
[[source]]
name = "sent"
connector = "eml"
path = "mail/sent"
owner = "rasa@klimatas.example"
role = "sent"
[[source]]
name = "calendar"
connector = "vdir"
path = "calendar"
owner = "rasa@klimatas.example"
"""


def _folded_name(payload: str) -> str:
    return '"' + payload.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _received(n: int, payload: str) -> str:
    return (
        f"From: {_folded_name(payload)} <stranger{n}@evil{n}.example>\nTo: rasa@klimatas.example\nSubject: {payload}\nDate: Thu, 19 Nov 2026 10:{n:02}:00 +0200\n"
        f"Message-ID: <in{n}@evil.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\nContent-Type: text/plain; charset=utf-8\n\n"
        f"Please see {payload} and answer.\n> {payload}\n--xx\nContent-Type: text/html\nContent-Disposition: attachment; filename={_folded_name(payload)}\n\n<script>alert(2)</script>\n--xx--\n"
    )


def _sent(n: int, payload: str) -> str:
    return (
        f"From: Rasa <rasa@klimatas.example>\nTo: {_folded_name(payload)} <stranger{n}@evil{n}.example>\nSubject: Re: {payload}\nDate: Thu, 19 Nov 2026 12:{n:02}:00 +0200\n"
        f"Message-ID: <out{n}@klimatas.example>\nIn-Reply-To: <in{n}@evil.example>\nContent-Type: text/plain; charset=utf-8\n\nI will send you {payload} by Friday.\n"
    )


def _meeting(n: int, payload: str) -> str:
    value = payload.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    name = payload.replace('"', "'")
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:m{n}@evil.example\r\nDTSTAMP:20261119T100000Z\r\nDTSTART:2026112{n % 10}T1{n % 10}0000Z\r\nDURATION:PT1H\r\n"
        f"SUMMARY:{value}\r\nDESCRIPTION:{value}\r\nLOCATION:{value}\r\nURL:javascript:alert({n})\r\nORGANIZER;CN=\"{name}\":mailto:stranger{n}@evil{n}.example\r\n"
        f"ATTENDEE;CN=Rasa:mailto:rasa@klimatas.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A store in which every field a stranger can fill holds an attack."""
    folder = tmp_path_factory.mktemp("hostile")
    for place in ("mail/inbox", "mail/sent", "calendar"):
        (folder / place).mkdir(parents=True)
    for n, payload in enumerate(PAYLOADS):
        (folder / "mail/inbox" / f"{n}.eml").write_text(_received(n, payload), "utf-8")
        (folder / "mail/sent" / f"{n}.eml").write_text(_sent(n, payload), "utf-8")
        (folder / "calendar" / f"{n}.ics").write_bytes(_meeting(n, payload).encode())
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    return filled(folder / "config.toml")


class Elements(HTMLParser):
    """What a browser would make of a page: its elements and their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "iframe", "object", "embed", "img", "math", "base"):
            self.bad.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc") or ((value or "").strip().lower().startswith(("javascript:", "data:")) and name in ("href", "src", "action")):
                self.bad.append(f"{tag} {name}={value}")
            if name == "href":
                self.links.append(value or "")


def _addresses(site: Site) -> list[str]:
    found = ["/", "/customers", "/companies", "/promises", "/sources", "/search?q=please", "/search?q=alert", "/history", "/history/interaction", "/history/timeline",
             "/history/promises", "/history/people", "/history/meetings", "/history/message", "/history/party", "/history/attachment", "/history/meeting",
             "/history?sql=select+*+from+timeline"]  # fmt: skip
    found += [f"/customer/{u}" for (u,) in site.rows("SELECT uuid FROM person")]
    found += [f"/company/{u}" for (u,) in site.rows("SELECT uuid FROM organisation LIMIT 3")]
    found += [f"/{kind}/{key}" for kind, key in site.rows("SELECT kind, key FROM interaction")]
    return found + [f"/promise/{key}" for (key,) in site.rows("SELECT key FROM promise")]


@pytest.mark.slow
def test_what_strangers_write_stays_text_on_every_page(hostile: Site) -> None:
    """T01, T02, T03, T04: attacks in subject, name, body, quote, file name, calendar fields make no element, no attribute, no link out."""
    assert hostile.one("SELECT count(*) FROM promise") >= 3
    assert hostile.one("SELECT count(*) FROM interaction") == 3 * len(PAYLOADS)
    for address in _addresses(hostile):
        answer = hostile.get(address)
        assert answer.status_code == 200, address
        page = Elements()
        page.feed(answer.text)
        assert page.bad == [], address
        assert [link for link in page.links if not link.startswith(("/", "#", "?", "http://localhost/"))] == [], address
        assert "49{" not in answer.text


@pytest.mark.slow
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_readers_type_stays_text(hostile: Site, payload: str) -> None:
    """T01: an attack in the address of a page (a link somebody sends) is shown as text."""
    typed = quote(payload, safe="")
    for address in (f"/search?q={typed}", f"/customers?q={typed}", f"/promises?customer={typed}&colleague={typed}&section={typed}", f"/promises?after={typed}",
                    f"/search?q=please&before={typed}", f"/customers?after={typed}", f"/{typed}", f"/history/people?_sort={typed}", f"/history/people?name={typed}"):  # fmt: skip
        answer = hostile.get(address)
        page = Elements()
        page.feed(answer.text)
        assert page.bad == [], address


def test_the_store_cannot_be_written_through_the_pages(demo: Site) -> None:
    """T07, T39: SQL of a manager reads; it neither writes nor attaches another file nor reads the store's own key."""
    for sql in ("delete from promise", "select * from meta", "attach database '/etc/passwd' as x", "pragma writable_schema=1", "select m.value from meta m", "vacuum into '/tmp/x'"):
        answer = demo.get(f"/history.json?sql={sql.replace(' ', '+')}")
        assert answer.status_code in (400, 403), sql
    assert demo.get("/history/meta").status_code == 403
    assert demo.get("/history.db").status_code in (403, 404)


BOMBS = [
    # a query, reason
    ("select+zeroblob(900000000)", "a value too long"),
    ("select+length(printf('%25.*c',900000000,'x'))", "a width too great, which no time limit ends"),
    ("select+hex(randomblob(400000000))", "two values too long"),
    ("with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)%2Bsum(x)+from+c", "no end"),
]


@pytest.mark.parametrize(("sql", "reason"), BOMBS)
def test_a_query_that_would_never_end_is_stopped(demo: Site, sql: str, reason: str) -> None:
    """T08: memory and time of one query are bounded, and the reader is told."""
    forget_peak()
    before, begun = peak_mb(), time.monotonic()
    answer = demo.get(f"/history?sql={sql}")
    assert answer.status_code == 400, reason
    assert peak_mb() - before < 100, "MB more"
    assert time.monotonic() - begun < 10, "where others work, too"


CELLS = [
    ("=HYPERLINK(\"http://evil.example\")", "'=HYPERLINK(\"http://evil.example\")", "a formula"), ("+1+1", "'+1+1", "a formula by its sign"), ("-2,5", "-2,5", "a number"),
    ("@SUM(A1)", "'@SUM(A1)", "an old function"), ("\t=1", "'\t=1", "behind a tab"), ("  =1", "'  =1", "behind spaces"), ("+37060000101", "+37060000101", "a telephone number is a number"),
    ("plain", "plain", "text"), ("a=b", "a=b", "not at the beginning"), ("", "", "empty"), ("＝1", "'＝1", "a wide sign"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "shown", "reason"), CELLS)
def test_a_cell_never_begins_like_a_formula(cell: str, shown: str, reason: str) -> None:
    """T05: what a spreadsheet would run gets an apostrophe; numbers stay numbers."""
    assert harmless(cell) == shown, reason


def test_no_export_holds_a_formula(demo: Site) -> None:
    """T05: in the CSV of tables, views and queries."""
    for address in ("/history/promises.csv", "/history/interaction.csv", "/history.csv?sql=select+'=1%2B1'+as+a,'@x'+as+b,-3+as+c"):
        answer = demo.get(address)
        assert answer.status_code == 200
        cells = [cell for line in csv.reader(io.StringIO(answer.text)) for cell in line]
        assert cells and not [c for c in cells if c.startswith(("=", "@", "+", "\t"))]
    assert cells[3:] == ["'=1+1", "'@x", "-3"]


@pytest.mark.parametrize(("host", "auth", "reason"), [("0.0.0.0", "none", "every address"), ("192.168.1.5", "none", "the network"), ("::", "none", "every address, IPv6"),
                                                      ("pages.example", "none", "a name")])  # fmt: skip
def test_without_authentication_only_this_machine_is_served(demo: Site, host: str, auth: str, reason: str) -> None:
    """T13: start-up is refused with exit 78, the reason and the remedy."""
    web = dataclasses.replace(demo.config.web, host=host, auth=auth)
    with pytest.raises(ConfigError) as refused:
        guard(dataclasses.replace(demo.config, web=web), host)
    assert refused.value.exit_code == os.EX_CONFIG == 78, reason
    assert "proxy" in str(refused.value)


def test_a_config_that_binds_to_the_network_without_authentication_is_refused(tmp_path: Path) -> None:
    """T13: by the config already, before anything is opened."""
    (tmp_path / "config.toml").write_text(CONFIG + '[web]\nbind = "0.0.0.0:8001"\n', "utf-8")
    with pytest.raises(ConfigError, match="can be reached from other machines"):
        load(tmp_path / "config.toml")


def test_a_port_in_use_is_said_plainly() -> None:
    """The reader learns which port and what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Unavailable, match=rf"127\.0\.0\.1:{port}.*--port"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "status", "reason"), [("localhost", 200, "ours"), ("127.0.0.1:8001", 200, "ours, with its port"), ("[::1]:8001", 200, "IPv6"),
                                                        ("evil.example", 421, "a name somebody points at us"), ("localhost.evil.example", 421, "begins like ours")])  # fmt: skip
def test_a_strange_name_for_this_machine_is_refused(demo: Site, host: str, status: int, reason: str) -> None:
    """T10: a page elsewhere whose name is made to point here (DNS rebinding) reads nothing."""
    assert demo.get("/", host=host).status_code == status, reason


@pytest.fixture(scope="module")
def behind_a_proxy(demo: Site) -> Site:
    """The same store, served to those whom a proxy names."""
    site = object.__new__(Site)
    site.config = dataclasses.replace(demo.config, web=dataclasses.replace(demo.config.web, auth="proxy", proxy_header="X-Remote-User"))
    site.open(build(site.config))
    return site


ACTORS = [
    ("jonas@klimatas.example", 200, "a manager"), ("JONAS@klimatas.example", 200, "case does not matter"),
    ("stranger@evil.example", 403, "unknown"), ("", 403, "nobody"), ("mindaugas@klimatas.example", 403, "has left"),
]  # fmt: skip


@pytest.mark.parametrize(("actor", "status", "reason"), ACTORS)
@pytest.mark.parametrize("address", ["/", "/customers", "/promises", "/search?q=ona", "/sources", "/history", "/history/promises", "/history/promises.json", "/history.json?sql=select+1",
                                     "/history/people.csv", "/reports", "/schema"])  # fmt: skip
def test_everything_is_refused_unless_a_role_allows_it(behind_a_proxy: Site, address: str, actor: str, status: int, reason: str) -> None:
    """T06, T12, T13: deny by default, on every kind of address; a header or cookie of Datasette's own gives nothing."""
    answer = behind_a_proxy.get(address, x_remote_user=actor, cookie="ds_actor=forged")
    assert answer.status_code == status, (reason, address)
    if status == 403:
        assert not re.search(r"kazlausk", answer.text, re.IGNORECASE)


INNER = ["databases", "databases.json", "versions.json", "settings.json", "plugins", "metadata.json", "threads.json", "config.json", "actor.json", "patterns", "messages", "permissions", "allow-debug"]


@pytest.mark.parametrize("name", INNER)
def test_the_inner_pages_of_datasette_are_nobodys(demo: Site, name: str) -> None:
    """They tell where the store lies, which programs serve it and how: an administrator has the machine itself for that."""
    assert demo.get(f"/-/{name}").status_code == 403


def test_a_query_does_not_tell_where_the_store_lies(demo: Site) -> None:
    """SQLite's list of databases names the file."""
    answer = demo.get("/history.json?sql=select+*+from+pragma_database_list")
    assert answer.json()["rows"] == [] and str(demo.config.folder) not in answer.text


STRANGE = [
    ("evidence/1", 400, "a row by one value where its key has two"),
    ("evidence/1,2,3", 404, "by three"),
    ("evidence/a,b", 404, "a row that is not there"),
    ("interaction?_sort=nothing", 400, "sorted by a column that is not there"),
    ("interaction?_sort=at&_sort_desc=at", 400, "sorted both ways"),
    ("interaction?_facet=nothing", 400, "counted by a column that is not there"),
    ("interaction?_through={}", 400, "through a table that is not named"),
    ("interaction?_through=[1", 400, "through what cannot be read"),
    ("interaction?_size=many", 400, "a size that is no number"),
    ("interaction?_where=nothing", 400, "a condition that is none"),
    ("interaction?_next=,,,", 400, "a page that begins nowhere"),
    ("interaction?_col=nothing", 400, "a column that is not there"),
]


@pytest.mark.parametrize(("path", "status", "reason"), STRANGE, ids=[reason for *_, reason in STRANGE])
def test_an_address_nobody_was_led_to_is_no_fault_of_ours(demo: Site, caplog: pytest.LogCaptureFixture, path: str, status: int, reason: str) -> None:
    """T10: it is answered as a wrong address, and the log says nothing."""
    assert demo.get(f"/history/{path}").status_code == status, reason
    assert not caplog.records
