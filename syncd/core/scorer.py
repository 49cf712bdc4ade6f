"""What judges how sure a found promise is, all behind one `Scorer`.

    find_promises ──▶ Candidate (its sentence, a neighbour on each side, what the rules made of it) ──▶ Scorer ──▶ 0 … 1

A scorer changes nothing but how sure we are: it finds no promise, and quote, act and term stay as they were read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from syncd.core import derived
from syncd.core.model import Language

_LONGEST_SENTENCE = 600  # characters shown of one sentence
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){6,}")  # a telephone, an account: no term is so long


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A found promise as a scorer sees it. `reasons` and `confidence` are the rules'; no header, no name of a party is in it."""

    quote: str
    before: str  # the sentence before it, '' where there is none
    sentence: str
    after: str
    language: Language
    kind: str
    firmness: str
    act: str
    due_kind: str  # '' without a term
    reasons: tuple[str, ...]
    confidence: float


class Scorer(Protocol):
    """Says how likely a candidate is a promise. `version` changes whenever the same candidate could be judged otherwise."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def score(self, candidate: Candidate) -> float | None:
        """The probability that it is a promise; None where there is no answer, and the rules' own word stands."""


@dataclass(frozen=True, slots=True)
class RuleScorer:
    """What stands where no other scorer is in force: the confidence the rules gave."""

    name: str = "rules"
    version: str = derived.VERSION

    def score(self, candidate: Candidate) -> float:
        return candidate.confidence


def id_of(scorer: Scorer) -> str:
    """Name and version, as they stand with each promise."""
    return f"{scorer.name} {scorer.version}"


def candidate(own_text: str, language: Language, found: Mapping[str, object]) -> Candidate:
    """A promise as a scorer sees it, made of what is stored of it, so that it is the same whenever it is made."""
    from syncd.core.promises.finder import LONGEST  # with the grammars of promises: a pass that judges nothing does not load them

    text = own_text[:LONGEST]
    quote = str(found["quote"])
    before, sentence, after = _around(text, language, quote)
    return Candidate(
        quote=masked(quote), before=masked(before), sentence=masked(sentence), after=masked(after), language=language, kind=str(found["kind"]),
        firmness=str(found["firmness"]), act=str(found["act"]), due_kind=str(found["due_kind"] or ""),
        reasons=tuple(str(found["why"]).split(", ")), confidence=float(str(found["confidence"])),
    )  # fmt: skip


def _around(text: str, language: Language, quote: str) -> tuple[str, str, str]:
    """The sentence a quote stands in, and its neighbours."""
    from syncd.core.sentences import split

    at = text.find(quote)
    begin, end = _paragraphs(text, at, at + len(quote))
    sentences = split(text[begin:end], language) if at >= 0 else ()
    for n, s in enumerate(sentences):
        if s.start <= at - begin < s.end:
            return sentences[n - 1].text if n else "", s.text, sentences[n + 1].text if n + 1 < len(sentences) else ""
    return "", quote, ""


def _paragraphs(text: str, at: int, end: int) -> tuple[int, int]:
    """Where the paragraph before text[at:end] begins and the one behind it ends: no sentence goes over an empty line."""
    own = text.rfind("\n\n", 0, max(at, 0))
    before = text.rfind("\n\n", 0, len(text[: max(own, 0)].rstrip()))
    after = text.find("\n\n", end)
    rest = text[after:].lstrip() if after >= 0 else ""
    behind = text.find("\n\n", len(text) - len(rest)) if rest else -1
    return max(before, 0), behind if behind >= 0 else len(text)


def masked(text: str) -> str:
    """Words on one line, without addresses, links and long numbers: no judgement needs them."""
    plain = " ".join(_NUMBER.sub("[number]", _ADDRESS.sub("[address]", text)).split())
    return plain[:_LONGEST_SENTENCE]
