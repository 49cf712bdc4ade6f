"""How well offers, complaints, facts and calls are read from mails that were labelled by somebody who saw none of the program.

    python -m tests.bench.matters_scores calls [odd|even] [en ru lt] [--show] [FILE.jsonl …]

Prints precision and recall of each field, by language and in all. Odd lines may be read by whoever works on the rules;
even lines are scored in totals only, so `--show` prints what went wrong in the odd ones alone. Beside the odd lines single
sentences are scored where there are any (tests/data/KIND/sentences): a rule that knows only the mails shows itself there.

Two entries are the same where their quotes agree in half of the characters of the longer one; a call is the only one of
its mail. Amounts, numbers, moments and states have to be equal; free text (a product, the value of a fact, a name) has
to share half of its words, by their first letters.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from syncd.cli.look import explain
from tests.bench import sentences

DATA = Path(__file__).resolve().parents[1] / "data"
LANGUAGES = ("en", "ru", "lt")
Values = Counter[Any]


# ── how values agree ─────────────────────────────────────────────────────────────────────────────────────────────


def same_quote(a: str, b: str) -> float:
    """The longest stretch two quotes have in common, as a part of the longer one."""
    x, y = " ".join(a.split()).casefold(), " ".join(b.split()).casefold()
    longest = SequenceMatcher(None, x, y, autojunk=False).find_longest_match().size
    return longest / max(len(x), len(y), 1)


def same_text(a: str, b: str) -> bool:
    """Whether two texts share half of the words of the shorter one, by their first five letters."""
    x, y = _stems(a), _stems(b)
    return bool(x and y) and len(x & y) >= 0.5 * min(len(x), len(y))


def _stems(text: str) -> set[str]:
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return {word[:5] for word in re.findall(r"\w+", plain)}


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b)


def _birthday_or_text(a: str, b: str) -> bool:
    return a == b if re.fullmatch(r"[\d-]+", a) else same_text(a, b)


def _amounts(entry: dict[str, Any]) -> list[Any]:
    return [(f"{float(a['amount']):.2f}", a["currency"]) for a in entry.get("amounts") or ()]


def _one(name: str, shape: Callable[[Any], Any] = lambda value: value) -> Callable[[dict[str, Any]], list[Any]]:
    return lambda entry: [] if entry.get(name) in (None, "") else [shape(entry[name])]


@dataclass(frozen=True)
class Field:
    """What is compared: the values an entry has, and when two are the same."""

    values: Callable[[dict[str, Any]], list[Any]]
    same: Callable[[Any, Any], bool] = _equal


FIELDS: dict[str, dict[str, Field]] = {
    "offers": {
        "amounts": Field(_amounts), "product": Field(_one("product"), same_text), "state": Field(_one("state")),
        "discount": Field(_one("discount", lambda d: "".join(d.split()).casefold())), "valid_until": Field(_one("valid_until")),
    },
    "complaints": {},
    "facts": {"kind": Field(_one("kind")), "value": Field(_one("value"), _birthday_or_text)},
    "calls": {
        "number": Field(_one("number")), "name": Field(_one("name"), same_text), "at": Field(_one("at", lambda at: at[:16])),
        "seconds": Field(_one("seconds")), "outcome": Field(_one("outcome")), "direction": Field(_one("direction")),
    },
}  # fmt: skip


# ── cases and answers ────────────────────────────────────────────────────────────────────────────────────────────


def written(case: dict[str, Any]) -> bytes:
    """The case as a mail."""
    mail = EmailMessage(policy=SMTP)
    for name, value in case["headers"].items():
        if name.lower() not in ("mime-version", "content-transfer-encoding", "content-type"):
            mail[name] = re.sub(r"\s*[\r\n]+\s*", " ", str(value))
    if case.get("body") is not None:
        mail.set_content(case["body"])
    if case.get("html"):
        (mail.add_alternative if case.get("body") is not None else mail.set_content)(case["html"], subtype="html")
    return mail.as_bytes()


def answers(cases: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What `syncd explain` says of each case, in order."""
    found: dict[int, dict[str, Any]] = {}
    groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for n, case in enumerate(cases):
        groups[tuple(case["staff"]), case.get("timezone") or "UTC", case.get("country") or ""].append(n)
    with tempfile.TemporaryDirectory() as folder:
        for (staff, zone, country), members in groups.items():
            files = [str(Path(folder) / f"{n}.eml") for n in members]
            for n, file in zip(members, files, strict=True):
                Path(file).write_bytes(written(cases[n]))
            options = [x for s in staff for x in ("--staff", s)] + ["--timezone", zone] + (["--country", country] if country else [])
            done = CliRunner().invoke(explain, [*options, *files], catch_exceptions=False)
            for n, line in zip(members, done.stdout.splitlines(), strict=True):
                found[n] = json.loads(line)
    return [found[n] for n in range(len(cases))]


def cases_of(kind: str, lines: str = "", languages: Iterable[str] = LANGUAGES) -> list[dict[str, Any]]:
    """The labelled mails of one kind; of each file the odd lines, the even ones, or all ('')."""
    cases = []
    for language in languages:
        file = DATA / kind / f"{language}.jsonl"
        for n, line in enumerate(file.read_text("utf-8").splitlines() if file.is_file() else (), 1):
            if line.strip() and lines in ("", "odd" if n % 2 else "even"):
                cases.append({**json.loads(line), "odd": n % 2 == 1})
    return cases


# ── scores ───────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Score:
    """How many there are, how many were found, how many of those are right."""

    gold: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 1.0


Scores = dict[str, Score]


def entries(kind: str, answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The entries of a label or of an answer: a call is one or none."""
    if kind == "calls":
        return [answer["call"]] if answer.get("call") else []
    return list(answer.get(kind) or ())


def pairs(kind: str, gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> list[tuple[int, int]]:
    """Which label is which finding: the best agreement first, each once."""
    if kind == "calls":
        return [(0, 0)] if gold and found else []
    agreement = sorted(((same_quote(g["quote"], f["quote"]), -n, -m) for n, g in enumerate(gold) for m, f in enumerate(found)), reverse=True)
    taken: list[tuple[int, int]] = []
    for share, n, m in agreement:
        if share >= 0.5 and all(-n != a and -m != b for a, b in taken):
            taken.append((-n, -m))
    return taken


def add(scores: Scores, kind: str, gold: Sequence[dict[str, Any]], found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Count one mail in; gives a line for each thing that is wrong."""
    matched = pairs(kind, gold, found)
    whole = scores.setdefault("found", Score())
    whole.gold, whole.found, whole.right = whole.gold + len(gold), whole.found + len(found), whole.right + len(matched)
    yield from (f"missed {g}" for n, g in enumerate(gold) if n not in {a for a, _ in matched})
    yield from (f"wrong  {f}" for n, f in enumerate(found) if n not in {b for _, b in matched})
    for name, field in FIELDS[kind].items():
        score = scores.setdefault(name, Score())
        score.gold += sum(len(field.values(g)) for g in gold)
        score.found += sum(len(field.values(f)) for f in found)
        for n, m in matched:
            wanted, given = field.values(gold[n]), field.values(found[m])
            right = _common(wanted, given, field.same)
            score.right += right
            if right < max(len(wanted), len(given)):
                yield f"{name}: {given} for {wanted} in {gold[n].get('quote', '')!r}"


def _common(wanted: Sequence[Any], given: Sequence[Any], same: Callable[[Any, Any], bool]) -> int:
    left = list(given)
    for value in wanted:
        if (hit := next((n for n, other in enumerate(left) if same(value, other)), None)) is not None:
            del left[hit]
    return len(given) - len(left)


def scores_of(kind: str, cases: Sequence[dict[str, Any]], *, show: bool = False) -> dict[str, Scores]:
    """The scores by language, and in "all"."""
    result: dict[str, Scores] = defaultdict(dict)
    for case, answer in zip(cases, answers(cases), strict=True):
        gold, found = entries(kind, case["gold"]), entries(kind, answer)
        wrong = list(add(result[case["language"]], kind, gold, found))
        list(add(result["all"], kind, gold, found))
        if show and wrong and case["odd"]:
            print(case["id"], *wrong, sep="\n    ")
    return result


def main() -> None:
    """Score and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("kind", choices=FIELDS)
    ask.add_argument("rest", nargs="*", help="odd or even; languages; files of one's own")
    ask.add_argument("--show", action="store_true", help="what went wrong in the odd lines")
    given = ask.parse_args()
    lines = next((r for r in given.rest if r in ("odd", "even")), "")
    languages = [r for r in given.rest if r in LANGUAGES] or LANGUAGES
    files = [Path(r) for r in given.rest if r.endswith(".jsonl")]
    cases = [{**json.loads(x), "odd": True} for f in files for x in f.read_text("utf-8").splitlines()] or cases_of(given.kind, lines, languages)
    if not files and lines != "even":
        cases += sentences.cases_of(given.kind, languages)
    if not cases:
        raise SystemExit(f"there are no labelled mails in {DATA / given.kind}")
    for language, scores in scores_of(given.kind, cases, show=given.show).items():
        print(f"{given.kind} {lines} {language}: {sum(language in ('all', c['language']) for c in cases)} mails")
        for name, s in scores.items():
            print(f"  {name:12} there {s.gold:4}  found {s.found:4}  precision {s.precision:.2f}  recall {s.recall:.2f}")


if __name__ == "__main__":
    main()
