"""What a worker process has derived, as it arrives in the process that stores."""

from __future__ import annotations

import contextlib
import dataclasses
import pickle
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from syncd.core import model
from syncd.core.derived import CALENDAR, CARD, MAIL, Arrival, Derived, Setting
from syncd.deriving import _SENT, Workers

_MAIL = (
    b"From: Ona <ona@ours.lt>\nTo: Tomas <tomas@theirs.lt>\nDate: Tue, 3 Mar 2026 10:12:00 -0000\nMessage-ID: <1@ours.lt>\n"
    b"Subject: offer\n\nHi Tomas,\n\nI will send you the offer by Friday.\n\nOna\n"
)
_MEETING = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Visit\r\nDTSTART:20260303T101200Z\r\nORGANIZER:mailto:ona@ours.lt\r\n"
    b"ATTENDEE:mailto:tomas@theirs.lt\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_CARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Tomas\r\nEMAIL:tomas@theirs.lt\r\nTEL:+370 600 00000\r\nEND:VCARD\r\n"


@pytest.mark.parametrize(("raw", "media_type"), [(_MAIL, MAIL), (_MEETING, CALENDAR), (_CARD, CARD)], ids=["mail", "meeting", "card"])
def test_what_was_derived_arrives_as_it_was(raw: bytes, media_type: str) -> None:
    """Equal in every part, and as unchangeable as before."""
    setting = Setting(company=model.Company(domains=frozenset({"ours.lt"})))
    with Workers(setting) as workers:
        derived = workers.all([("1", Arrival(raw=raw, media_type=media_type))])["1"]
    arrived = pickle.loads(pickle.dumps(derived))
    assert isinstance(derived, Derived)
    assert arrived == derived
    assert repr(arrived) == repr(derived)
    with pytest.raises(dataclasses.FrozenInstanceError):
        arrived.hash = b""


_PROGRAM = """
import sys
from syncd.core.derived import MAIL, Arrival, Setting
from syncd.core.model import Company
from syncd.deriving import Processes

if __name__ == "__main__":
    processes = Processes(Setting(company=Company(domains=frozenset({"ours.lt"}))), context=sys.argv[1])
    ((_, result),) = processes.submit([("1", Arrival(raw=b"", media_type=MAIL))])
    result.result()
    print("read", flush=True)
    sys.stdin.read()
"""


@pytest.mark.slow
@pytest.mark.parametrize("context", ["fork", "forkserver"])
def test_processes_that_read_end_with_a_killed_program(tmp_path: Path, context: str) -> None:
    """Also those of a fork server, which itself outlives the program as long as they do."""
    (tmp_path / "program.py").write_text(_PROGRAM)
    with subprocess.Popen([sys.executable, "program.py", context], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True) as program:
        assert program.stdout is not None and program.stdout.readline() == b"read\n"
        begun = _of_session(program.pid) - {program.pid}
        assert begun
        program.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while (left := _of_session(program.pid)) and time.monotonic() < until:
        time.sleep(0.02)
    assert left == set()


def _of_session(session: int) -> set[int]:
    """The processes of a session that live (proc_pid_stat(5))."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, its, *_ = file.read_text().rpartition(")")[2].split()
            if int(its) == session and state != "Z":
                found.add(int(file.parent.name))
    return found


def test_every_value_that_can_be_in_what_is_sent_is_known_there() -> None:
    """One left out would still arrive, in twice the time and unnoticed."""
    named = set(re.findall(r"\w+", " ".join(str(field.type) for kind in _SENT for field in dataclasses.fields(kind))))
    inside = {kind for name, kind in vars(model).items() if name in named and dataclasses.is_dataclass(kind)}
    assert model.Due in inside
    assert inside <= set(_SENT)
