"""Words of what nobody may see, or not everybody: looked for in every route and format, as every kind of reader; and what is hidden leaves no trace."""

from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from datasette_plugins import limits
from datasette_plugins.segment_files import shipped
from syncd import serve
from syncd.config import load
from syncd.serve import build
from tests.store.world import JOHN, JONAS, PETRAS, RASA, Mail, Office, meeting, settle

from .conftest import Site
from .test_payloads import TABLES
from .test_rights import example

pytestmark = pytest.mark.slow

NOW = "2026-11-16T14:00:00+02:00"
ADMIN, LEFT, STRANGER = "admin@klimatas.example", "left@klimatas.example", "stranger@evil.example"
VERA, ILJA = "vera@birch.example", "ilja@spruce.example"  # customers of one colleague each
BANNED, META = "banned@secret.example", "meta@quiet.example"
OPTIONS = {
    "privacy": f'exclude = {{ people = ["{BANNED}"], folders = ["Private"] }}\nmetadata_only = {{ people = ["{META}"] }}',
    "staff": f'[[staff]]\nemail = "{ADMIN}"\nrole = "admin"\n[[staff]]\nemail = "{LEFT}"\nrole = "manager"\nleft = "2026-06-30"\n',
}
# What each reader may not see, by the word that stands in it. `hidden` is kept from everybody: it is not in the store.
READERS = [
    # address, forbidden words, reason
    (JONAS, ("hidden", "metadata"), "a manager sees all that is stored"),
    (RASA, ("hidden", "metadata", "service"), "staff see their customers, not those of others"),
    (PETRAS, ("hidden", "metadata", "sales"), "other staff see others"),
    (ADMIN, ("hidden", "metadata", "sales", "service"), "an administrator sees no text at all"),
    (LEFT, ("hidden", "metadata", "sales", "service"), "who has left sees nothing"),
    (STRANGER, ("hidden", "metadata", "sales", "service"), "who is nobody of ours sees nothing"),
    ("", ("hidden", "metadata", "sales", "service"), "nor does nobody"),
]


def word(kind: str, n: int = 0) -> str:
    """A word that stands nowhere else; all are found by the word before it."""
    return f"kanarele zq{kind}{n}x"


def lay_out(office: Office) -> None:
    """What may be seen by some: of one customer by Rasa, of another by Petras; and of a third of whom only who and when is kept."""
    settle(office)
    for n, (who, customer, kind) in enumerate(((RASA, VERA, "sales"), (PETRAS, ILJA, "service"))):
        text = f"{word(kind, 1)}: I will send you the {word(kind, 2)} by 25 November. The price is 1200 EUR for {word(kind, 3)}.\n\n> {word(kind, 4)}"
        office.send(Mail(id=f"own{n}", sender=who, to=(customer,), at="2026-11-13T15:00", subject=word(kind, 5), text=text))
        office.send(Mail(id=f"back{n}", sender=customer, to=(who,), at="2026-11-13T16:00", subject=word(kind, 6), text=f"This is not acceptable, {word(kind, 7)}."))
        office.put_entry(who.partition("@")[0], f"own{n}", meeting(f"own{n}@x", "20261120T100000", word(kind, 8), people=(who, customer), organizer=who, extra=f"LOCATION:{word(kind, 9)}"))
    office.send(Mail(id="meta", sender=RASA, to=(META,), at="2026-11-13T15:00", subject=word("metadata", 1), text=f"I will call you tomorrow, {word('metadata', 2)}."))
    office.put_entry("rasa", "meta", meeting("meta@x", "20261121T100000", word("metadata", 3), people=(RASA, META), extra=f"LOCATION:{word('metadata', 4)}"))


def hide(office: Office, kind: str, *, sender: str, at: str) -> None:
    """What is hidden from everybody: by a rule, by a mark on the mail or the entry, by the folder it lies in."""
    office.put_mail("rasa", "", Mail(id="h1", sender=sender, to=(RASA,), at=at, subject=word(kind, 1), text=word(kind, 2), headers=("Sensitivity: private",)).raw(), "h1")
    office.put_mail("rasa", "", Mail(id="h2", sender=BANNED, to=(RASA,), at=at, subject=word(kind, 3), text=word(kind, 4)).raw(), "h2")
    office.put_mail("rasa", "Private", Mail(id="h3", sender=sender, to=(RASA,), at=at, subject=word(kind, 5), text=word(kind, 6)).raw(), "h3")
    office.put_mail("rasa", "Sent", Mail(id="h4", sender=RASA, to=(BANNED,), at=at, subject=word(kind, 7), text=f"I will send you {word(kind, 8)} by 25 November.").raw(), "h4")
    day = at[:10].replace("-", "")
    office.put_entry("rasa", "h5", meeting("h5@x", f"{day}T100000", word(kind, 9), people=(RASA, sender), extra=f"CLASS:PRIVATE\r\nLOCATION:{word(kind, 10)}"))


def site_of(folder: Path, auth: str = "proxy") -> Site:
    """The pages of a folder's store, for whom a proxy names."""
    site = object.__new__(Site)
    config = load(folder / "config.toml")
    site.config = dataclasses.replace(config, web=dataclasses.replace(config.web, auth=auth, proxy_header="X-Remote-User"))
    site.open(build(site.config))
    return site


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One company three times, alike in everything: with something hidden, with something else hidden, and with nothing."""
    root = tmp_path_factory.mktemp("canaries")
    first = Office(root / "one", options=OPTIONS)
    lay_out(first)
    first.put_mail("rasa", "Private", Mail(id="h0", sender=JOHN, to=(RASA,), at="2026-11-01T10:00", text="x").raw(), "h0")  # the folder is there
    assert [s.error for s in first.once().sources if s.error] == []
    offices = {"one": first}
    for name in ("other", "without"):
        shutil.copytree(root / "one", root / name)
        offices[name] = Office(root / name, options=OPTIONS)
    hide(offices["one"], "hidden", sender="friend@home.example", at="2026-11-14T10:00")
    hide(offices["other"], "elsewhere", sender="doctor@clinic.example", at="2026-11-15T17:30")
    for office in offices.values():
        office.once()
    return {name: office.folder for name, office in offices.items()}


@pytest.fixture(autouse=True)
def the_day(no_settings_of_ours: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the pages stands still."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


@pytest.fixture(scope="module")
def site(folders: dict[str, Path]) -> Site:
    """The store in which something is hidden."""
    return site_of(folders["one"])


def addresses(site: Site) -> Iterator[str]:
    """Every route by an example; every thing that is stored on its page; every table, view, column and report in every format."""
    yield from (example(pattern.pattern) for pattern, _ in site.datasette._routes())
    yield from (f"/{kind}/{key}" for kind, key in site.rows("SELECT kind, key FROM interaction"))
    yield from (f"/promise/{key}" for (key,) in site.rows("SELECT key FROM promise"))
    yield from (f"/{page}/{uuid}" for (uuid,) in site.rows("SELECT uuid FROM person") for page in ("customer", "brief"))
    yield from (f"/{page}/{uuid}" for (uuid,) in site.rows("SELECT uuid FROM organisation") for page in ("company", "brief/company"))
    yield from ("/search?q=kanarele", "/search?q=kanarele&kind=message", "/search?q=zq*", "/customers?q=ona", "/promises?section=all", "/calls", "/offers", "/complaints", "/breaches", "/breaches?older=1", "/collisions", "/returned", "/no-contact", "/handoffs", "/meet", "/segments", "/segments/new", *(f"/segment/{name}{part}" for name in shipped() for part in ("", ".csv", "/invite", "/invite.csv")), "/review/people", "/review/promises", "/schema")
    for table, first in ((table, site.rows(f'SELECT * FROM "{table}" LIMIT 1')) for (table,) in site.rows(TABLES)):
        yield from (f"/history/{table}{more}" for more in ("?_size=max", ".json?_shape=objects&_size=max", ".csv?_size=max", ".json?_facet=rowid", ".json?_where=1=1&_labels=on", ".csv?_stream=on"))
        yield f"/history/{table}/1" if first else f"/history/{table}"
    for column in ("subject", "language", "visibility", "kind"):
        yield from (f"/history/interaction.json?_facet={column}", f"/history/interaction?_sort={column}", f"/history/interaction.json?{column}__contains=kanarele", f"/history/interaction?_facet={column}&_nosuggest=1")
    for sql in ("select * from interaction", "select * from message", "select * from search", "select * from search where search match 'kanarele'", "select * from excluded", "select * from pending", "select sql from sqlite_master"):
        yield from (f"/history{form}?sql={quote(sql)}" for form in ("", ".json", ".csv"))
    yield from ("/history/message/1.blob?_blob_column=own_text", "/history/original/1.blob?_blob_column=hash", "/history.db", "/-/metadata.json", "/-/databases.json", "/-/settings.json", "/-/actor.json")
    for name in ("answers", "calls", "complaints", "load", "offers", "promises", "quiet", "volume"):
        yield from (f"/report/{name}{form}" for form in ("", ".json", ".csv", "/rows", "/rows.json", "/rows.csv"))


@pytest.mark.parametrize(("reader", "kinds", "reason"), READERS, ids=[reason for *_, reason in READERS])
def test_no_reader_finds_a_word_that_is_not_for_them(site: Site, reader: str, kinds: tuple[str, ...], reason: str) -> None:
    """T06, T07: in no route and format, by no filter, facet, order, search or query."""
    assert site.one("SELECT count(*) FROM excluded") >= 5
    forbidden = re.compile(f"zq(?:{'|'.join(kinds)})\\d+x")
    found = {}
    for address in dict.fromkeys(addresses(site)):
        answer = site.get(address, x_remote_user=reader)
        if words := set(forbidden.findall(answer.text)):
            found[address] = words
    assert found == {}, reason


def test_these_words_are_found_where_they_may_be_seen(site: Site) -> None:
    """The search above would see them: a manager finds all of both customers, each colleague those of their own."""
    for reader, kinds in ((JONAS, ("sales", "service")), (RASA, ("sales",)), (PETRAS, ("service",))):
        text = "".join(site.get(address, x_remote_user=reader).text for address in dict.fromkeys(addresses(site)) if address.startswith(("/message/", "/meeting/", "/promise/", "/search")))
        for kind in kinds:
            assert {f"zq{kind}{n}x" for n in (1, 2, 3, 5, 6, 7, 8, 9)} <= set(re.findall(r"zq[a-z]+\d+x", text)), (reader, kind)


_CHANGING = re.compile(r'"query_ms": [\d.]+|name="csrftoken" value="[^"]+"|Queries took [\d.]+ms|"size": \d+')
# Where the store tells how complete it is: that something was excluded is said, by which rule, and how much; never what.
COMPLETENESS = re.compile(r"/sources$|/history(?:\.json|$)|/history/(?:excluded|collection|event|tally)\b|excluded|/-/databases|/$")
# How long ago a source was read (by the clock of SQLite), an address in memory that FTS5 has as a column, who looked at what; and by what a
# folder is read on: a mark of each file's size and day, of what was excluded, too. Counts of tables are given up where they take long, and
# Datasette writes into its metadata what it was asked for.
OF_THE_MOMENT = re.compile(r"/-/threads|/-/metadata|/history(?:\.json|$)|/history/(?:sources|collections?|\w*search|audit)\b|from%20search")


def pages(folder: Path) -> dict[str, str]:
    """What a manager gets, address by address, without the time it took, the tokens of forms and the folder's name."""
    site = site_of(folder)
    site.get("/segments", x_remote_user=JONAS)  # the first look in a month is kept, and shown from the second one on
    found = {}
    for address in dict.fromkeys(addresses(site)):
        if not OF_THE_MOMENT.search(address):
            found[address] = _CHANGING.sub("", site.get(address, x_remote_user=JONAS).text.replace(str(folder), ""))
    return found


def test_what_is_hidden_leaves_no_trace_of_what_it_was(folders: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """T40: with something else hidden in the same places every page is the same, byte by byte; with nothing hidden, all but the counts of completeness."""
    monkeypatch.setitem(serve.SETTINGS, "facet_time_limit_ms", limits.MS)  # where others work, too, a count that is given up would be a difference:
    monkeypatch.setattr(serve, "_COUNT_LIMIT_MS", limits.MS)  # of a facet, and of a whole table
    one, other, without = (pages(folders[name]) for name in ("one", "other", "without"))
    assert len(one) > 300 and set(one) == set(other) == set(without)
    assert [address for address in one if one[address] != other[address]] == []
    assert [address for address in one if one[address] != without[address] and not COMPLETENESS.search(address)] == []
    assert one["/sources"] != without["/sources"], "that something was left out is told"


def test_the_words_are_in_no_file_of_the_store(folders: dict[str, Path]) -> None:
    """T06: neither in the tables nor in the originals, packed or plain."""
    kept = [path.read_bytes() for path in [*folders["one"].glob("history.db*"), *folders["one"].glob("raw/*")]]
    assert not any(re.search(rb"zq(?:hidden|metadata)\d+x", data) for data in kept)
