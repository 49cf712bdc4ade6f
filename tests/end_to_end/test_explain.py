"""`syncd explain`: one JSON line a file, in the order given, whatever the file is; its keys are a contract (DESIGN §6)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from syncd.cli import main
from syncd.core.files.values import PROBLEMS
from syncd.core.model import WorkingCalendar
from syncd.explain import explain, setting_for
from syncd.sandbox import Sandbox
from tests import documents
from tests.conftest import SHARED, Ran
from tests.peak import peak_mb

DATA = Path(__file__).resolve().parents[1] / "data" / "explain"
KEYS = ["file", "class", "language", "direction", "subject", "date", "parties", "own_text", "promises", "offers", "complaints", "facts", "questions", "no_contact",
        "call", "meetings", "attachments", "problems"]  # fmt: skip
PROMISE = ["quote", "kind", "firmness", "promiser", "assignee", "beneficiary", "act", "due", "confidence", "why"]
MEETING = ["uid", "recurrence_id", "title", "start", "end", "all_day", "timezone", "rrule", "status", "organizer", "attendees", "location",
           "link", "private"]  # fmt: skip
CLASSES = {"personal", "bulk", "list", "auto", "bounce", "voicemail"}
Call = Callable[..., Ran]
OURS = ("--staff", "klimatas.example", "--timezone", "Europe/Vilnius")


def check_shape(row: dict[str, Any]) -> None:
    """The keys of a line, their order, types and words."""
    assert list(row) == KEYS
    assert row["class"] in CLASSES | {None}
    assert row["language"] in {"en", "ru", "lt", "", None}
    assert row["direction"] in {"in", "out", "internal", None}
    assert isinstance(row["subject"], str) and isinstance(row["own_text"], str)
    for party in row["parties"]:
        assert list(party) == ["role", "address", "name"]
    for promise in row["promises"]:
        assert list(promise) == PROMISE
        assert promise["confidence"] >= 0.5
        assert promise["quote"].strip() and promise["quote"] in row["own_text"]
        assert promise["due"] is None or list(promise["due"]) == ["from", "to", "text", "kind"]
    for meeting in row["meetings"]:
        assert list(meeting) == MEETING
        assert all(list(a) == ["address", "name", "response"] for a in meeting["attendees"])
        assert isinstance(meeting["organizer"], str | None)
    for attachment in row["attachments"]:
        assert list(attachment) == ["name", "media_type", "size", "sha256", "text", "problem", "offers"]
        assert attachment["problem"] in {None, *PROBLEMS} and (attachment["text"] is None or (attachment["text"] and attachment["problem"] is None))
    for problem in row["problems"]:
        assert list(problem) == ["code", "text"]
        assert problem["code"] and problem["text"]
    for key in ("offers", "complaints", "facts"):
        assert isinstance(row[key], list)


# ── what a line says ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_mail_is_told_with_its_promises_on_the_wall_clock_of_the_zone(syncd: Call) -> None:
    """A mail of 22:30 UTC is of the next day in Vilnius, and so are the terms reckoned from it; what is quoted is not own."""
    (row,) = syncd("explain", *OURS, DATA / "promises_in_three_languages.eml").rows
    check_shape(row)
    assert (row["class"], row["direction"], row["subject"]) == ("personal", "out", "Dėl kondicionieriaus")
    assert row["date"] == "2026-11-19T00:30"
    assert row["parties"][0] == {"role": "from", "address": "rasa@klimatas.example", "name": "Rasa Petraitė"}
    assert "tomorrow" not in row["own_text"]
    call, offer = row["promises"]
    assert (call["act"], call["promiser"], call["beneficiary"]) == ("call", "rasa@klimatas.example", "ona@ruta.example")
    assert call["due"] == {"from": "2026-11-20T15:00", "to": "2026-11-20T15:00", "text": "penktadienį 15 val", "kind": "explicit"}
    assert (offer["act"], offer["due"]["to"]) == ("send", "2026-11-23")


def test_without_staff_nobody_is_ours(syncd: Call) -> None:
    """`direction` is null without --staff; the clock is UTC without --timezone."""
    (row,) = syncd("explain", DATA / "promises_in_three_languages.eml").rows
    assert (row["direction"], row["date"]) == (None, "2026-11-18T22:30")


@pytest.mark.parametrize("ours", ["rasa@klimatas.example", "RASA@Klimatas.Example", "klimatas.example", "@klimatas.example", "example"])
def test_staff_are_addresses_or_domains(syncd: Call, ours: str) -> None:
    """--staff takes an address, a domain, or @domain, in any case; a domain covers those below it."""
    (row,) = syncd("explain", "--staff", ours, DATA / "invitation_in_a_mail.eml").rows
    assert row["direction"] == ("internal" if ours == "example" else "in")


def test_a_calendar_file_is_told_with_its_meetings(syncd: Call) -> None:
    """Meetings in the wall time of --timezone beside their own zone; all-day ones as dates; organiser and attendees by address."""
    (row,) = syncd("explain", *OURS, DATA / "meeting_in_new_york.ics").rows
    check_shape(row)
    review, closed = row["meetings"]
    assert (review["start"], review["end"], review["timezone"]) == ("2026-11-18T16:00", "2026-11-18T17:00", "America/New_York")
    assert (review["organizer"], review["private"], review["all_day"]) == ("rasa@klimatas.example", True, False)
    assert review["attendees"] == [{"address": "ona@ruta.example", "name": "Ona", "response": "accepted"}]
    assert (closed["start"], closed["end"], closed["all_day"]) == ("2026-12-24", "2026-12-27", True)
    assert (closed["rrule"], closed["status"], closed["organizer"]) == ("FREQ=YEARLY", "cancelled", None)


def test_an_invitation_in_a_mail_is_mail_and_meeting(syncd: Call) -> None:
    """A mail with a text/calendar part has both its own words and the meeting."""
    (row,) = syncd("explain", *OURS, DATA / "invitation_in_a_mail.eml").rows
    check_shape(row)
    assert (row["direction"], row["meetings"][0]["uid"], row["meetings"][0]["start"]) == ("in", "visit-1", "2026-11-19T14:00")


# ── whatever the file is ─────────────────────────────────────────────────────────────────────────────────────────


def test_one_line_a_file_in_the_order_given(tmp_path: Path, syncd: Call) -> None:
    """An absent file, a folder, an empty file, a name that is no text: each has its line, in its place, under the name as given."""
    (tmp_path / "empty.eml").touch()
    (tmp_path / "empty.ics").touch()
    (tmp_path / "folder.eml").mkdir()
    odd = os.fsdecode(b"bad\xff name.eml")
    (tmp_path / odd).write_bytes((DATA / "invitation_in_a_mail.eml").read_bytes())
    given = ["nowhere.eml", "folder.eml", "empty.eml", odd, "empty.ics", "./empty.eml", "new\nline.eml", "empty.eml"]
    ran = syncd("explain", *given)
    assert (ran.code, ran.err) == (0, "")
    assert [row["file"] for row in ran.rows] == given
    for row in ran.rows:
        check_shape(row)
    by_place = dict(enumerate(ran.rows))
    for place in (0, 1, 6):
        assert by_place[place]["problems"][0]["code"] == "unreadable"
        assert by_place[place]["class"] is None
    assert all(by_place[place]["problems"] for place in (2, 4))
    assert by_place[3]["subject"] == "Invitation: visit"


def test_a_line_is_one_line_for_whoever_splits_it(tmp_path: Path, syncd: Call) -> None:
    """U+0085, U+2028 and U+2029 end a line for many programs: they stand escaped, and come back as they were."""
    words = "one\u2028two\u2029three\u0085four"
    (tmp_path / "odd.eml").write_text(f"From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n{words}\n", encoding="utf-8")
    ran = syncd("explain", "odd.eml", "odd.eml")
    assert len(ran.out.splitlines()) == 2
    assert all(word in ran.rows[0]["own_text"] for word in ("one", "four"))


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["ascii", "iso8859-13", "utf-16"])
def test_json_is_utf_8_whatever_the_terminal_is(syncd: Call, encoding: str) -> None:
    """Another program reads the same bytes under any locale."""
    (row,) = syncd("explain", DATA / "promises_in_three_languages.eml", env={"PYTHONIOENCODING": encoding, "LC_ALL": "C"}).rows
    assert row["subject"] == "Dėl kondicionieriaus"


HOSTILE: list[tuple[str, bytes, str]] = [
    ("zeros.eml", b"\0" * 100_000, "binary nothing"),
    ("noise.eml", bytes(range(256)) * 400, "every byte"),
    ("utf16.eml", "From: a@b.example\r\n\r\nhi".encode("utf-16"), "a text in UTF-16"),
    ("surrogate.eml", b"From: a@b.example\nSubject: =?utf-8?q?=ED=A0=80?= \xed\xa0\x80\n\n\xed\xa0\x80 I will call you tomorrow.\n", "half a pair"),
    ("year_9999.eml", b"From: a@b.example\nDate: Fri, 31 Dec 9999 23:59:59 -1200\n\nI will call you tomorrow.\n", "no day after"),
    ("year_1.eml", b"From: a@b.example\nDate: Mon, 1 Jan 0001 00:00:00 +1400\n\nI will call you tomorrow.\n", "no day before"),
    ("no_end.eml", b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 20_000, "twenty thousand parts"),
    ("nested.eml", b"Content-Type: message/rfc822\n\n" * 3_000 + b"From: a@b.example\n\nhi", "mails in mails"),
    ("references.eml", b"From: a@b.example\nReferences: " + b"<x@y> " * 50_000 + b"\n\nhi", "a long thread"),
    ("brackets.eml", b"From: " + b"<" * 50_000 + b"\nTo: " + b"(" * 50_000 + b"\n\n" + b">" * 50_000, "brackets that never close"),
    ("one_line.eml", b"From: a@b.example\n\n" + b"I will call you " * 30_000, "one line of half a megabyte"),
    ("y9999.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:99991231T235959Z\r\nDURATION:P9999W\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
     "a meeting at the end of time"),
    ("secondly.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:19000101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
     "a meeting every second"),
    ("begins.ics", b"BEGIN:VCALENDAR\r\n" * 30_000, "components that never end"),
    ("folded.ics", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:" + b"x\r\n " * 50_000 + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "folds"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "reason"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_no_file_takes_the_program_down_or_away(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    """A hostile file gives its line within two seconds of CPU; the line is UTF-8 JSON. (T26)"""
    file = tmp_path / name
    file.write_bytes(content)
    setting = setting_for(("klimatas.example",), "Europe/Vilnius", WorkingCalendar())
    began = time.thread_time()
    row = explain(str(file), setting, with_staff=True)
    spent = time.thread_time() - began
    check_shape(row)
    json.dumps(row, ensure_ascii=False).encode()
    assert spent < 2, f"{reason}: {spent:.1f} s"


def _with_files(*files: tuple[str, str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "Ona <ona@baltas.example>", "rasa@klimatas.example", "Wed, 18 Nov 2026 10:30:00 +0200"
    mail.set_content("Sveiki, siunčiu.")
    for name, media_type, data in files:
        main, _, sub = media_type.partition("/")
        mail.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return mail.as_bytes()


@pytest.mark.slow
def test_documents_are_told_with_the_beginning_of_their_words(syncd: Call, tmp_path: Path) -> None:
    """Each with its name, size and hash; pictures are named and not looked into; what has no words says why."""
    files = (("Pasiūlymas.pdf", "application/pdf", documents.pdf("Šilumos siurblys\nKaina 5200 EUR")), ("logo.png", "image/png", b"\x89PNG\r\n\x1a\n\x00"),
             ("прайс.docx", "application/octet-stream", documents.docx("цена " * 1000)), ("scan.pdf", "application/pdf", documents.pdf("", "")))  # fmt: skip
    (tmp_path / "mail.eml").write_bytes(_with_files(*files))
    (row,) = syncd("explain", tmp_path / "mail.eml").rows
    check_shape(row)
    told = row["attachments"]
    assert [(a["name"], a["media_type"], a["size"], a["sha256"]) for a in told] == [(n, m, len(d), hashlib.sha256(d).hexdigest()) for n, m, d in files]
    assert [a["problem"] for a in told] == [None, None, None, "scanned"]
    assert [a["text"] for a in told] == ["Šilumos siurblys\nKaina 5200 EUR", None, ("цена " * 1000)[:2000], None]


def test_the_offers_in_a_document_are_told_with_it(syncd: Call, tmp_path: Path) -> None:
    """Those of a document that we sent; the mail's own words have none."""
    lines = ("Pasiūlymas Nr. 17", "Prekė\tKiekis\tKaina\tSuma", "Siurblys Altherma\t2\t2600,00\t5200,00 EUR", "Iš viso: 5200,00 EUR")
    raw = _with_files(("p.docx", "application/octet-stream", documents.docx(*lines)))
    (tmp_path / "mail.eml").write_bytes(raw.replace(b"Ona <ona@baltas.example>", b"Rasa <rasa@klimatas.example>", 1))
    (row,) = syncd("explain", *OURS, tmp_path / "mail.eml").rows
    [offer] = row["attachments"][0]["offers"]
    assert offer["product"] == "Siurblys Altherma" and row["offers"] == []


def test_a_mail_without_documents_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most mails have none, or pictures: they cost what they cost before."""
    monkeypatch.setattr("syncd.sandbox._Child", lambda: pytest.fail("a process was started"))
    (tmp_path / "mail.eml").write_bytes(_with_files(("logo.png", "image/png", b"\x89PNG")))
    row = explain(str(tmp_path / "mail.eml"), setting_for((), "UTC", WorkingCalendar()), with_staff=False)
    assert [a["text"] for a in row["attachments"]] == [None]


@pytest.mark.slow
def test_a_mail_full_of_slow_files_is_told_in_time(tmp_path: Path) -> None:
    """After three that take too long the others of the mail are not begun; of one mail so many are looked into and no more."""
    data = documents.docx("words")
    (tmp_path / "mail.eml").write_bytes(_with_files(*[("a.docx", "application/octet-stream", data + bytes([n])) for n in range(80)]))
    setting = setting_for((), "UTC", WorkingCalendar())
    with Sandbox() as sandbox:
        row = explain(str(tmp_path / "mail.eml"), setting, with_staff=False, sandbox=sandbox)
    assert [a["text"] for a in row["attachments"]] == ["words"] * 50 + [None] * 30
    with Sandbox(seconds=0.0) as sandbox:
        row = explain(str(tmp_path / "mail.eml"), setting, with_staff=False, sandbox=sandbox)
    problems = [a["problem"] for a in row["attachments"]]
    assert problems[:50].count("too_slow") >= 45 and problems[50:] == [None] * 30  # on a busy machine an answer may be there before it is waited for


def test_a_special_file_without_an_end_has_its_line_too(syncd: Call) -> None:
    """What has no end is read up to a limit and named too large, not read until memory ends."""
    if not Path("/dev/zero").exists():
        pytest.skip("no /dev/zero here: a file without an end was NOT tried")
    (row,) = syncd("explain", "/dev/zero").rows
    assert row["problems"][0]["code"] == "too-large"


# ── everything in the corpus ─────────────────────────────────────────────────────────────────────────────────────

FOLDERS = ["classify", "enron", "ics", "imip", "lists", "torture-mail", "vcard"]
OF_ENRON = ("--staff", "enron.com", "--timezone", "Europe/Vilnius", "--country", "LT")


def _files(folder: str) -> list[str]:
    return [str(f) for f in sorted((SHARED / "corpus" / folder).rglob("*")) if f.is_file()]


def read_the_corpus(to: Path) -> None:
    """Explain each folder at the command line, in calls of 400 files; what is said goes into a file a folder.

    Tells, as JSON, how the calls of each folder ended, what file took more than a second of CPU, and the memory. (To be
    called in a process of its own.)
    """
    slow: list[str] = []
    codes: dict[str, list[object]] = {folder: [] for folder in FOLDERS}

    def timed(file: str, *how: Any, **more: Any) -> dict[str, Any]:
        began = time.thread_time()
        row = explain(file, *how, **more)
        if time.thread_time() - began > 1:
            slow.append(file)
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("syncd.explain.explain", timed)
        for folder in FOLDERS:
            files = _files(folder)
            with (to / folder).open("w", encoding="utf-8") as out, contextlib.redirect_stdout(out):
                for i in range(0, len(files), 400):
                    patch.setattr("sys.argv", ["syncd", "explain", *OF_ENRON, *files[i : i + 400]])
                    codes[folder].append(_code_of(main))
    print(json.dumps({"codes": codes, "slow": slow, "mb": peak_mb()}))


def _code_of(call: Callable[[], None]) -> object:
    try:
        call()
    except SystemExit as end:
        return end.code
    return 0


@dataclass(frozen=True, slots=True)
class Corpus:
    """How the reading of the corpus ended: a file a folder, what was said of it all, and what stands on standard error."""

    folder: Path
    told: dict[str, Any]
    err: str


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """Every file of the corpus read once."""
    folder = tmp_path_factory.mktemp("corpus")
    script = f"from pathlib import Path; from tests.end_to_end.test_explain import read_the_corpus; read_the_corpus(Path({str(folder)!r}))"
    ran = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True, timeout=300)
    return Corpus(folder, json.loads(ran.stdout), ran.stderr)


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_of_the_corpus_has_its_line(corpus: Corpus, folder: str) -> None:
    """Real mails, broken calendars, cards taken for mails: a line each in the order given, exit 0, nothing on standard error."""
    assert (set(corpus.told["codes"][folder]), corpus.err) == ({0}, "")
    rows = [json.loads(line) for line in (corpus.folder / folder).read_text("utf-8").splitlines()]
    assert [row["file"] for row in rows] == _files(folder)
    for row in rows:
        check_shape(row)
    assert len(rows) > 40


@pytest.mark.corpus
@pytest.mark.slow
def test_no_file_of_the_corpus_takes_more_than_a_second_or_300_mb(corpus: Corpus) -> None:
    """Each single file at most 1 s of CPU, all of them within 300 MB in one process of their own."""
    assert corpus.told["slow"] == []
    assert corpus.told["mb"] < 300
