"""Russian typed in Latin letters: «zavtra privezu ruchki». Respells it, and remembers which letter came from where.

Refuses to guess: a text is taken for Russian only when several of its words cannot be anything else.
"""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"\b(?:zavtra|segodnya|segodnia|poslezavtra|utrom|vecherom|privet|dobr(?:yj|yi|y|oe|ogo)|den'?|zdravstvu\w+|spasibo|pozhalu\w+|prishl\w+|"
    r"privez\w+|pozvon\w+|perezvon\w+|otprav\w+|sdela\w+|posle|ponedel\w+|vtornik\w*|sred[uy]|chetverg\w*|pyatnic\w*|subbot\w*|chas(?:ov|a|y)?|"
    r"bud(?:u|et|em|ut)|sch[eo]t\w*|dogovor\w*|vam|vas|nash\w*|vash\w*|poka|uzhe|esli|kogda|budte|obeda|minut|nedel\w+|vyshl\w+|napis\w+|otvech\w+)\b",
    re.IGNORECASE,
)
_ENOUGH = 3
_LETTERS = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ju": "ю", "iu": "ю", "ya": "я", "ja": "я", "ia": "я",
    "yo": "е", "jo": "е", "ye": "е", "je": "е", "yj": "ый", "yi": "ый", "ij": "ий", "iy": "ий",
    **dict(zip("abvgdezijklmnoprstufhcyw", "абвгдезийклмнопрстуфхцыв", strict=True)),
}  # fmt: skip
_PREFIXES = ("pod", "ob", "ot", "raz")  # podjedu, objekt
_PIECE = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)) + "|'", re.IGNORECASE)


def is_latin_russian(text: str) -> bool:
    """Whether a text in plain Latin letters is Russian."""
    found: set[str] = set()
    for match in _WORDS.finditer(text[:4000]):
        found.add(match.group(0).lower())
        if len(found) >= _ENOUGH:
            return True
    return False


def respell(text: str) -> tuple[str, list[int]]:
    """The text in Cyrillic, and for each of its places (the end included) the place in `text` it came from."""
    out: list[str] = []
    places: list[int] = []
    at = 0
    for match in _PIECE.finditer(text):
        for i in range(at, match.start()):
            out.append(text[i])
            places.append(i)
        piece = match.group(0)
        letters = _sign(text, match.end()) if piece == "'" else _LETTERS[piece.lower()]
        if piece == "y" and match.start() and text[match.start() - 1].lower() in "aeou":
            letters = "й"
        if piece in ("je", "ye") and text[: match.start()].lower().endswith(_PREFIXES):
            letters = "ъе"
        for letter in letters:
            out.append(letter.upper() if piece[0].isupper() else letter)
            places.append(match.start())
        at = match.end()
    for i in range(at, len(text)):
        out.append(text[i])
        places.append(i)
    return "".join(out), [*places, len(text)]


def _sign(text: str, after: int) -> str:
    """An apostrophe is the hard sign before a vowel (pod'edu), else the soft one."""
    return "ъ" if text[after : after + 1].lower() in ("e", "a", "u") or text[after : after + 2].lower() in ("ya", "yu", "ye") else "ь"
