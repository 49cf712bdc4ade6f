"""The reading of a text: tokens with their meanings, and a string with one letter a token, over which the grammar is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from syncd.core.due.lexicon import LETTERS, Lexicon, fold, normal_latin

# Read over the folded text. Words come first: most tokens are words.
_TOKEN: Final = re.compile(
    r"""(?P<word>(?<![^\W\d_])(?:d\.\ ?d(?:\.|(?!\w))|q[1-4](?!\w)|w/c|(?:[^\W\d_]\.){2,}
        |[^\W\d_]++(?:'[^\W\d_]++)?(?:'(?=\s))?(?![\d_])))
    |(?P<iso>(?<![\w/.,-])(?:19|20)\d\d(?P<i>[-./\ ])\d\d?(?P=i)\d\d?(?![\w]|[-./]\d))
    |(?P<dmy>(?<![\w/.,-])\d\d?(?P<s>[./-])\d\d?(?P=s)(?:20\d\d|\d\d)(?!\w|[-./]\d))
    |(?P<phone>\+\d[\d ()-]{5,18}\d|(?<!\w)\d{3,4}[ -]\d{2,3}[ -]?\d{2,5}(?!\w)|(?<!\w)8[ -]?\(?\d{3}\)?[ -]?\d{5}(?!\w))
    |(?P<clock>(?<![\w:.,])(?:[01]?\d|2[0-4])(?::|[hч])[0-5]\d(?::\d\d)?(?![\d:])|(?<![\w:.,/-])(?:[01]?\d|2[0-4])-00(?![\w-]))
    |(?P<short>(?<![\w/.,-])(?:\d\d?(?:[./]|\ /\ )\d\d?|0\d-[0-3]\d|1[0-2]-0\d)(?!\d|[./-]\d))
    |(?P<number>(?<![\w.,])\d++(?:,\d++)?(?![.,]\d))
    |(?P<mark>[^\w\s-]|\n(?=[ \t]*[\n>*•-])|(?<![^\W\d_])-|-(?![^\W\d_]))""",
    re.VERBOSE,
)
_MARKS: Final = {",": "comma", "(": "comma", ")": "comma", ";": "comma", ":": "comma", ".": "stop", "!": "stop", "?": "stop",
                 "\n": "stop", "-": "dash", "–": "dash", "—": "dash", "/": "slash", "€": "price", "$": "price", "£": "price",
                 "₽": "price", "%": "price"}  # fmt: skip
_IGNORED: Final = frozenset({"skip", "calendar"})
_BEFORE_IDENTIFIER: Final = frozenset("№#€$£+=*")
_FULL_MINUTES: Final = range(0, 60, 5)


@dataclass(slots=True)
class Token:
    """A stretch text[start:end] with its meaning; `word` is folded."""

    kind: str
    value: object
    start: int
    end: int
    word: str


@dataclass(slots=True)
class Reading:
    """A text read: its tokens without the ignored ones, and their letters."""

    source: str
    lexicon: Lexicon
    tokens: list[Token]
    letters: str
    words: int  # of no meaning here: what is left of the text beside its terms
    near: frozenset[int]  # tokens behind "about" or "around": a number there may be an hour


Raw = tuple[str, str, int, int]  # kind, folded word, start, end


def read(text: str, lexicon: Lexicon, respelled: bool = False) -> Reading:
    """The text as tagged tokens of that language."""
    folded = fold(text)
    if len(folded) != len(text):  # a letter whose lower case is longer: offsets matter more than that letter
        folded = "".join(f if len(f := fold(c)) == 1 else c for c in text)
    raw: list[Raw] = [(m.lastgroup or "", m[0], *m.span()) for m in _TOKEN.finditer(folded)]
    if respelled:
        raw = [(kind, normal_latin(word) if kind == "word" else word, start, end) for kind, word, start, end in raw]
    elif not lexicon.respelt.keys().isdisjoint([r[1] for r in raw]):
        raw = [(kind, lexicon.respelt.get(word, word), start, end) for kind, word, start, end in raw]
    tokens: list[Token] = []
    near: set[int] = set()
    i = 0
    while i < len(raw):
        kind, word, start, end = raw[i]
        if kind == "word" and word not in lexicon.forms and word[-1] != ".":
            tokens.append(Token("pronoun" if word.endswith(lexicon.verbs) else "other", None, start, end, word))
            i += 1
            continue
        token, used = _word(raw, i, lexicon) if kind == "word" else _tag(raw, i, lexicon)
        i += used
        if token.value == "about":
            near.add(len(tokens))
        if token.kind in _IGNORED or (token.word == "." and tokens and (_is_shortened(tokens[-1], lexicon) or raw[i - 2][1] in lexicon.shortened)):
            continue
        _append(tokens, token)
    letters = "".join([LETTERS[t.kind] for t in tokens])
    words = letters.count(LETTERS["other"]) + letters.count(LETTERS["pronoun"])
    return Reading(text, lexicon, tokens, letters, words, frozenset(near))


def _is_shortened(token: Token, lexicon: Lexicon) -> bool:
    return token.word in lexicon.shortened or token.kind in ("date", "short") or (token.kind == "month" and len(token.word) < 5)


def _tag(raw: list[Raw], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    """The token that begins at raw[i], and how many raw ones it took."""
    kind, word, start, end = raw[i]
    value: object = None
    match kind:
        case "number":
            return _number(raw, i, lexicon)
        case "clock" if i and raw[i - 1][1] in "+-" and raw[i - 1][3] == start and (i == 1 or raw[i - 2][0] not in ("clock", "number")):
            kind = "other"  # the offset of a zone
        case "clock":
            hour, minute = re.split("[:hч-]", word)[:2]
            if i + 1 < len(raw) and raw[i + 1][1] == "a" and raw[i + 1][2] == end and lexicon.language == "en":
                raw[i + 1] = ("word", "am", end, end + 1)
            value = int(hour), int(minute)
        case "short":
            a, sep, b = re.split(r"\s*([./-])\s*", word)
            value = int(a), int(b), sep, len(b)
        case "i" | "iso" | "s" | "dmy":  # "i" and "s" name the separators inside of a date
            kind, value = "date", tuple(int(x) for x in re.split(r"[-./ ]", word))
        case "mark":
            kind = _MARKS.get(word, "skip")
        case _:
            kind = "other"
    return Token(kind, value, start, end, word), 1


def _word(raw: list[Raw], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    """A word, or the longest phrase that begins with it."""
    _, word, start, end = raw[i]
    word = word.replace(" ", "")  # „d. d." is one abbreviation
    entry = lexicon.forms.get(word) or lexicon.forms.get(word.rstrip("."))
    if entry is not None:
        alone, longer = entry
        if longer and i + 1 < len(raw):
            for rest, kind, value in longer.get(raw[i + 1][1], ()):
                last = i + len(rest)
                if last < len(raw) and tuple([r[1] for r in raw[i + 1 : last + 1]]) == rest:
                    return Token(kind, value, start, raw[last][3], word), 1 + len(rest)
        if alone is not None:
            return Token(alone[0], alone[1], start, end, word), 1
    return Token("pronoun" if word.endswith(lexicon.verbs) else "other", None, start, end, word), 1


def _number(raw: list[Raw], i: int, lexicon: Lexicon) -> tuple[Token, int]:
    """A number with what is glued to it: 3rd, 25-го, 3pm; a number of an order or of a thing is none."""
    _, word, start, end = raw[i]
    if i and raw[i - 1][1] in _BEFORE_IDENTIFIER:
        return Token("other", None, start, end, word), 1
    if i + 1 < len(raw) and raw[i + 1][2] == end:
        hyphen = raw[i + 1][1] == "-" and i + 2 < len(raw) and raw[i + 2][2] == raw[i + 1][3]
        used = 3 if hyphen else 2
        kind, glued, _, last = raw[i + used - 1]
        if kind == "word" and glued in lexicon.endings and len(word) <= 2:
            return Token("ordinal", int(word), start, last, word), used
        if kind == "word" and glued in lexicon.cardinal_endings and hyphen:
            return Token("number", int(word[:9]), start, last, word), used
        if kind == "word" and glued == "a" and lexicon.language == "en":
            raw[i + 1] = ("word", "am", end, last)
        elif kind == "word" and glued.rstrip(".") not in lexicon.forms:
            return Token("other", None, start, last, word), used
    kind, value = _count(word, lexicon)
    return Token(kind, value, start, end, word), 1


def _count(word: str, lexicon: Lexicon) -> tuple[str, object]:
    """Kind and value of digits: a number, a year, an hour and minutes written together (1030), or the number of a thing."""
    if "," in word:
        return "number", float(word.replace(",", "."))
    value = int(word[:9])
    if len(word) == 4 and 1990 <= value <= 2099:
        return "year", value
    if len(word) in (3, 4) and lexicon.language == "en" and value // 100 < 24 and value % 100 in _FULL_MINUTES:
        return "compact", value
    return ("number", value) if len(word) <= 3 else ("other", None)


def _append(tokens: list[Token], token: Token) -> None:
    """Add a token; "twenty" and "third" become one, a number before a price is none."""
    last = tokens[-1] if tokens else None
    if token.kind == "number" and len(tokens) > 2 and tokens[-1].kind == tokens[-3].kind == "dash" and tokens[-2].word.isdigit():
        token.kind = tokens[-2].kind = "other"  # 12-34-56 is the number of a thing
        token.value = tokens[-2].value = None
    if last is not None and last.kind in ("number", "short"):
        if token.kind == "price":
            last.kind, last.value = "other", None
        elif (
            token.kind in ("number", "ordinal")
            and isinstance(last.value, int) and isinstance(token.value, int)
            and last.value in (20, 30, 40, 50) and 0 < token.value < 10 and not last.word.isdigit()
        ):  # fmt: skip
            last.kind, last.value, last.end = token.kind, last.value + token.value, token.end
            return
    tokens.append(token)
