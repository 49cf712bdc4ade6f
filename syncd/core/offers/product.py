"""Which words name the thing a price belongs to: the nearest in its line, or the heading and the subject above it."""

from __future__ import annotations

import re

from syncd.core.offers.lexicon import AT, NOTHING, PRICE, VAT, content, fold, whole, words

_LONGEST, _TAIL = 90, 60  # characters of a name, of the words at its end that are no part of it
_WORD = re.compile(r"[^\W_]+(?:[-/.'’][^\W_]+)*[\"”“»]?")
_BULLET = re.compile(r"^\s*(?:[-–—*•·●▪>]|\(?\w[.)]|\d{1,2}[.)])\s+")
_LEADING = words("LEADING", before=r"^[\s,.;–—-]*")
_PAREN = re.compile(r"\([^)]*\)?")
_ENDING = re.compile(rf"(?:[\s,.;:=–—(/-]+|(?<!\w)(?:{AT}|{PRICE})(?!\w))$")
_FOR = re.compile(r"^[^.;]{0,12}?(?<!\w)(?:for|uz|за|на|del|per|a) (?P<what>.+)")
_STOP = re.compile(r"[,;.!?(]| – | — | - |(?<!\w)(?:kain|jei|if|если|at|nuo|до|until|galioj)")
_NUMBERED = re.compile(r"(?<!\w)(?:nr\.?|no\.?|№|#|number|номер) ?\S+", re.IGNORECASE)
_VOCATIVE = re.compile(r"^\s*(?:(?:Hi|Hello|Dear|Gerb\.?|Labas|Sveik\w+|Здравствуйте|Добрый день)[ ,]*)?(?:[A-ZА-ЯĄČĘĖĮŠŲŪŽ][^\W\d_]+ ?){1,2}, (?=\S+ )")
_HEADINGS = whole("HEADINGS")
_BESIDE = re.compile(rf"[\s+,;]*(?:(?:su|with|plus|plius|с|плюс|be|без) )?(?:(?:{VAT})[\s,]*)?(?:su|with|including|с|со|iskaitant|включая) (?!(?:{VAT})(?!\w))")  # what a price takes in is not what it is for
_VAGUE = words("VAGUE", after=r"$")
_OFFERING = whole("OFFERING")


def product_of(text: str, first: int, last: int) -> str:
    """The name in a segment whose sums lie in text[first:last]: what stands before them, else after them, else ''."""
    head = _BULLET.sub("", text[:first])
    cut = max(head.rfind(": "), head.rfind(":\n"))
    if cut >= 0 and content(fold(head[cut + 1 :])):
        head = head[cut + 1 :]
    head = _VOCATIVE.sub("", head)
    offering = [m.end() for m in _OFFERING.finditer(fold(head))]
    named = (offering and told(head[offering[-1] :])) or told(head)
    if named:
        return named
    tail = text[last:]
    if _BESIDE.match(fold(tail)):
        return ""
    m = _FOR.match(fold(tail))
    what = tail[m.start("what") :] if m else tail
    stop = _STOP.search(fold(what), 1)
    return told(what[: stop.start()] if stop else what)


def told(text: str) -> str:
    """A phrase as `trimmed`, where it names more than words of trade: "Ballpark", "the corrected invoice: 6 units"."""
    named = trimmed(text)
    return "" if all(_VAGUE.match(word) for word in content(fold(named))) else named


def trimmed(text: str) -> str:
    """A phrase without what names nothing at its ends: conjunctions, verbs of price, punctuation."""
    text = _PAREN.sub(" ", _NUMBERED.sub(" ", text))
    text = text[_lead(text) :]
    folded, end = fold(text), len(text)
    while (m := _ENDING.search(folded, max(0, end - _TAIL), end)) is not None and m.start() < end:
        end = m.start()
    text = text[:end]
    found = list(_WORD.finditer(text))
    while found and _says_nothing(found[0].group(0)):
        found.pop(0)
    while found and _says_nothing(found[-1].group(0), at_end=True):
        found.pop()
    if not found or not content(fold(text[found[0].start() : found[-1].end()])):
        return ""
    start, end = found[0].start(), found[-1].end()
    if end - start > _LONGEST:
        start = next((f.start() for f in found if end - f.start() <= _LONGEST), start)
    if start and text[start - 1] in "„“\"«":
        start -= 1
    return " ".join(text[start:end].split()).rstrip("„«(")


def _lead(text: str) -> int:
    m = _LEADING.match(fold(text))
    return m.end() if m else 0


def _says_nothing(word: str, *, at_end: bool = False) -> bool:
    plain = fold(word).strip("\"”“»")
    if plain.isdigit():
        return False if at_end else len(plain) < 2
    return plain in NOTHING or (len(plain) < 2)


def of_subject(subject: str) -> str:
    """What a mail is about by its subject, without "Re:" and words of trade at its ends; all of it where it has no other words."""
    words_ = [w for w in subject.split() if not _HEADINGS.match(fold(w).strip(":[]0123456789") or "re")]
    return told(" ".join(words_)) or " ".join(words_).strip("?!. ")
