"""Reads what a text says has happened: sentence by sentence, with the kinds of document and the words it names.

It knows no promise. Refuses to read a question, a wish or a condition as something that happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from syncd.core.fulfil.lexicon import begin, fold, generic, lexicon, meet, one
from syncd.core.model import Language
from syncd.core.sentences import split

_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"https?://|www\.\w|\b\w+\.(?:com|lt|ru|eu|net|org|io|example)/\w")
_FACTS = frozenset({"attached", "sent", "received", "done", "visited", "called", "met", "paid", "checked"})
_REQUESTS = frozenset({"cancelled", "needless"})
_BEFORE = 48  # characters before a sign that can take it back
_LONGEST = 4000  # characters read of a text
_SHORT = 3  # letters: a shorter word names nothing


@dataclass(frozen=True)
class Saying:
    """One sentence: the signs in it, the kinds of document it names, and the beginnings of its telling words."""

    text: str
    folded: str
    signs: frozenset[str]
    things: frozenset[str]
    question: bool

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of the words that can name what was promised."""
        return telling(self.folded)

    @cached_property
    def plain_words(self) -> tuple[str, ...]:
        """All words, folded."""
        return tuple(_WORD.findall(self.folded))


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as far as closing goes: its sentences, and whether it holds a link."""

    sayings: tuple[Saying, ...]
    link: bool

    def has(self, *signs: str) -> bool:
        """Whether any sentence has one of the signs."""
        return any(s.signs.intersection(signs) for s in self.sayings)


def telling(folded: str) -> frozenset[str]:
    """The beginnings of the words that are more than everyday ones; numbers count."""
    return frozenset(b for w in _WORD.findall(folded) if len(w) >= _SHORT and (b := begin(w)) not in generic())


def read(text: str, language: str) -> Reading:
    """The sentences of a text with what they say."""
    shown = text[:_LONGEST]
    folded = fold(shown)
    hits = lexicon().find(folded)
    known: Language = language if language in ("en", "ru", "lt") else ""  # type: ignore[assignment]
    sayings = []
    for sentence in split(shown, known):
        inside = [h for h in hits if sentence.start <= h[0] < sentence.end]
        piece = folded[sentence.start : sentence.end]
        question = piece.rstrip(" )\"'»”").endswith("?")
        signs = frozenset(label for start, _, label in inside if label[:6] != "thing:" and _holds(label, piece, start - sentence.start, question=question))
        things = frozenset(label[6:] for _, _, label in inside if label[:6] == "thing:")
        sayings.append(Saying(sentence.text, piece, signs, things, question))
    return Reading(tuple(sayings), bool(_LINK.search(folded)))


def _holds(label: str, piece: str, start: int, *, question: bool) -> bool:
    """Whether a sign means what it says where it stands: not denied, not asked, not yet to come."""
    before = piece[max(0, start - _BEFORE) : start]
    if label in _FACTS:
        return not question and not one("NEGATED").search(before) and not one("AHEAD").search(before)
    if label in _REQUESTS:
        return not question and not one("CONDITION").search(piece) and not (label == "cancelled" and one("NEGATED").search(before))
    return True


@dataclass(frozen=True, slots=True)
class Objects:
    """What a promise is about: the kinds of document and the telling words of its quote, and the verbs in it.

    `modified`: it is a new or changed one of something there was before.
    """

    things: frozenset[str]
    words: frozenset[str]
    verbs: frozenset[str]
    modified: bool


def objects(quote: str, due_text: str | None) -> Objects:
    """What the words of a promise name; the term and the person spoken to name nothing."""
    folded = fold(quote)
    if due_text and (term := fold(due_text)) in folded:
        folded = folded.replace(term, " " * len(term))
    bare = _without_names(quote, folded)
    sure, maybe = _found("FUTURE", bare), _found("MAYBE_FUTURE", bare)
    named = [(bare[start:end], label[6:]) for start, end, label in lexicon().find(bare) if label[:6] == "thing:"]
    things = frozenset(thing for _, thing in named)
    maybe -= {begin(word) for phrase, _ in named for word in _WORD.findall(phrase)}
    return Objects(things, telling(bare) - sure, sure | maybe, bool(one("MODIFIED", words=True).search(bare)))


def _found(table: str, folded: str) -> frozenset[str]:
    """The beginnings of the words the patterns of a table point at."""
    return frozenset(begin(word) for groups in one(table).finditer(folded) for word in groups.groups() if word)


_NAME = re.compile(r"^\W*[^\W\d_]+(?: [^\W\d_]+)?(?=[,!])|(?<=[a-zа-яёąčęėįšųūž,] )[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][a-zа-яёąčęėįšųūž]+")


def _without_names(quote: str, folded: str) -> str:
    """The folded quote with the name it begins with and the names in it blanked, where the places still agree."""
    if len(folded) != len(quote):
        return folded
    for name in _NAME.finditer(quote):
        folded = folded[: name.start()] + " " * (name.end() - name.start()) + folded[name.end() :]
    return folded


def happened(saying: Saying, about: Objects) -> bool:
    """Whether the sentence tells, in a past form, of the very verb that was promised."""
    if saying.question or not about.verbs:
        return False
    for place, word in enumerate(saying.plain_words):
        if meet(frozenset({begin(word)}), about.verbs) and one("PAST").fullmatch(word):
            before = " ".join(saying.plain_words[max(0, place - 4) : place]) + " "
            return not one("NEGATED").search(before) and not one("AHEAD").search(before)
    return False


def file_names(attachments: tuple[tuple[str, str, int], ...]) -> tuple[str, ...]:
    """The names of attachments that are documents: no picture of a signature, no card, no calendar entry."""
    return tuple(name for name, kind, size in attachments if not _is_ornament(name, kind, size))


def _is_ornament(name: str, kind: str, size: int) -> bool:
    low = name.lower()
    if kind.startswith("image/"):
        return size < 30_000 or re.match(r"(?:image|logo|signature|atta?)\d*[._-]", low) is not None
    return kind in ("text/calendar", "text/vcard", "text/x-vcard", "application/pkcs7-signature", "application/pgp-signature", "message/rfc822",
                    "application/ics", "application/ms-tnef") or low.endswith((".vcf", ".ics", ".p7s", ".asc"))  # fmt: skip


def named_in(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of document and the telling words of a file name."""
    folded = re.sub(r"[_.\-()\[\]]+", " ", fold(re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", name)))
    return frozenset(label[6:] for _, _, label in lexicon().find(folded) if label[:6] == "thing:"), telling(folded)
