"""`make bench-web`: the pages on a store of a million interactions, as a browser has them from the running server.

Each page is asked for one after the other by one client, for different customers, mails and words; then by eight clients at once. The store is made first
where it is not there yet (some minutes, 3 GB), in the folder of --store; the clock of the pages stands still, so that the figures can be repeated.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import hashlib
import http.client
import math
import os
import random
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from datasette_plugins import fulltext
from datasette_plugins.report_files import read_all
from syncd.config import load
from syncd.core import stems
from syncd.store import migrations, relations, returning, rhythm
from syncd.world import open_world
from tests.bench.web_company import DEPARTMENTS, DOMAIN, MANAGERS, NOW, STAFF, colleague
from tests.bench.web_store import build

MANAGER, COLLEAGUE, ADMIN = colleague(1), colleague(MANAGERS + 2), colleague(STAFF)
BAR, SEARCH_BAR, REPORT_BAR, TOGETHER_BAR = 50, 100, 300, 1000  # ms
FIRST_PAINT = 200_000  # bytes
_CLIENTS, _SECONDS = 8, 20
_WINDOWS = 70  # more than a page is asked for
_BLOCKING = re.compile(rb'<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"|<script(?![^>]*\b(?:defer|async)\b)[^>]*src="([^"]+)"')
_FETCHED = re.compile(rb'<(?:link|script|img|source|iframe)\b[^>]*?(?:href|src)="((?:https?:)?//[^"]+)"')


@dataclass(frozen=True)
class Page:
    """One kind of page, the addresses of which any may be asked for, who asks, and how many ms it may take.

    `kept`: what it shows is kept until something is written, or for some minutes then; so before each reading something is.
    `anew`: of other days each time, so that it is counted; no eight people ask for that at once.
    """

    name: str
    paths: tuple[str, ...]
    bar: int = BAR
    who: str = MANAGER
    kept: bool = False
    anew: bool = False


@dataclass
class Told:
    """What a page cost: ms until each answer was there, ms of the server's CPU for each, bytes of its first paint, whatever else than 200 came."""

    ms: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    size: int = 0
    wrong: set[str] = field(default_factory=set)


def config(folder: Path) -> Path:
    """The config of the company of the store; a proxy names who asks."""
    staff = [f'[[staff]]\nemail = "{colleague(n)}"\nname = "Colleague {n}"\ndepartment = "{DEPARTMENTS[n % len(DEPARTMENTS)]}"\nrole = "{_role(n)}"\n' for n in range(1, STAFF + 1)]
    sources = [f'[[source]]\nname = "colleague{n}-mail"\nconnector = "maildir"\npath = "mail/{n}"\nowner = "{colleague(n)}"\n' for n in range(1, STAFF + 1)]
    shared = f'[[source]]\nname = "info-mail"\nconnector = "maildir"\npath = "mail/info"\nmembers = ["{colleague(4)}", "{COLLEAGUE}"]\n'
    head = f'[company]\nname = "Klimatas"\ndomains = ["{DOMAIN}"]\ntimezone = "Europe/Vilnius"\ncountry = "LT"\n[privacy]\nnotice_given = "2021-01-01"\n[web]\nauth = "proxy"\nproxy_header = "x-person"\n'
    file = folder / "config.toml"
    file.write_text("\n".join([head, *(f'[[department]]\nname = "{name}"\n' for name in DEPARTMENTS), *staff, *sources, shared]), encoding="utf-8")
    return file


def _role(n: int) -> str:
    return "manager" if n <= MANAGERS else "admin" if n == STAFF else "staff"


@contextlib.contextmanager
def served(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The pages of the store: host, port and the process's id, while they run."""
    command = [sys.executable, "-m", "syncd", "serve", "-c", str(config(folder)), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "SYNCD_NOW": NOW.isoformat()}) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            if not line.startswith("Serving "):
                raise SystemExit(f"the pages did not start: {line}")
            address = urlsplit(line.split()[1])
            yield address.hostname or "", address.port or 0, server.pid
        finally:
            server.terminate()
            server.wait(20)


def pages(db: sqlite3.Connection, rng: random.Random) -> list[Page]:
    """Every page, with addresses from the store."""

    def some(sql: str, path: str, count: int = 40) -> tuple[str, ...]:
        found = [quote(str(row[0])) for row in db.execute(sql)]
        return tuple(path.format(v) for v in rng.sample(found, min(count, len(found))))

    counts = "(SELECT count(*) FROM contact c WHERE c.{} = n.id)"
    people, companies = counts.format("person_id"), counts.format("organisation_id")
    big = some(f"SELECT uuid FROM person n ORDER BY {people} DESC LIMIT 4", "{}")
    usual = some(f"SELECT uuid FROM person n WHERE id % 97 = 3 AND {people} BETWEEN 10 AND 20", "{}")
    big_companies = some(f"SELECT uuid FROM organisation n ORDER BY {companies} DESC LIMIT 4", "{}")
    usual_companies = some(f"SELECT uuid FROM organisation n WHERE id % 37 = 3 AND {companies} BETWEEN 20 AND 100", "{}")
    mine = f"SELECT n.uuid FROM person n JOIN contact c ON c.person_id = n.id JOIN staff s ON s.id = c.staff_id WHERE s.address = '{COLLEAGUE}' AND c.at > '2026-06' GROUP BY 1 LIMIT 400"
    messages = some("SELECT key FROM interaction WHERE kind = 'message' AND id % 1009 = 7", "/message/{}")
    promises = some("SELECT key FROM promise WHERE id % 211 = 7", "/promise/{}")
    words = {"common": ("sutartis", "будет", "contract"), "usual": tuple(w for (w,) in db.execute("SELECT DISTINCT lower(name) FROM person WHERE id % 997 = 1 LIMIT 20"))}
    surnames = tuple(w.split()[-1] for w in words["usual"])
    numbers = some("SELECT value FROM identifier WHERE kind = 'phone' AND person_id % 997 = 1", "/search?q={}", 20)
    rare = some("SELECT 'K' || id FROM interaction WHERE kind = 'message' AND id % 4999 = 5", "/search?q={}", 20)

    def searched(name: str, texts: tuple[str, ...], who: str = MANAGER) -> Page:
        return Page(f"search: {name}", tuple(f"/search?q={quote(t)}" for t in texts), SEARCH_BAR, who)

    reports = [Page(f"report {name}", _windows(name), REPORT_BAR, anew=True) for name in read_all()[0]]
    again = [Page(f"report {name}, looked at again", (f"/report/{name}",), REPORT_BAR, kept=True) for name in read_all()[0]]
    rows = [Page(f"rows of report {name}", (f"/report/{name}/rows",), REPORT_BAR, kept=True) for name in read_all()[0]]
    return [
        Page("start", ("/",)), Page("start of my people", (f"/?people={colleague(2)}",)), Page("customers", ("/customers",)), Page("customers, later page", _later(db)),
        Page("customers by name", tuple(f"/customers?q={quote(n)}" for n in surnames)), Page("companies", ("/companies",)),
        Page("customer, usual", tuple(f"/customer/{u}" for u in usual)), Page("customer, 10,000 contacts", tuple(f"/customer/{u}" for u in big)),
        Page("company, usual", tuple(f"/company/{u}" for u in usual_companies)), Page("company, 20,000 contacts", tuple(f"/company/{u}" for u in big_companies)),
        Page("company, 20,000, filtered by a colleague", tuple(f"/company/{u}?colleague={COLLEAGUE}" for u in big_companies)),
        Page("company, 20,000, filtered by words", tuple(f"/company/{u}?q=sutartis" for u in big_companies)),
        Page("brief", tuple(f"/brief/{u}" for u in (*usual, *usual_companies))), Page("brief, 20,000 contacts", tuple(f"/brief/{u}" for u in (*big, *big_companies))),
        Page("promises", ("/promises",)), Page("promises of a colleague", tuple(f"/promises?colleague={colleague(n)}" for n in range(4, 24))),
        Page("promises of a customer", tuple(f"/promises?customer={quote(n)}" for n in surnames)), Page("promises, one section", ("/promises?section=unknown", "/promises?section=kept", "/promises?section=none")),
        Page("promise", promises), Page("message", messages), Page("meeting", some("SELECT key FROM interaction WHERE kind = 'meeting' AND id % 307 = 7", "/meeting/{}")),
        Page("hand-offs", ("/handoffs",)), Page("calls", ("/calls",)), Page("offers", ("/offers",)), Page("offers by words", ("/offers?q=kondicionierius", "/offers?q=zzz")), Page("complaints", ("/complaints",)), Page("breaches", ("/breaches", "/breaches?older=1", "/breaches?rule=quiet")), Page("collisions", ("/collisions",)), Page("not to be contacted", ("/no-contact",)), Page("returned", ("/returned",)),
        Page("people to confirm", ("/review/people",)), Page("promises to confirm", ("/review/promises",)), Page("sources", ("/sources",)), Page("reports", ("/reports",)), Page("schema", ("/schema",)),
        Page("whom to meet", ("/meet",)), Page("whom to meet, of a colleague", tuple(f"/meet?colleague={colleague(n)}" for n in range(4, 24))),
        Page("segments", ("/segments",)), Page("segment", ("/segment/quiet", "/segment/new", "/segment/often"), REPORT_BAR), Page("invitation", ("/segment/quiet/invite?family=1",), REPORT_BAR),
        Page("who looked", tuple(f"/customer/{u}/looks" for u in usual)),
        Page("search: a number in one mail", rare, SEARCH_BAR), searched("a common word", words["common"]), searched("two words", ("sutartis kaina", "contract invoice", "будет цена", "sutartis invoice")),
        searched("a full name", words["usual"]), searched("a surname", surnames), Page("search: a telephone number", numbers, SEARCH_BAR), searched("an unfinished word", ("sutart", "contr", "догов", "kondic", "zzzz")),
        *reports, *again, *rows,
        Page("start, a colleague", ("/",), who=COLLEAGUE), Page("customers, a colleague", ("/customers",), who=COLLEAGUE), Page("companies, a colleague", ("/companies",), who=COLLEAGUE),
        Page("customer of theirs, a colleague", some(mine, "/customer/{}"), who=COLLEAGUE), Page("card of another's, a colleague", tuple(f"/customer/{u}" for u in usual), who=COLLEAGUE),
        Page("company, 20,000 contacts, a colleague", tuple(f"/company/{u}" for u in big_companies), who=COLLEAGUE),
        Page("promises, a colleague", ("/promises",), who=COLLEAGUE), Page("hand-offs, a colleague", ("/handoffs",), who=COLLEAGUE), Page("calls, a colleague", ("/calls",), who=COLLEAGUE),
        Page("offers, a colleague", ("/offers",), who=COLLEAGUE), Page("complaints, a colleague", ("/complaints",), who=COLLEAGUE),
        searched("a common word, a colleague", words["common"], COLLEAGUE), searched("a surname, a colleague", surnames, COLLEAGUE), searched("two words, a colleague", ("sutartis kaina", "contract invoice"), COLLEAGUE),
        Page("report answers, a colleague", _windows("answers"), REPORT_BAR, COLLEAGUE, anew=True), Page("report load, a colleague", _windows("load"), REPORT_BAR, COLLEAGUE, anew=True),
        Page("sources, an administrator", ("/sources",), who=ADMIN),
    ]  # fmt: skip


def _windows(name: str) -> tuple[str, ...]:
    """A report of as many days as it has unless a reader chooses, each time of others: so it is counted each time."""
    year, month = divmod(NOW.year * 12 + NOW.month - read_all()[0][name].months, 12)
    ends = (dt.date(year, month + 1, 1), NOW.date())
    return tuple("/report/{}?from={}&to={}".format(name, *(day - dt.timedelta(days=n) for day in ends)) for n in range(_WINDOWS))


def _later(db: sqlite3.Connection) -> tuple[str, ...]:
    return tuple(f"/customers?after={quote(name.lower() + '~' + uuid)}" for name, uuid in db.execute("SELECT name, uuid FROM person WHERE id % 1499 = 3 LIMIT 20"))


class Client:
    """One browser: a connection that stays open, and which assets it has had."""

    def __init__(self, host: str, port: int) -> None:
        self._http = http.client.HTTPConnection(host, port, timeout=60)
        self._assets: dict[str, int] = {}

    def get(self, path: str, who: str) -> tuple[float, int, bytes]:
        """ms until the last byte, the status, the page."""
        began = time.perf_counter()
        self._http.request("GET", path, headers={"x-person": who, "accept-language": "lt"})
        answer = self._http.getresponse()
        body = answer.read()
        return (time.perf_counter() - began) * 1000, answer.status, body

    def painted(self, html: bytes) -> tuple[int, list[str]]:
        """Bytes that are needed before anything is seen, and what would be fetched from elsewhere."""
        blocking = {(a or b).decode() for a, b in _BLOCKING.findall(html)}
        for path in blocking - self._assets.keys():
            self._assets[path] = len(self.get(path, MANAGER)[2])
        return len(html) + sum(self._assets[p] for p in blocking), [found.decode() for found in _FETCHED.findall(html)]


def cpu(pid: int) -> float:
    """ms of CPU of all threads of a process so far. Source: the kernel's Documentation/scheduler/sched-stats."""
    found = 0.0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(OSError):  # a thread may have ended
            found += int((task / "schedstat").read_text().split()[0]) / 1e6
    return found


def started(pid: int) -> None:
    """Wait until a server does next to nothing for two seconds: what it does beside its first pages is no page's cost."""
    before, now = 0.0, cpu(pid)
    while now - before > 50:  # ms; it looks at its own clock ten times a second
        time.sleep(2)
        before, now = now, cpu(pid)


def alone(client: Client, pid: int, page: Page, runs: int, write: Callable[[], object], longest: float = 12.0) -> Told:
    """One page after the other; `write` writes something; `longest`: after so many seconds no more."""
    told, end = Told(), time.monotonic() + longest
    for n in range(-min(3, len(page.paths)), runs):
        if page.kept:
            write()
        before = cpu(pid)
        ms, status, html = client.get(page.paths[n % len(page.paths)], page.who)
        spent = cpu(pid) - before
        if status != 200:
            told.wrong.add(f"{status}")
        if n >= 0 or spent > 1000:  # before that the server warms up
            told.ms.append(ms)
            told.cpu.append(spent)
        size, elsewhere = client.painted(html)
        told.size = max(told.size, size)
        told.wrong.update(elsewhere)
        if time.monotonic() > end and told.ms:
            break
    return told


def together(host: str, port: int, listed: list[Page], seconds: int, write: Callable[[], object]) -> dict[str, Told]:
    """Eight clients that go through all pages in no order, each on its own connection; each second something is written."""
    listed = [page for page in listed if not page.anew]
    found: dict[str, Told] = {page.name: Told() for page in listed}
    end = time.monotonic() + seconds

    def browse(seed: int) -> None:
        client, rng = Client(host, port), random.Random(seed)
        while time.monotonic() < end:
            page = rng.choice(listed)
            found[page.name].ms.append(client.get(rng.choice(page.paths), page.who)[0])

    threads = [threading.Thread(target=browse, args=(seed,)) for seed in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        write()
        time.sleep(1)
    for thread in threads:
        thread.join()
    return {name: told for name, told in found.items() if told.ms}


def at(share: float, ms: list[float]) -> float:
    """The least of the values that this share of them does not exceed (nearest rank)."""
    return sorted(ms)[max(0, math.ceil(share * len(ms)) - 1)]


def readings(db: sqlite3.Connection, texts: list[str], runs: int) -> tuple[list[float], list[float]]:
    """ms of CPU of the search's own readings: the newest 25 hits, and those ranked by how well they fit."""
    newest, ranked = [], []
    for n in range(runs):
        text = stems.query(texts[n % len(texts)])
        began = time.process_time()
        wanted = fulltext.meant(db, text)
        found = fulltext.newest(db, wanted, ("9", 0), 25)
        newest.append((time.process_time() - began) * 1000)
        began = time.process_time()
        if found:
            ids = ",".join(map(str, found))
            db.execute(f"SELECT rowid FROM search WHERE search MATCH ? AND rowid IN ({ids}) ORDER BY rank", (wanted,)).fetchall()
        ranked.append(newest[-1] + (time.process_time() - began) * 1000)
    return newest, ranked


def _write(path: Path) -> None:
    """Write something into the store, as each pass does."""
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as db, db:
        db.execute("INSERT INTO meta VALUES ('bench', '1') ON CONFLICT (name) DO UPDATE SET value = value + 1")


def _memory(pid: int) -> tuple[float, float]:
    """MB of a process now (Pss) and at its peak (resident). Source: proc_pid_smaps_rollup(5), proc_pid_status(5)."""
    now = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    peak = re.search(r"^VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)
    return (int(now[1]) if now else 0) / 1024, (int(peak[1]) if peak else 0) / 1024


def shape_of_store() -> str:
    """Every statement by which a store is made."""
    db = sqlite3.connect(":memory:")
    for step in migrations.HISTORY:
        step(db)
    return "\n".join(str(sql) for (sql,) in db.execute("SELECT sql FROM sqlite_master ORDER BY name"))


def follow(folder: Path) -> None:
    """What follows from all contacts together, where that is not there yet: rhythms, who came back, and what the rules find with every sixth mail a question."""
    from tests.bench.relations import ask, weigh

    world = open_world(load(config(folder)), create=False, now=NOW)
    try:
        if world.store.db.execute("SELECT 1 FROM rhythm LIMIT 1").fetchone():
            return
        with world.store.write() as db:
            db.execute("UPDATE contact SET at = at")  # so that the triggers see each
            db.execute("INSERT OR IGNORE INTO met_anew SELECT id FROM person")
            rhythm.settle(world.page(db))
            returning.settle(db)
            ask(db)
            relations.weigh_everything(db, [r.name for r in world.config.rules])
        weigh(world)
    finally:
        world.close()


def main() -> None:
    """Make the store where there is none, measure, print a table; what misses its bar has a star."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shape = hashlib.sha256(shape_of_store().encode()).hexdigest()[:8]  # another shape needs another store
    ask.add_argument("--store", type=Path, default=Path(tempfile.gettempdir()) / f"syncd-bench-web-{shape}", help="the folder of the store, kept for the next time")
    ask.add_argument("--interactions", type=int, default=1_000_000)
    ask.add_argument("--runs", type=int, default=60, help="how often each page is asked for")
    ask.add_argument("--only", default="", help="pages whose name holds this")
    ask.add_argument("--together", type=int, default=_SECONDS, help="seconds of eight clients")
    options = ask.parse_args()
    path = build(options.store, options.interactions)
    follow(options.store)
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    listed = [p for p in pages(db, random.Random(3)) if options.only in p.name and p.paths]
    print(f"{db.execute('SELECT count(*) FROM interaction').fetchone()[0]} interactions, {path.stat().st_size / 1e6:.0f} MB; 1-minute load {os.getloadavg()[0]:.1f}")
    with served(options.store) as (host, port, pid):
        client = Client(host, port)
        client.get("/", MANAGER)
        started(pid)
        print(f"{'page':42} {'p50':>7} {'p95':>7} {'most':>7}  bar  {'p95 of CPU':>10}  kB of the first paint")
        for page in listed:
            told = alone(client, pid, page, options.runs, lambda: _write(path))
            p95 = at(0.95, told.ms)
            print(f"{page.name:42} {statistics.median(told.ms):7.1f} {p95:7.1f} {max(told.ms):7.1f} {page.bar:4}{'*' if p95 > page.bar else ' '} {at(0.95, told.cpu):8.1f}{'*' if at(0.95, told.cpu) > page.bar else ' '} {told.size / 1000:5.0f}{'*' if told.size > FIRST_PAINT else ' '} {' '.join(sorted(told.wrong))}", flush=True)
        print("memory of the web process: {:.0f} MB, {:.0f} at its peak".format(*_memory(pid)))
        if options.together:
            before = cpu(pid)
            busy = together(host, port, listed, options.together, lambda: _write(path))
            everything = [ms for told in busy.values() for ms in told.ms]
            print(f"{_CLIENTS} clients, {len(everything)} pages: p50 {statistics.median(everything):.0f}, p99 {at(0.99, everything):.0f}, most {max(everything):.0f} ms (bar {TOGETHER_BAR}); {(cpu(pid) - before) / len(everything):.0f} ms of CPU a page")
            for name, told in sorted(busy.items(), key=lambda item: -max(item[1].ms))[:8]:
                print(f"    {name:42} most {max(told.ms):.0f} ms of {len(told.ms)}")
            print("memory of the web process: {:.0f} MB, {:.0f} at its peak".format(*_memory(pid)))
    texts = ["sutartis", "contract", "kaina", "будет", "sutartis kaina", "contract invoice", "meistras rytoj", "zzzz"]
    newest, ranked = readings(db, texts, 40)
    print(f"search alone: the newest 25, p50 {statistics.median(newest):.1f}, p99 {at(0.99, newest):.1f} ms (bar 20); ranked, p99 {at(0.99, ranked):.1f} (bar 100)")
    print(f"CPU of this program: {resource.getrusage(resource.RUSAGE_SELF).ru_utime:.0f} s")


if __name__ == "__main__":
    main()
