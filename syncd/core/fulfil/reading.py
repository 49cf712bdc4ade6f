"""Reads what a text says has happened: sentence by sentence, with the kinds of document and the words it names.

It knows no promise. Refuses to read a question, a wish or a condition as something that happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from syncd.core.fulfil.lexicon import Hit, begin, fold, generic, lexicon, meet, one
from syncd.core.model import Language
from syncd.core.sentences import split

_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(r"https?://|www\.\w|\b\w+\.(?:com|lt|ru|eu|net|org|io|example)/\w")
_FACTS = frozenset({"attached", "sent", "received", "done", "visited", "called", "met", "paid", "checked"})
_REQUESTS = frozenset({"cancelled", "needless"})
_BEFORE = 48  # characters before a sign that can take it back
_LONGEST = 1800  # characters read of a text: who keeps a promise says so early
_THANKS = 300  # characters of an answer that can be a thank-you
_THUMBS = ("👍", "👌", "🙏")
_SHORT = 3  # letters: a shorter word names nothing


@dataclass(frozen=True)
class Saying:
    """One sentence: the signs in it, the kinds of document it names, and the beginnings of its telling words."""

    text: str
    folded: str
    signs: frozenset[str]
    things: frozenset[str]
    question: bool
    language: str

    @cached_property
    def words(self) -> frozenset[str]:
        """The beginnings of the words that can name what was promised."""
        return telling(self.folded)

    @cached_property
    def happened(self) -> frozenset[str]:
        """The beginnings of the words that look like a past form and are neither denied nor yet to come."""
        if self.question:
            return frozenset()
        found = set()
        for place, word in enumerate(self.plain_words):
            if one("PAST", language=self.language).fullmatch(word):
                before = " ".join(self.plain_words[max(0, place - 4) : place]) + " "
                if not one("NEGATED").search(before) and not one("AHEAD").search(before):
                    found.add(begin(word))
        return frozenset(found)

    @cached_property
    def link(self) -> bool:
        """Whether a link stands in it."""
        return bool(_LINK.search(self.folded))

    @cached_property
    def before_link(self) -> frozenset[str]:
        """The beginnings of the telling words before its first link."""
        link = _LINK.search(self.folded)
        return telling(self.folded[: link.start()]) if link else frozenset()

    @cached_property
    def ahead(self) -> frozenset[str]:
        """The beginnings of the verbs that are put into the future."""
        return _found("FUTURE", self.folded, self.language)

    @cached_property
    def plain_words(self) -> tuple[str, ...]:
        """All words, folded."""
        return tuple(_WORD.findall(self.folded))


@dataclass(frozen=True)
class Reading:
    """A text as far as closing goes: its sentences, and whether it holds a link; cut and read when asked for."""

    text: str
    language: str

    @cached_property
    def folded(self) -> str:
        """The beginning of the text, folded."""
        return fold(self.text[:_LONGEST])

    @cached_property
    def hits(self) -> list[Hit]:
        """Where signs and kinds of document stand."""
        return lexicon().find(self.folded)

    @cached_property
    def link(self) -> bool:
        """Whether it holds a link."""
        return bool(_LINK.search(self.folded))

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """The sentences with what they say."""
        language: Language = self.language if self.language in ("en", "ru", "lt") else ""  # type: ignore[assignment]
        return tuple(_saying(self, s.start, s.end, s.text) for s in split(self.text[:_LONGEST], language))

    def has(self, *signs: str) -> bool:
        """Whether any sentence has one of the signs."""
        return not self.marks.isdisjoint(signs) and any(s.signs.intersection(signs) for s in self.sayings)

    @cached_property
    def marks(self) -> frozenset[str]:
        """The signs that stand anywhere, whatever they mean there: without one of these no sentence need be looked at."""
        return frozenset(label for _, _, label in self.hits if label[:6] != "thing:")

    @cached_property
    def thanks(self) -> str:
        """The words by which it thanks or agrees, where it asks nothing, waits for nothing and holds nothing back; or ''."""
        first = self.folded[:_THANKS]
        if "?" in first or one("AWAITED", words=True).search(first):
            return ""
        if self.text.lstrip().startswith(_THUMBS):
            return self.text.lstrip()[0]
        return next((s.text for s in self.sayings if one("THANKED", words=True).search(s.folded)), "")

    def speaks_of(self, signs: Iterable[str], verbs: frozenset[str]) -> bool:
        """Whether one of the signs, or one of these verbs in any form, stands anywhere."""
        return not self.marks.isdisjoint(signs) or any(v[:4] in self.folded for v in verbs)


def telling(folded: str) -> frozenset[str]:
    """The beginnings of the words that are more than everyday ones; numbers count."""
    return frozenset(b for w in _WORD.findall(folded) if len(w) >= _SHORT and (b := begin(w)) not in generic())


def _saying(reading: Reading, start: int, end: int, text: str) -> Saying:
    """One sentence text[start:end] with its signs."""
    inside = [h for h in reading.hits if start <= h[0] < end]
    piece = reading.folded[start:end]
    question = piece.rstrip(" )\"'»”").endswith("?")
    signs = frozenset(label for at, _, label in inside if label[:6] != "thing:" and _holds(label, piece, at - start, question=question))
    return Saying(text, piece, signs, frozenset(label[6:] for _, _, label in inside if label[:6] == "thing:"), question, reading.language)


def _holds(label: str, piece: str, start: int, *, question: bool) -> bool:
    """Whether a sign means what it says where it stands: not denied, not asked, not yet to come."""
    before = piece[max(0, start - _BEFORE) : start]
    if label in _FACTS:
        if question or one("UNDONE", words=True).search(piece) or _infinitive(piece, start):
            return False
        return not one("NEGATED").search(before) and not one("AHEAD").search(before)
    if label in _REQUESTS:
        return not question and not one("CONDITION").search(piece) and not (label == "cancelled" and one("NEGATED").search(before))
    return True


def _infinitive(piece: str, start: int) -> bool:
    """Whether the word there is a Lithuanian infinitive that looks like a participle: something is to be done, or need not be."""
    word = _WORD.match(piece, start)
    return word is not None and word[0].endswith("ti") and bool(one("MODAL", words=True).search(piece))


@dataclass(frozen=True, slots=True)
class Objects:
    """What a promise is about: the kinds of document and the telling words of its quote, and the verbs in it.

    `modified`: it is a new or changed one of something there was before.
    """

    things: frozenset[str]
    words: frozenset[str]
    verbs: frozenset[str]
    modified: bool


def objects(quote: str, due_text: str | None, language: str) -> Objects:
    """What the words of a promise name; the term and the person spoken to name nothing."""
    folded = fold(quote)
    if due_text and (term := fold(due_text)) in folded:
        folded = folded.replace(term, " " * len(term))
    bare = _without_names(quote, folded)
    sure, maybe = _found("FUTURE", bare, language), _found("MAYBE_FUTURE", bare, language)
    named = [(bare[start:end], label[6:]) for start, end, label in lexicon().find(bare) if label[:6] == "thing:"]
    things = frozenset(thing for _, thing in named)
    maybe -= {begin(word) for phrase, _ in named for word in _WORD.findall(phrase)}
    return Objects(things, telling(bare) - sure, sure | maybe, bool(one("MODIFIED", words=True).search(bare)))


def _found(table: str, folded: str, language: str) -> frozenset[str]:
    """The beginnings of the words the patterns of a table point at."""
    return frozenset(begin(word) for groups in one(table, language=language).finditer(folded) for word in groups.groups() if word)


_NAME = re.compile(r"^\W*[^\W\d_]+(?: [A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][^\W\d_]+)?(?=[,!])|(?<=[a-zа-яёąčęėįšųūž,] )[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][a-zа-яёąčęėįšųūž]+")


def _without_names(quote: str, folded: str) -> str:
    """The folded quote with the name it begins with and the names in it blanked, where the places still agree."""
    if len(folded) != len(quote):
        return folded
    for name in _NAME.finditer(quote):
        folded = folded[: name.start()] + " " * (name.end() - name.start()) + folded[name.end() :]
    return folded


def happened(saying: Saying, about: Objects) -> bool:
    """Whether the sentence tells, in a past form, of the very verb that was promised."""
    return bool(about.verbs) and meet(saying.happened, about.verbs)


def file_names(attachments: tuple[tuple[str, str, int], ...]) -> tuple[str, ...]:
    """The names of attachments that are documents: no picture of a signature, no card, no calendar entry."""
    return tuple(name for name, kind, size in attachments if not _is_ornament(name, kind, size))


def _is_ornament(name: str, kind: str, size: int) -> bool:
    low = name.lower()
    if kind.startswith("image/"):
        return size < 30_000 or re.match(r"(?:image|logo|signature|atta?)\d*[._-]", low) is not None
    return kind in ("text/calendar", "text/vcard", "text/x-vcard", "application/pkcs7-signature", "application/pgp-signature", "message/rfc822",
                    "application/ics", "application/ms-tnef") or low.endswith((".vcf", ".ics", ".p7s", ".asc"))  # fmt: skip


_MUTE = re.compile(r"(?:scan|skan|скан|img|image|doc|dok|док|file|fail|файл|pdf|attach|pried|photo|foto|фото|whatsapp|untitled|new)[^\W\d_]*")


def number_first(folded: str) -> bool:
    """Whether a sentence begins with a number that is not the number of a list."""
    return re.match(r"\d[\d.,]*(?![\d.)])[ %€-]", folded) is not None


def told_by(name: str) -> bool:
    """Whether a file name tells what is in it: more than a scanner or a camera gives."""
    stem = fold(name.rpartition(".")[0] or name)
    return any(len(word) > _SHORT and not _MUTE.fullmatch(word) for word in re.findall(r"[^\W\d_]+", stem))


def named_in(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The kinds of document and the telling words of a file name."""
    folded = re.sub(r"[_.\-()\[\]]+", " ", fold(re.sub(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])", " ", name)))
    return frozenset(label[6:] for _, _, label in lexicon().find(folded) if label[:6] == "thing:"), telling(folded)
