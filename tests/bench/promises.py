"""`make bench-promises`: how many promises are found, how many of what is found are none, and how often the term is right.

Labelled mails and phrases lie beside the project (../shared/promises), each with its own scorer; both scorers call the
command line as any other program would. The mails of dev/ were written to be read, those of real_en were not: read the
precision there as what a person would see. Then the speed of `syncd explain`, start-up taken off.
"""

from __future__ import annotations

import json
import os
import resource
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.conftest import SHARED, bytecode_kept

PROMISES = SHARED / "promises"
SYNCD = Path(sys.executable).parent / "syncd"
KINDS = ("promise", "handoff", "theirs")


def main() -> None:
    """Score, measure, print; exit 1 when the labelled mails are not there."""
    if not PROMISES.is_dir():
        raise SystemExit("../shared/promises is not there: nothing was measured")
    mails = _scored("score.py", f"{SYNCD} explain", sorted((PROMISES / "dev").glob("*.jsonl")), "--corpus", str(SHARED / "corpus"))
    phrases = _scored("score_due.py", f"{SYNCD} due --lines", sorted((PROMISES / "due").glob("*.jsonl")))
    print("\n".join([*_of_mails(mails), "", *_of_terms(mails, phrases), "", *_speed()]))


def _scored(scorer: str, command: str, files: Iterable[Path], *more: str) -> dict[str, Any]:
    """What a scorer says of these files, by its name for each."""
    arguments = [sys.executable, str(PROMISES / scorer), "--json", "--cmd", shlex.join(shlex.split(command)), *more, *map(str, files)]
    done = subprocess.run(arguments, capture_output=True, text=True, env=_environ())
    if done.returncode or done.stderr.strip():
        raise SystemExit(f"{scorer}: exit {done.returncode}\n{done.stderr[-2000:]}")
    scores: dict[str, Any] = json.loads(done.stdout)
    return scores


def _environ() -> dict[str, str]:
    return bytecode_kept({k: v for k, v in os.environ.items() if not k.startswith("SYNCD_")})


def _of_mails(mails: dict[str, Any]) -> Iterable[str]:
    """Per file and kind: how many there are, precision, recall, F1; then who, what and all of it right."""
    yield f"{'labelled mails':16} {'kind':9} {'there':>5} {'precision':>10} {'recall':>7} {'F1':>6}"
    for name, score in mails.items():
        for kind in KINDS:
            k = score[kind]
            title = f"{name.rpartition('/')[2]} ({score['mails']})" if kind == KINDS[0] else ""
            yield f"{title:16} {kind:9} {k['gold']:5} {k['precision']:10.2f} {k['recall']:7.2f} {k['f1']:6.2f}"
        found = f"who {score['who']:.2f}, act {score['act']:.2f}, all with the term {score['all']:.2f}"
        yield f"{'':16} of those found: {found}; found in mails that hold none: {score['false.in_trap']}"


def _of_terms(mails: dict[str, Any], phrases: dict[str, Any]) -> Iterable[str]:
    """Per file: of the terms in the promises found, and of single phrases, how many are right, wrong and missed."""
    yield f"{'terms':24} {'n':>5} {'right':>6} {'wrong':>6} {'missing':>8}"
    for name, score in mails.items():
        due = score["due"]
        yield f"{'in ' + name:24} {due['dated']:5} {due['right']:6.2f} {due['wrong']:6.2f} {due['missing']:8.2f}"
    for name, t in phrases.items():
        n = t["n"]
        yield f"{name:24} {n:5} {t['right'] / n:6.2f} {t['wrong'] / n:6.2f} {t['missing'] / n:8.2f}"


def _speed() -> Iterable[str]:
    """Mails a second of CPU, start-up taken off, on real mail; and the largest memory of a process."""
    files = [str(f) for f in sorted((SHARED / "corpus" / "enron").rglob("*.eml"))]
    if not files:
        yield "../shared/corpus is not there: the speed was not measured"
        return
    with tempfile.NamedTemporaryFile(suffix=".eml") as empty:
        alone = min(_cpu([empty.name]) for _ in range(3))
    spent = min(_cpu(files) for _ in range(3)) - alone
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    each = spent / len(files) * 1000
    yield f"explain, {len(files)} real mails: {len(files) / spent:.0f} a second ({each:.2f} ms CPU each) after {alone:.2f} s of start-up; {peak:.0f} MB"


def _cpu(files: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(SYNCD), "explain", "--staff", "enron.com", "--timezone", "America/Chicago", *files]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environ())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
