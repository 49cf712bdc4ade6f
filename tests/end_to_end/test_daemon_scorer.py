"""The daemon with a language model as scorer: it is asked about new promises, and what it does not say keeps nothing from going on."""

from __future__ import annotations

import datetime as dt
import json
import signal
import sqlite3
import time
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.end_to_end.test_daemon import CONFIG, daemon, stored, until
from tests.fakes.llm_server import Llm, llm

pytestmark = pytest.mark.slow

MAIL = "From: Rasa Petraite <rasa@klimatas.example>\nTo: Ona <ona@baldai.example>\nSubject: Pasiulymas {n}\nDate: {date}\nMessage-ID: <{n}@klimatas.example>\n\nAtsiusiu pasiulyma {n} rytoj.\n"


def deliver(folder: Path, n: int) -> None:
    """A mail of this minute arrives in Sent: the daemon goes by the real clock."""
    for sub in ("cur", "new", "tmp"):
        (folder / "mail" / ".Sent" / sub).mkdir(parents=True, exist_ok=True)
        (folder / "mail" / sub).mkdir(exist_ok=True)
    made = folder / "mail" / ".Sent" / "tmp" / f"{n}.x"
    made.write_text(MAIL.format(n=n, date=format_datetime(dt.datetime.now(dt.UTC))))
    made.rename(folder / "mail" / ".Sent" / "new" / f"{n}.x")


def judges(folder: Path) -> set[str]:
    db = sqlite3.connect(f"file:{folder / 'history.db'}?mode=ro", uri=True)
    try:
        return {by.split()[0] for (by,) in db.execute("SELECT scorer FROM promise")}
    finally:
        db.close()


def configured(folder: Path, model: Llm) -> Path:
    (folder / "config.toml").write_text(CONFIG + f'[scorer]\nkind = "llm"\nurl = "{model.url}"\nmodel = "small"\n')
    deliver(folder, 1)
    return folder


def test_a_daemon_asks_about_new_promises(tmp_path: Path) -> None:
    """Within seconds after they were found."""
    with llm(lambda shown: '{"promise": 0.9}') as model, daemon(configured(tmp_path, model)) as (process, _):
        assert until(lambda: stored(tmp_path) == 1 and judges(tmp_path) == {"llm"})
        deliver(tmp_path, 2)
        assert until(lambda: stored(tmp_path) == 2 and judges(tmp_path) == {"llm"})
        assert len(model.asked) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=12) == 0


def test_a_silent_model_keeps_no_mail_waiting_and_no_daemon_from_ending(tmp_path: Path) -> None:
    """New mail is stored while a question is under way; SIGTERM ends the daemon within ten seconds."""
    with llm(lambda shown: "") as model:
        model.silent.set()
        with daemon(configured(tmp_path, model)) as (process, _):
            assert until(lambda: len(model.asked) == 1)
            deliver(tmp_path, 2)
            assert until(lambda: stored(tmp_path) == 2, 8.0), "it is stored before the question is given up"
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) == 0
            assert time.monotonic() - began < 10
            log = [json.loads(line) for line in process.stderr]  # type: ignore[union-attr]
    assert not [line for line in log if line["event"] == "pass broke"]
    assert judges(tmp_path) == {"rules"}
