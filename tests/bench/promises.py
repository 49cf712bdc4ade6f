"""`make bench-promises`: how many promises are found, how many of what is found are none, and how often the term is right.

Labelled mails and phrases lie beside the project (../shared/promises), each with its own scorer; both scorers call the
command line as any other program would. The mails of dev/ were written to be read, those of real_en were not: read the
precision there as what a person would see. Mails and phrases by other authors, who saw none of the program, lie in
tests/data. The peers answer the same scorers (promise_peers.py). Then what the default policy would put into calendars,
and the speed of `syncd explain`, start-up taken off.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests.conftest import SHARED, bytecode_kept

PROMISES = SHARED / "promises"
CORPUS = SHARED / "corpus"
DATA = Path(__file__).resolve().parents[1] / "data"
SYNCD = Path(sys.executable).parent / "syncd"
KINDS = ("promise", "handoff", "theirs")
ENRON = ("@enron.com", "@ect.enron.com", "@ees.enron.com", "@enron.net")
REAL = {"enron": ENRON, "lists/usrp-users": ("@ettus.com", "@ni.com", "@emerson.com", "patchvonbraun@gmail.com")}
ENGLISH = ("en", "real_en")


def main() -> None:
    """Score, measure, print; exit 1 when the labelled mails are not there."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--peers", type=Path, help="the python of the virtual environment that has the peers")
    peers = ask.parse_args().peers
    if not PROMISES.is_dir():
        raise SystemExit("../shared/promises is not there: nothing was measured")
    mails = sorted((PROMISES / "dev").glob("*.jsonl"))
    phrases = sorted((PROMISES / "due").glob("*.jsonl"))
    _say(_of_mails("syncd", _mails(f"{SYNCD} explain", mails)))
    _say(_of_mails("syncd, other authors", _mails(f"{SYNCD} explain", sorted((DATA / "promises").glob("*/*.jsonl")))))
    _say(_of_terms("syncd", _phrases(f"{SYNCD} due --lines", [*phrases, *sorted((DATA / "due").glob("*/*.jsonl"))])))
    if peers is not None:
        answers = f"{peers} {Path(__file__).with_name('promise_peers.py')}"
        for name in ("follow-through", "cogext"):
            _say(_of_mails(name, _mails(f"{answers} {name}", [f for f in mails if f.stem in ENGLISH])))
        for name in ("dateparser", "duckling"):
            _say(_of_terms(name, _phrases(f"{answers} {name}", phrases)))
    _say(_of_entries())
    _say(_speed())


def _say(lines: Iterable[str]) -> None:
    print("\n".join(lines), end="\n\n", flush=True)


def _mails(command: str, files: Sequence[Path]) -> dict[str, Any]:
    return _scored("score.py", command, files, "--corpus", str(CORPUS))


def _phrases(command: str, files: Sequence[Path]) -> dict[str, Any]:
    return _scored("score_due.py", command, files)


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


def _of_mails(who: str, mails: dict[str, Any]) -> Iterable[str]:
    """Per file and kind: how many there are, precision, recall, F1; then who, what, term and all of it right."""
    yield f"{who}: labelled mails    kind      there  precision  recall     F1"
    for name, score in mails.items():
        for kind in KINDS:
            k = score[kind]
            title = f"{name} ({score['mails']})" if kind == KINDS[0] else ""
            yield f"  {title:24} {kind:9} {k['gold']:5} {k['precision']:10.2f} {k['recall']:7.2f} {k['f1']:6.2f}"
        due = score["due"]
        terms = f"term right {due['right']:.2f}, wrong {due['wrong']:.2f} of {due['dated']}"
        yield f"  {'':24} found: who {score['who']:.2f}, act {score['act']:.2f}, {terms}; all {score['all']:.2f}; false in mails without any {score['false.in_trap']}"


def _of_terms(who: str, phrases: dict[str, Any]) -> Iterable[str]:
    """Per file of single phrases: how many terms are right, wrong and missed."""
    yield f"{who + ': terms':28} {'n':>5} {'right':>6} {'wrong':>6} {'missing':>8}"
    for name, t in phrases.items():
        n = t["n"]
        yield f"  {name:26} {n:5} {t['right'] / n:6.2f} {t['wrong'] / n:6.2f} {t['missing'] / n:8.2f}"


def _of_entries() -> Iterable[str]:
    """What the default policy (firm, an explicit term, 0.8) would put into calendars from real mail, and what the labels say of it."""
    sys.path.insert(0, str(PROMISES))
    import score

    yield f"{'entries from real mail':28} {'mails':>6} {'sent':>6} {'entries':>8} {'per 100 sent':>13}"
    for name, staff in REAL.items():
        files = sorted((CORPUS / name).rglob("*.eml"))
        if not files:
            yield f"  ../shared/corpus/{name} is not there"
            continue
        told = _explained(staff, files)
        sent = sum(t["direction"] in ("out", "internal") for t in told)
        entries = sum(len(_entries(t)) for t in told)
        yield f"  {name:26} {len(files):6} {sent:6} {entries:8} {entries / sent * 100:13.2f}"
    cases = [json.loads(line) for line in (PROMISES / "dev" / "real_en.jsonl").read_text(encoding="utf-8").splitlines()]
    tally: Counter[str] = Counter()
    for case, answer in zip(cases, score.explain(f"{SYNCD} explain", cases, CORPUS), strict=True):
        for entry in _entries(answer):
            gold = [g for g in case["gold"] if score.overlap(g["quote"], entry["quote"]) >= 0.5]
            maybe = any(g.get("doubt") or g.get("internal") or g["firmness"] == "soft" for g in gold) or any(
                score.overlap(m if isinstance(m, str) else m["quote"], entry["quote"]) >= 0.5 for m in case.get("maybe", ())
            )
            tally["in doubt" if maybe else "right" if any(g["kind"] == entry["kind"] for g in gold) else "wrong"] += 1
    yield f"  of the {len(cases)} labelled ones: right {tally['right']}, in doubt {tally['in doubt']}, wrong {tally['wrong']}"


def _explained(staff: Iterable[str], files: Sequence[Path]) -> list[dict[str, Any]]:
    ours = [x for s in staff for x in ("--staff", s)]
    done = subprocess.run([str(SYNCD), "explain", *ours, "--timezone", "America/Chicago", *map(str, files)], capture_output=True, text=True, check=True, env=_environ())
    return [json.loads(line) for line in done.stdout.splitlines()]


def _entries(told: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The promises of a mail that get an entry when it is sent."""
    return [
        p for p in (told or {}).get("promises", ())
        if p["kind"] != "theirs" and p["firmness"] == "firm" and p["confidence"] >= 0.8 and p["due"] and p["due"]["kind"] == "explicit"
    ]  # fmt: skip


def _speed() -> Iterable[str]:
    """Mails a second of CPU, start-up taken off, on real mail; and the largest memory of a process."""
    files = [str(f) for f in sorted((CORPUS / "enron").rglob("*.eml"))]
    if not files:
        yield "../shared/corpus is not there: the speed was not measured"
        return
    alone = min(_cpu(files[:1]) for _ in range(3))
    spent = min(_cpu([*files, *files]) for _ in range(3)) - alone
    each = spent / (2 * len(files)) * 1000
    yield f"explain, {2 * len(files)} real mails: {1000 / each:.0f} a second ({each:.2f} ms CPU each) after {alone:.2f} s of start-up and the first mail"


def _cpu(files: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(SYNCD), "explain", "--staff", "enron.com", "--timezone", "America/Chicago", *files]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environ())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
