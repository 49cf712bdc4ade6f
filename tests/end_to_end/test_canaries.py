"""Words of private items, looked for everywhere a word can come to: one company from its first pass to its backup (T2, T06, T16, P3, T40)."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
import zstandard
from click.testing import CliRunner

from syncd.cli import cli
from syncd.store.raw import ZSTD
from tests.datasette.test_canaries import addresses, site_of
from tests.end_to_end.test_daemon import daemon, until
from tests.end_to_end.test_daemon import stored as count_stored
from tests.store.world import JOHN, JONAS, ONA, RASA, Mail, Office, meeting

pytestmark = pytest.mark.slow

BANNED, CLERK, LATER = "banned@secret.example", "clerk@court.example", "friend@later.example"
PRIVATE = re.compile(rb"zq(?:hidden|later)\d+x", re.IGNORECASE)
OPEN = re.compile(rb"zqopen\d+x", re.IGNORECASE)
SHOWN = re.compile(r"/(?:message|meeting|promise|customer|brief|company)/|/search|/promises|/handoffs|/sources|/history/(?:interaction|message|meeting|party|excluded|event|reminder)\.csv|/$")  # in all roles: tests/datasette/test_canaries.py
RULES = f'exclude = {{ people = ["{BANNED}"{{more}}], domains = ["court.example"], folders = ["Gydytojas"], labels = ["Private", "Asmeniška"] }}'


def mail(kind: str, n: int, *, sender: str = ONA, to: str = RASA, headers: tuple[str, ...] = ()) -> bytes:
    """A mail with a word of its own in each of its parts: subject, text, what it quotes, a promise, a file and its name."""
    w = [f"zq{kind}{n}{part}x" for part in range(6)]
    text = (
        f'--b\nContent-Type: text/plain; charset=utf-8\n\n{w[1]}: I will send you the {w[2]} by 25 November.\n\n> {w[3]}\n'
        f'--b\nContent-Type: text/plain; name="{w[4]}.txt"\nContent-Disposition: attachment; filename="{w[4]}.txt"\n\n{w[5]}\n--b--\n'
    )
    raw = Mail(id=f"zq{kind}{n}9x", sender=sender, to=(to,), at="2026-11-14T10:00", subject=w[0], text=text, headers=headers).raw()
    return raw.replace(b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit", b'Content-Type: multipart/mixed; boundary="b"', 1)


def entry(kind: str, n: int, *, people: tuple[str, ...], extra: str = "") -> bytes:
    """An entry with a word in its title, place, text, link and uid."""
    w = [f"zq{kind}{n}{part}x" for part in range(5)]
    lines = f"LOCATION:{w[1]}\nDESCRIPTION:{w[2]}\nURL:https://meet.example/{w[3]}"
    return meeting(f"{w[4]}@x", "20261120T100000", w[0], people=people, extra=f"{lines}\n{extra}" if extra else lines)


def lay_out(office: Office) -> tuple[Path, Path]:
    """What may be known, what may not, and what becomes private later: the paths of a mail and an entry of that sort."""
    (office.folder / "mail/rasa/.Sent/dovecot-keywords").write_text("0 Private\n")
    office.put_mail("rasa", "Sent", mail("open", 1, sender=RASA, to=JOHN), "open")
    office.put_entry("rasa", "open", entry("open", 2, people=(RASA, JOHN)))
    hidden = [
        ("", mail("hidden", 1, headers=("Sensitivity: private",))), ("", mail("hidden", 2, sender=BANNED)), ("", mail("hidden", 3, sender=CLERK)),
        ("Gydytojas", mail("hidden", 4)), ("", mail("hidden", 5, headers=("Keywords: Private",))), ("", mail("hidden", 6, headers=("X-Gmail-Labels: Asmeniška",))),
        ("Drafts", mail("hidden", 7, sender=RASA, to=ONA)), ("", mail("hidden", 8, headers=("Precedence: bulk", "List-Unsubscribe: <mailto:x@y.example>"))),
        ("Sent", mail("hidden", 9, sender=RASA, to=JONAS).replace(b"I will send you the", b"This is the")),
    ]  # fmt: skip
    for n, (box, raw) in enumerate(hidden):
        office.put_mail("rasa", box, raw, f"h{n}")
    for n, (people, extra) in enumerate((((RASA, ONA), "CLASS:PRIVATE"), ((RASA, BANNED), ""), ((RASA, ONA), "CATEGORIES:Asmeniška"), ((RASA, JONAS), ""))):
        office.put_entry("rasa", f"h{n}", entry("hidden", 10 + n, people=people, extra=extra))
    office.put_mail("rasa", "Sent", mail("later", 1, sender=RASA, to=LATER), "later")
    office.put_entry("rasa", "later", entry("later", 2, people=(RASA, LATER)))
    return office.put_mail("rasa", "Sent", mail("later", 3, sender=RASA, to=ONA), "marked"), office.put_entry("rasa", "marked", entry("later", 4, people=(RASA, ONA)))


def stored(folder: Path) -> bytes:
    """All bytes of a store or a backup of it, originals out of their packing too."""
    found = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in (".toml",)]
    for path in folder.rglob("*.db"):
        if path.parent.name == "raw":
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
                rows = db.execute("SELECT codec, size, bytes FROM blob").fetchall()
            found += [zstandard.ZstdDecompressor().decompress(packed, max_output_size=size) if codec == ZSTD else packed for codec, size, packed in rows]
    return b"\n".join(found)


def said_by_a_daemon(office: Office, port: int) -> bytes:
    """What a real daemon logs over its first pass, and what it answers about its health."""
    with daemon(office.folder) as (process, _):
        assert until(lambda: count_stored(office.folder) >= 6, 60), "it has read all"
        answers = [urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10).read() for path in ("/health", "/metrics")]
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=30)
    assert b"syncd" in answers[1] and "stored" in log
    return b"\n".join((log.encode(), *answers))


def test_no_private_word_comes_to_any_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left out by every rule, labelled later, forbidden later: not in the store, its log, the calendars, pages, answers, exports or a backup."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path / "home"
    sources = f'[run]\nhealth = "127.0.0.1:{port}"\n'
    office = Office(home, options={"privacy": RULES.replace("{more}", ""), "sources": sources})
    marked, entry_marked = lay_out(office)
    office.configure(**office.options, mode="shadow", reminders="since_days = 36500")  # the daemon goes by the clock on the wall
    said = [said_by_a_daemon(office, port)]
    office.configure(privacy=RULES.replace("{more}", ""), reminders='hold = "0"\nskip_if_entry_exists = false\nbriefs = "off"\nsince_days = 36500\nper_day = 9')
    office.once()
    assert len(office.entry_files("rasa")) == 3
    marked.rename(marked.with_name(marked.name + "a"))
    entry_marked.write_bytes(entry_marked.read_bytes().replace(b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\nCLASS:PRIVATE"))
    more = f', "{LATER}"'
    office.configure(**{**office.options, "privacy": RULES.replace("{more}", more)})
    config = ("-c", str(home / "config.toml"))
    monkeypatch.setenv("SYNCD_NOW", office.now.isoformat())
    calls = [("once", "--json"), ("rebuild",), ("status", "--json"), ("verify",), ("verify", "--dump"), ("doctor", "--json"), ("check", "--rules", "--json"), ("who", ONA),
             ("privacy", "record"), ("privacy", "affected", "--from", "2026-01-01", "--to", "2026-12-31"), ("export", JOHN, str(tmp_path / "export")), ("backup", str(tmp_path / "backup"))]  # fmt: skip
    for call in calls:
        result = CliRunner().invoke(cli, [*call, *config])
        assert result.exit_code in (0, 1), (call, result.output, result.exception)
        said.append(result.output.encode())
    site = site_of(home)
    pages = {a: site.get(a, x_remote_user=JONAS).text.encode() for a in dict.fromkeys(addresses(site)) if SHOWN.match(a)}
    assert {a: words for a, page in pages.items() if (words := set(PRIVATE.findall(page)))} == {}
    assert [PRIVATE.findall(text) for text in said if PRIVATE.search(text)] == []
    ours = b"".join(path.read_bytes() for who in office.people for path in office.entry_files(who))
    files = stored(home / "raw") + b"".join(path.read_bytes() for path in home.glob("history.db*")) + ours
    assert set(PRIVATE.findall(files)) == set()
    assert set(PRIVATE.findall(stored(tmp_path / "backup") + stored(tmp_path / "export"))) == set()
    assert OPEN.search(files) and OPEN.search(stored(tmp_path / "backup")) and OPEN.search(stored(tmp_path / "export")) and any(OPEN.search(page) for page in pages.values())
    assert len(office.rows("SELECT 1 FROM excluded")) == 17
