"""The command line as other programs call it: its exit codes with their reasons, and the shape of its JSON (DESIGN §6).

Every call goes through a process of its own; a traceback fails the test whatever the exit code says.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from syncd import harvest
from syncd.cli import COMMANDS
from syncd.store.db import BUSY_SECONDS
from tests.conftest import ORDINARY_MORNING, Ran, run_syncd

Call = Callable[..., Ran]

CONFIG = """
[company]
name = "Klimatas"
domains = ["klimatas.example"]
timezone = "Europe/Vilnius"

[[staff]]
email = "rasa@klimatas.example"
name = "Rasa Petraitė"

[[source]]
name = "rasa-mail"
connector = "eml"
path = "mail"
owner = "rasa@klimatas.example"
"""

MAIL = """\
From: Rasa Petraitė <rasa@klimatas.example>
To: Ona Kazlauskienė <ona@ruta.example>
Subject: Kondicionierius
Date: Wed, 18 Nov 2026 08:00:00 +0200
Message-ID: <{n}@klimatas.example>

Laba diena, Ona,

paskambinsiu Jums penktadienį.

Rasa
"""


def _make(folder: Path) -> Path:
    (folder / "mail").mkdir(parents=True)
    for n in range(3):
        (folder / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """A company with one mailbox of three mails, not yet harvested."""
    return _make(tmp_path / "company")


@pytest.fixture(scope="module")
def after_a_pass(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a company after its first pass, for copying."""
    folder = _make(tmp_path_factory.mktemp("harvested") / "company")
    assert run_syncd("once", "-c", "config.toml", cwd=folder).code == 0
    return folder


@pytest.fixture
def harvested(after_a_pass: Path, tmp_path: Path) -> Path:
    """A copy of a company after its first pass."""
    return shutil.copytree(after_a_pass, tmp_path / "company")


# ── the calls that cannot be ─────────────────────────────────────────────────────────────────────────────────────

SAID = ("--said", "2026-11-18T10:30")
USAGE = [
    # arguments, a part of what is said, reason
    ((), "Usage", "no command is no request"),
    (("nosuch",), "nosuch", "an unknown command is named"),
    (("once", "--nosuch"), "--nosuch", "an unknown option is named"),
    (("explain",), "FILE", "explain needs a file"),
    (("explain", "--timezone", "Nope/Zone", "x.eml"), "Europe/Vilnius", "a zone that is none: the remedy shows how one is written"),
    (("explain", "--timezone", "../../etc/passwd", "x.eml"), "time zone", "a zone's name is no path"),
    (("explain", "--country", "QQ", "x.eml"), "ISO 3166", "a country that is none"),
    (("due",), "--said", "a phrase without the day it was said on has no term"),
    (("due", *SAID), "TEXT", "nothing to read a term from"),
    (("due", "--said", "Friday", "by Monday"), "2026-11-18T10:30:00", "a moment in words: the remedy shows how one is written"),
    (("due", "--said", "9999-12-31T23:59", "tomorrow"), "year", "there is no day after the last day of the calendar"),
    (("due", "--said", "0001-01-01T00:00+03:00", "--timezone", "America/New_York", "tomorrow"), "year", "no clock shows the year 0"),
    (("due", *SAID, "--lang", "fr", "demain"), "fr", "a language we do not read"),
    (("demo", "--no-serve", "--dir", "/proc/nowhere"), "--dir", "a folder that cannot be made"),
    (("demo", "--port", "http"), "--port", "a port is a number"),
]


@pytest.mark.parametrize(("arguments", "said", "reason"), USAGE, ids=[f"{' '.join(u[0]) or 'nothing'}"[:60] for u in USAGE])
def test_a_call_that_cannot_be_is_told_with_64(syncd: Call, arguments: tuple[str, ...], said: str, reason: str) -> None:
    """A wrong call exits 64, says on standard error what is wrong, and prints nothing another program could take for an answer."""
    ran = syncd(*arguments)
    assert ran.code == 64, reason
    assert said in ran.err, reason
    assert ran.out == ""


@pytest.mark.parametrize("arguments", [("once",), ("rebuild",), ("demo", "--no-serve", "--dir", "d"), ("status",)], ids=lambda a: a[0])
def test_a_clock_that_is_no_time_is_a_wrong_call(harvested: Path, syncd: Call, arguments: tuple[str, ...]) -> None:
    """SYNCD_NOW that is no ISO time exits 64 for every command that reads it."""
    config = () if arguments[0] == "demo" else ("-c", harvested / "config.toml")
    ran = syncd(*arguments, *config, now="tomorrow at noon")
    assert (ran.code, "SYNCD_NOW" in ran.err) == (64, True)


def test_a_source_that_the_config_lacks_is_a_wrong_call(harvested: Path) -> None:
    """`--source` names what there is when the name is unknown."""
    ran = run_syncd("once", "-c", "config.toml", "--source", "petras-mail", cwd=harvested)
    assert (ran.code, "rasa-mail" in ran.err) == (64, True)


def test_a_demo_never_writes_into_a_folder_of_something_else(tmp_path: Path, syncd: Call) -> None:
    """A folder that holds other files, and a file, are refused, and left as they were."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    assert syncd("demo", "--no-serve", "--dir", "papers").code == 64
    assert syncd("demo", "--no-serve", "--dir", "file").code == 64
    assert [p.name for p in (tmp_path / "papers").iterdir()] == ["letter.txt"]


# ── the config ───────────────────────────────────────────────────────────────────────────────────────────────────

CONFIGS = [
    # the text, parts of what is said, reason
    ("[company\n", ["config.toml:1"], "not TOML: the line is named"),
    ("\x00", ["config.toml:1"], "a control character"),
    ("[company]\nnmae = 'x'\n", ["config.toml:2", "name"], "a slip of the pen: the likely spelling is named"),
    (CONFIG + "[web]\nbind = '0.0.0.0:8001'\n", ["0.0.0.0"], "pages without authentication are for this machine only"),
    (CONFIG.replace('"eml"', '"pigeon"'), ["pigeon"], "no such connector"),
    (CONFIG + "[privacy]\nscope = 'x'\n[reminders]\nmode = 'y'\nper_day = -1\n", ["scope", "mode", "per_day"], "all problems at once"),
]


@pytest.mark.parametrize("command", ["once", "check", "status", "rebuild", "verify", "serve"])
def test_a_config_that_is_not_there_is_told_with_78(syncd: Call, command: str) -> None:
    """No config, a named one that is absent, a folder in its place: 78 and the file's name."""
    assert syncd(command).code == 78
    assert (syncd(command, "-c", "nofile.toml").code, syncd(command, "-c", ".").code) == (78, 78)


@pytest.mark.parametrize(("text", "said", "reason"), CONFIGS, ids=[c[2] for c in CONFIGS])
def test_a_broken_config_is_told_whole_with_78(company: Path, text: str, said: list[str], reason: str) -> None:
    """Every problem of a config is told at once, with its line; nothing is made from it."""
    (company / "config.toml").write_text(text, encoding="utf-8")
    ran = run_syncd("serve" if "bind" in text else "once", "-c", "config.toml", cwd=company)
    assert ran.code == 78, f"{reason} (T13 where it binds)"
    assert all(part in ran.err for part in said), ran.err
    assert not (company / "history.db").exists()


@pytest.mark.slow
def test_check_tries_every_source_and_says_which_does_not_answer(company: Path) -> None:
    """A config in order whose mailbox is missing: 78 and the source's name; in order: 0. Nothing is written."""
    assert run_syncd("check", "-c", "config.toml", "--json", cwd=company).json == {"ok": True, "problems": [], "rules": None}
    (company / "mail").rename(company / "mial")
    ran = run_syncd("check", "-c", "config.toml", "--json", cwd=company)
    assert (ran.code, ran.json["ok"], "rasa-mail" in ran.json["problems"][0]) == (78, False, True)
    assert not (company / "history.db").exists(), "check writes nothing"


def test_check_tells_a_broken_config_as_json_too(company: Path) -> None:
    """`check --json` is JSON whatever is wrong: ok false and every problem, each once."""
    (company / "config.toml").write_text(CONFIG + "[web]\nbind = '0.0.0.0:8001'\n[reminders]\nmode = 'y'\n", encoding="utf-8")
    ran = run_syncd("check", "-c", "config.toml", "--json", cwd=company)
    assert (ran.code, ran.json["ok"], len(ran.json["problems"]), ran.err) == (78, False, 2, "")


def test_check_shows_what_each_rule_would_take(company: Path) -> None:
    """`--rules`: per source and rule how many of the last 30 days' items; a source that is away takes nothing and stops nothing."""
    (company / "mail" / "private.eml").write_text(MAIL.format(n=9).replace("Subject:", "Sensitivity: Private\nSubject:"), encoding="utf-8")
    with (company / "config.toml").open("a") as config:
        config.write('[[source]]\nname = "away"\nconnector = "eml"\npath = "gone"\nowner = "rasa@klimatas.example"\n')
    (rule,) = run_syncd("check", "-c", "config.toml", "--rules", "--json", cwd=company).json["rules"]
    assert (rule["source"], rule["items"], rule["of"]) == ("rasa-mail", 1, 4)
    assert not (company / "history.db").exists()


# ── the store ────────────────────────────────────────────────────────────────────────────────────────────────────


def _cut(store: Path) -> None:
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2 // 4096 * 4096])


def _newer(store: Path) -> None:
    with sqlite3.connect(store) as db:
        db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('history', 'm999_beyond_us', '2030-01-01')")
    db.close()


def _hole(store: Path) -> None:
    raw = bytearray(store.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 : page * 4096 + 4096] = b"\xa5" * 4096
    store.write_bytes(bytes(raw))


STORES: list[tuple[str, Callable[[Path], object], str]] = [
    ("no database", lambda store: store.write_text("Dear Sirs, this is a letter and no database.\n" * 200), "backup"),
    ("cut in half", _cut, "backup"),
    ("overwritten inside", _hole, "backup"),
    ("from a newer version", _newer, "newer"),
]


@pytest.mark.parametrize("command", ["once", "status", "verify", "rebuild"])
@pytest.mark.parametrize(("what", "spoil", "remedy"), STORES, ids=[s[0] for s in STORES])
def test_a_store_that_cannot_be_used_is_told_with_65_and_the_remedy(
    harvested: Path, command: str, what: str, spoil: Callable[[Path], object], remedy: str
) -> None:
    """A store that is none, is cut, is overwritten or was written by a newer program: 65 and what to do (F115, F119)."""
    store = harvested / "history.db"
    for beside in ("history.db-wal", "history.db-shm"):
        (harvested / beside).unlink(missing_ok=True)
    spoil(store)
    before = store.read_bytes()
    ran = run_syncd(command, "-c", "config.toml", cwd=harvested)
    assert ran.code == 65, f"{what}: {ran.out}{ran.err}"
    if command != "verify" or not ran.out:  # verify may tell its findings instead
        assert remedy in ran.err
    if what == "from a newer version":
        assert store.read_bytes() == before, "a newer store is left as it is"


@pytest.mark.slow
def test_a_byte_turned_over_anywhere_is_told_or_harmless(harvested: Path) -> None:
    """F115: with one byte of the store turned over, at many places, a look at it ends with 0 or 65 and never makes it anew."""
    store = harvested / "history.db"
    whole = store.read_bytes()
    places = 200 if os.environ.get("SYNCD_PROOF") else 40
    for n in range(places):
        place = n * len(whole) // places + n % 97
        store.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        for beside in ("history.db-wal", "history.db-shm"):
            (harvested / beside).unlink(missing_ok=True)
        ran = run_syncd("verify", "-c", "config.toml", cwd=harvested)
        assert ran.code in (0, 65), f"byte {place}: {ran.err}"
        assert store.stat().st_size >= len(whole)


@pytest.mark.slow
def test_a_store_that_another_program_keeps_locked_is_told_with_75(harvested: Path, syncd_here: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """F114: a writer that does not end is waited for, within bounds; then 75, and no word of a backup to be put back."""
    assert BUSY_SECONDS == 30, "outside it is waited for so long"
    monkeypatch.setattr("syncd.store.db.BUSY_SECONDS", 0.4)
    began = time.monotonic()
    writer = sqlite3.connect(harvested / "history.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        ran = syncd_here("once", "-c", "config.toml", cwd=harvested)
    finally:
        writer.close()
    assert (ran.code, "another program" in ran.err, "backup" in ran.err) == (75, True, False)
    assert time.monotonic() - began >= 0.4, "it was waited for"


@pytest.mark.slow
def test_a_disk_that_is_full_is_told_and_costs_nothing(harvested: Path) -> None:
    """F112: no file may grow any more: 74, a word about the disk; with room again the pass ends as if nothing had been."""
    for n in range(3, 60):
        (harvested / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    command = f"trap '' XFSZ; ulimit -f 64; exec {sys.executable} -m syncd once -c config.toml"
    done = subprocess.run(["bash", "-c", command], cwd=harvested, capture_output=True, text=True, timeout=100)
    assert (done.returncode, "Traceback" in done.stderr) == (74, False), done.stderr
    assert run_syncd("once", "-c", "config.toml", cwd=harvested).code == 0
    assert run_syncd("verify", "-c", "config.toml", "--json", cwd=harvested).json["ok"]


@pytest.mark.slow
def test_too_little_memory_is_told(harvested: Path) -> None:
    """F120: where memory ends the program ends with a code of its own or a sentence, and the store is as it was."""
    command = f"ulimit -v 200000; exec {sys.executable} -m syncd verify -c config.toml"
    done = subprocess.run(["bash", "-c", command], cwd=harvested, capture_output=True, text=True, timeout=100)
    assert done.returncode in (0, 65, 71, 74)
    assert run_syncd("verify", "-c", "config.toml", cwd=harvested).code == 0


@pytest.mark.parametrize("command", ["status", "verify", "rebuild"])
def test_a_store_that_is_not_there_is_not_made_by_looking(company: Path, command: str) -> None:
    """Only a pass makes a store; every other command says so with 65."""
    ran = run_syncd(command, "-c", "config.toml", cwd=company)
    assert (ran.code, "syncd once" in ran.err) == (65, True)
    assert not (company / "history.db").exists()


# ── sources that cannot be read ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_a_pass_that_reaches_no_source_is_told_with_69(company: Path) -> None:
    """All mailboxes unreachable: 69, and the JSON is still whole, with the reason of each."""
    (company / "mail").rename(company / "elsewhere")
    ran = run_syncd("once", "-c", "config.toml", "--json", cwd=company)
    assert ran.code == 69
    (source,) = ran.json["sources"]
    assert (source["state"] != "ok", "mail" in source["error"]) == (True, True)
    assert run_syncd("status", "-c", "config.toml", cwd=company).code == 1, "status says that something is wrong"


@pytest.mark.slow
def test_one_source_that_cannot_be_read_delays_no_other(company: Path) -> None:
    """One of two mailboxes is away: the pass is done (0), its line says why, the other is stored."""
    with (company / "config.toml").open("a") as config:
        config.write('[[source]]\nname = "away"\nconnector = "eml"\npath = "gone"\nowner = "rasa@klimatas.example"\n')
    ran = run_syncd("once", "-c", "config.toml", "--json", cwd=company)
    assert ran.code == 0
    states = {s["name"]: (s["stored"], s["error"] is None) for s in ran.json["sources"]}
    assert states == {"rasa-mail": (3, True), "away": (0, False)}


@pytest.mark.slow
def test_a_pass_over_sources_that_another_holds_is_told_with_75(harvested: Path, syncd_here: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A living process holds the only source: `once` waits for it, then reports `held` and exits 75."""
    assert harvest.PATIENCE == 60, "outside it is waited for so long"
    monkeypatch.setattr(harvest, "PATIENCE", 0.4)
    began = time.monotonic()
    code = (
        "import datetime, sys; from pathlib import Path; from syncd.store.db import connect; from syncd.store import sources\n"
        "store = connect(Path('history.db')); source = store.db.execute('SELECT id FROM source').fetchone()[0]\n"
        "assert sources.take_lease(store, source, datetime.datetime.now(datetime.UTC)) is None\n"
        "print('holding', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], cwd=harvested, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None and holder.stdout.readline() == "holding\n"
        ran = syncd_here("once", "-c", "config.toml", "--json", cwd=harvested)
    finally:
        holder.communicate()
    assert (ran.code, ran.json["sources"][0]["state"]) == (75, "held")
    assert time.monotonic() - began >= 0.4, "it was waited for"
    assert run_syncd("once", "-c", "config.toml", cwd=harvested).code == 0, "a holder that has died holds nothing"


# ── interruptions ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("statements", [20, 300, 4000])
def test_ctrl_c_ends_a_pass_quietly_and_leaves_the_store_sound(company: Path, statements: int) -> None:
    """SIGINT to the whole group, as a terminal sends it: 130, no traceback, and the next pass ends as if nothing had been."""
    for n in range(3, 600):
        (company / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    count = company / "statements"
    environ = os.environ | {"SYNCD_NOW": ORDINARY_MORNING, "SYNCD_FAULT_COUNT": str(count)}
    pass_ = subprocess.Popen(
        [sys.executable, "-m", "syncd", "once", "-c", "config.toml"], cwd=company, env=environ, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    while pass_.poll() is None and not (count.exists() and count.read_bytes().count(b"\n") >= statements):
        time.sleep(0.01)
    assert pass_.poll() is None, "the pass was over before the key was pressed: nothing was tried"
    os.killpg(pass_.pid, signal.SIGINT)
    _, err = pass_.communicate(timeout=60)
    assert (pass_.returncode, "Traceback" in err, "Stopped;" in err) == (130, False, True), err
    assert run_syncd("once", "-c", "config.toml", cwd=company).code == 0
    assert run_syncd("verify", "-c", "config.toml", "--json", cwd=company).json == {"ok": True, "findings": []}
    with sqlite3.connect(company / "history.db") as db:
        assert db.execute("SELECT count(*) FROM interaction").fetchone() == (600,)
    db.close()


@pytest.mark.slow
@pytest.mark.parametrize("arguments", ["explain mail/*.eml", "verify --dump -c config.toml", "status -c config.toml"])
def test_a_reader_that_goes_away_is_no_fault(harvested: Path, arguments: str) -> None:
    """`syncd … | head -1` ends quietly with 0."""
    for n in range(3, 400):
        (harvested / "mail" / f"{n}.eml").write_text(MAIL.format(n=n), encoding="utf-8")
    command = f"set -o pipefail; {sys.executable} -m syncd {arguments} | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=harvested, capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here: a full disk at standard output was NOT tried")
def test_a_full_disk_at_the_output_is_told(harvested: Path) -> None:
    """What cannot be written is not said to be written: 74, one sentence."""
    with open("/dev/full", "wb") as full:
        command = [sys.executable, "-m", "syncd", "status", "-c", "config.toml"]
        done = subprocess.run(command, cwd=harvested, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, "No space left" in done.stderr, "Traceback" in done.stderr) == (74, True, False)


# ── what the commands say ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_every_command_has_help_and_its_sentence_in_the_overview(syncd: Call) -> None:
    """`syncd --help` names every command; each has its own --help with 0."""
    overview = syncd("--help", started=True)
    assert overview.code == 0
    for command in ("demo", "check", "once", "serve", "status", "explain", "due", "rebuild", "verify"):
        assert command in COMMANDS
        assert f"  {command} " in overview.out


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(syncd: Call, command: str) -> None:
    """`syncd COMMAND --help` exits 0, with more than its usage line."""
    ran = syncd(command, "--help", started=True)
    assert (ran.code, ran.out.startswith("Usage: "), len(ran.out.splitlines()) > 5) == (0, True, True)


def test_version_is_the_package_version(syncd: Call) -> None:
    """`syncd --version` is one line with a number."""
    ran = syncd("--version")
    assert (ran.code, ran.out.strip().split()[-1][0].isdigit()) == (0, True)


@pytest.mark.slow
def test_once_tells_what_it_did_as_json(company: Path) -> None:
    """The keys and types of `once --json`; a second pass on an unchanged world has seen nothing."""
    first = run_syncd("once", "-c", "config.toml", "--json", cwd=company).json
    assert list(first) == ["sources", "promises_found", "reminders_put"]
    (source,) = first["sources"]
    assert list(source) == ["name", "seen", "stored", "excluded", "pending", "gone", "seconds", "state", "error"]
    assert [type(v) for v in source.values()] == [str, int, int, int, int, int, float, str, type(None)]
    assert (source["seen"], source["stored"], first["promises_found"]) == (3, 3, 3)
    (again,) = run_syncd("once", "-c", "config.toml", "--json", cwd=company).json["sources"]
    assert (again["seen"], again["stored"], again["state"]) == (0, 0, "ok")


def test_status_gives_the_rows_of_the_views(harvested: Path) -> None:
    """{sources, collections, outbox, ok}, the rows with the columns that DESIGN §4 names, and numbers that add up."""
    status = run_syncd("status", "-c", "config.toml", "--json", cwd=harvested).json
    assert list(status) == ["sources", "collections", "outbox", "ok"]
    (source,), (collection,) = status["sources"], status["collections"]
    counts = ["state", "on_server", "stored", "excluded", "pending", "last_success"]
    assert list(source) == ["name", "connector", "owner", *counts, "lag_seconds"]
    assert list(collection) == ["source", "name", "role", *counts]
    assert (source["state"], source["stored"], source["excluded"], source["pending"], status["ok"]) == ("ok", 3, 0, 0, True)
    assert source["on_server"] == source["stored"] + source["excluded"] + source["pending"]


@pytest.mark.slow
def test_what_the_server_has_is_known_after_a_quiet_pass_too(harvested: Path) -> None:
    """A pass that found nothing new does not forget how much there is."""
    assert run_syncd("once", "-c", "config.toml", cwd=harvested).code == 0
    (source,) = run_syncd("status", "-c", "config.toml", "--json", cwd=harvested).json["sources"]
    assert source["on_server"] == 3


@pytest.mark.slow
def test_rebuild_and_verify_tell_as_json(harvested: Path) -> None:
    """`rebuild --json` counts what it derived anew; `verify --json` is {ok, findings}; `--dump` is equal before and after."""
    before = run_syncd("verify", "--dump", "-c", "config.toml", cwd=harvested).out
    assert run_syncd("rebuild", "-c", "config.toml", "--json", cwd=harvested).json == {"interactions": 3, "held_back": []}
    assert run_syncd("verify", "-c", "config.toml", "--json", cwd=harvested).json == {"ok": True, "findings": []}
    assert run_syncd("verify", "--dump", "-c", "config.toml", cwd=harvested).out == before != ""


def test_verify_finds_what_was_spoilt_by_hand(harvested: Path) -> None:
    """A lost original is a finding: 65, with invariant, id and text of each."""
    shutil.rmtree(harvested / "raw")
    ran = run_syncd("verify", "-c", "config.toml", "--json", cwd=harvested)
    assert (ran.code, ran.json["ok"]) == (65, False)
    assert {tuple(f) for f in ran.json["findings"]} == {("invariant", "id", "text")}


@pytest.mark.slow
def test_the_config_is_found_by_the_environment_and_in_the_folder(harvested: Path, tmp_path: Path) -> None:
    """$SYNCD_CONFIG, then ./config.toml."""
    assert run_syncd("status", cwd=harvested).code == 0
    assert run_syncd("status", cwd=tmp_path, env={"SYNCD_CONFIG": str(harvested / "config.toml")}).code == 0


# ── due ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_due_gives_a_window_or_null(syncd: Call) -> None:
    """The window of a phrase as JSON with from, to, text and kind; words without a term give null."""
    at = ("due", *SAID, "--timezone", "Europe/Vilnius")
    window = syncd(*at, "iki penktadienio").json
    assert window == {"from": "2026-11-18", "to": "2026-11-20", "text": "iki penktadienio", "kind": "explicit"}
    assert syncd(*at, "good morning").json is None
    assert syncd(*at, "").json is None


LINES = [
    # line in, whether a window comes out, reason
    ('{"text": "by Friday", "said": "2026-11-18T10:30:00", "timezone": "Europe/Vilnius", "lang": "en"}', True, "the whole question"),
    ('{"text": "в пятницу", "said": "2026-11-18T10:30:00"}', True, "zone from the command line, language found out"),
    ('{"text": "by Friday", "said": "2026-11-18T10:30:00", "timezone": null, "lang": null, "n": 1}', True, "nulls and more keys"),
    ('{"text": "hello", "said": "2026-11-18T10:30:00"}', False, "no term"),
    ('{"text": "by Friday"}', False, "not said when"),
    ('{"text": 5, "said": "2026-11-18T10:30:00"}', False, "a number is no text"),
    ('{"text": "by Friday", "said": "2026-11-18T10:30:00", "timezone": "Nope"}', False, "no such zone: not silently read as UTC"),
    ('{"text": "by Friday", "said": "2026-11-18T10:30:00", "lang": "fr"}', False, "no such language"),
    ("[1, 2]", False, "a list is no question"),
    ("by Friday", False, "not JSON"),
    ('{"text": "\\ud800", "said": "2026-11-18T10:30:00"}', False, "half a surrogate pair"),
]


def test_due_answers_every_line_in_its_place(syncd: Call) -> None:
    """`--lines`: a line out for each line in, in order; `null` and a reason for one that is no question, and 64 at the end."""
    ran = syncd("due", "--lines", "--timezone", "Europe/Vilnius", given="\n".join(line for line, _, _ in LINES).encode() + b"\n\xff\xfe\n")
    assert [row is not None for row in ran.rows] == [there for _, there, _ in LINES] + [False]
    assert (ran.code, "line 5:" in ran.err, "line 12:" in ran.err) == (64, True, True)


def test_due_lines_that_are_all_questions_end_with_0(syncd: Call) -> None:
    """No input is no question, and none is wrong."""
    assert syncd("due", "--lines", given=(LINES[0][0] + "\n" + LINES[3][0]).encode()).code == 0
    assert syncd("due", "--lines").code == 0


def test_a_country_moves_a_working_day_past_its_holidays(syncd: Call) -> None:
    """Without --country there are no public holidays; with it 16 February is none of the working days."""
    words = ("due", "--said", "2027-02-15T10:00", "--timezone", "Europe/Vilnius", "--lang", "en", "within 2 working days")
    assert json.loads(syncd(*words).out)["to"] == "2027-02-17"
    assert json.loads(syncd(*words, "--country", "LT").out)["to"] == "2027-02-18"
