"""`python -m tests.bench.erasing --folder F`: what it costs to take out what is stored, in a store that `tests.bench.growth` left in F.

A person of many mails and one of few are forgotten, then a domain of many people and fewer than 1,000 mails is excluded and let in again,
each in a copy of the store. A line each: mails concerned, CPU seconds, what the command had foreseen, and the CPU seconds of the longest
time nobody else could write.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.bench.processes import cpu_of

_COUNTED = "SELECT count(DISTINCT p.interaction_id) AS n, {what} AS who FROM party p WHERE p.address LIKE '%@%' AND p.address NOT LIKE '%@enron.com' GROUP BY who"
_PEOPLE = (
    f"SELECT n, who FROM ({_COUNTED.format(what='p.address')}) WHERE who IN (SELECT value FROM identifier WHERE kind = 'address' AND person_id IS NOT NULL) "
    "AND who NOT IN (SELECT address FROM mailing_list)"
)
_DOMAINS = _COUNTED.format(what="substr(p.address, instr(p.address, '@') + 1)")
_LOOK = 0.005  # seconds between two tries to write


def copied(folder: Path, to: Path) -> Path:
    """The config of a copy of the store; its mail is the original's."""
    shutil.copytree(folder, to, ignore=shutil.ignore_patterns("mail", "samples.tsv", "*.log"))
    config = to / "config.toml"
    config.write_text(re.sub(r'^path = "history.db"', f'path = "{to / "history.db"}"', config.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    return config


def measured(config: Path, *arguments: str) -> tuple[str, float, float]:
    """Run a command; what it said, its CPU seconds, and those of the longest time nobody else could write."""
    before, longest = resource.getrusage(resource.RUSAGE_CHILDREN), 0.0
    with closing(sqlite3.connect(config.parent / "history.db", isolation_level=None, timeout=0)) as db, tempfile.TemporaryFile("w+") as said:
        running = subprocess.Popen([sys.executable, "-m", "syncd", *arguments, "-c", str(config)], stdout=said, stderr=subprocess.STDOUT)
        began = 0.0
        while running.poll() is None:
            with contextlib.suppress(FileNotFoundError):  # it ended meanwhile
                now = cpu_of(running.pid)
                longest, began = max(longest, now - began), now if _may_write(db) else began
            time.sleep(_LOOK)
        said.seek(0)
        text = said.read()
    if running.returncode:
        raise SystemExit(f"syncd {' '.join(arguments)} ended with {running.returncode}:\n{text}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return text, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, longest


def _may_write(db: sqlite3.Connection) -> bool:
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:  # somebody else writes
        return False
    db.execute("ROLLBACK")
    return True


def line(what: str, mails: int, cpu: float, foreseen: str, longest: float) -> None:
    """A row of the table."""
    print(f"{what:42} {mails:6} {cpu:8.1f} {foreseen:>9} {longest:8.2f}", flush=True)


def main() -> None:
    """Choose, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True, help="where growth left a store")
    folder: Path = parser.parse_args().folder
    with closing(sqlite3.connect((folder / "history.db").resolve().as_uri() + "?mode=ro", uri=True)) as db:
        many, some_one = db.execute(f"{_PEOPLE} ORDER BY n DESC, who LIMIT 1").fetchone()
        few, other = db.execute(f"{_PEOPLE} AND n BETWEEN 4 AND 6 ORDER BY n DESC, who LIMIT 1").fetchone()
        of_domain, domain = db.execute(f"{_DOMAINS} HAVING count(DISTINCT p.address) > 20 AND n < 1000 ORDER BY n DESC, who LIMIT 1").fetchone()
    print(f"{'what':42} {'mails':>6} {'CPU s':>8} {'foreseen':>9} {'held s':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        for n, (what, mails, who) in enumerate((("a person of many mails forgotten", many, some_one), ("a person of few mails forgotten", few, other))):
            text, cpu, longest = measured(copied(folder, Path(scratch, str(n))), "forget", "--yes", "--reason", "measured", who)
            line(what, mails, cpu, (re.search(r"about (\d+ s)", text) or ["", "–"])[1], longest)
        config = copied(folder, Path(scratch, "rule"))
        measured(config, "once")
        loose = config.read_text("utf-8")
        config.write_text(loose.replace("[privacy]", f'[privacy]\nexclude = {{ domains = ["{domain}"] }}'), "utf-8")
        line("a domain excluded", of_domain, *_rule(config))
        config.write_text(loose, "utf-8")
        line("the same let in again", of_domain, *_rule(config))


def _rule(config: Path) -> tuple[float, str, float]:
    _, cpu, longest = measured(config, "once")
    return cpu, "–", longest


if __name__ == "__main__":
    main()
