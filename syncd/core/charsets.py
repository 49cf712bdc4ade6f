"""Bytes to text when the label is missing, unknown or wrong.

Mail in Russian and Lithuanian comes in a dozen code pages, and the label beside it lies often enough to matter. Valid
UTF-8 is UTF-8 whatever the label says; otherwise a believable label is believed, and what is left is decided by which
code page makes the most probable words (`syncd.core.letters`). Refuses to fail: what cannot be read is U+FFFD, and the
caller is told that the label was not followed.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from syncd.core import letters


class Decoded(NamedTuple):
    """The text, the code page it was read in, and whether that is the one the label names."""

    text: str
    charset: str
    as_labelled: bool


# Labels seen in mail which Python does not know, and those which mean something else than Python thinks.
_ALIASES: Final = {
    "utf8mb4": "utf-8", "utf8mb3": "utf-8", "utf-8mb4": "utf-8", "unicode": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7", "x-unicode-2-0-utf-7": "utf-7",
    "x-mac-cyrillic": "mac_cyrillic", "x-mac-ce": "mac_latin2", "macintosh": "mac_roman", "x-macintosh": "mac_roman",
    "koi8": "koi8-r", "koi8r": "koi8-r", "koi8u": "koi8-u", "koi8-ru": "koi8-u", "dos-866": "cp866", "alt": "cp866",
    "baltic": "cp1257", "winbaltrim": "cp1257", "win": "cp1251", "iso-8859-8-i": "iso8859_8", "iso-8859-6-i": "iso8859_6",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "gb2312": "gb18030", "gb_2312-80": "gb18030",
    "gbk": "gb18030", "x-gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "big5": "big5hkscs",
    "cn-big5": "big5hkscs", "windows-874": "cp874", "windows-31j": "cp932", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "iso8859-1": "cp1252", "latin-1": "cp1252", "iso_8859-1": "cp1252", "windows-1252": "cp1252", "cp-1252": "cp1252",
}  # fmt: skip
# Codecs of Python which are not code pages of text; a label naming one is no label.
_NOT_TEXT: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "charmap", "mbcs", "oem"})
_PAGE_NUMBER: Final = re.compile(r"^(?:x-)?(?:cp|win|windows|ibm|dos|ms)[-_ ]*0*(\d{3,4})$")
_ISO_PART: Final = re.compile(r"^iso[-_ ]?8859[-_ ]?(\d{1,2})$")
_NO_LABEL: Final = ""


@cache
def _codec(label: str) -> str:
    """The Python codec a label means, or '' for none, an unknown one and those which say nothing ("us-ascii")."""
    name = label.strip(" \t\r\n\"'<>;,=").lower().partition("*")[0]
    if len(name) > 40 or not name.isascii() or "\0" in name:
        return _NO_LABEL
    if page := _PAGE_NUMBER.match(name):
        name = f"cp{page[1]}"
    elif part := _ISO_PART.match(name):
        name = f"iso-8859-{part[1]}"
    name = _ALIASES.get(name, name)
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return _NO_LABEL
    if not getattr(info, "_is_text_encoding", True):
        return _NO_LABEL
    codec = info.name.replace("-", "_")
    return _NO_LABEL if codec in _NOT_TEXT or codec == "ascii" else info.name


_STATEFUL: Final = ("iso2022", "utf-16", "utf-32", "utf-7", "hz")
# One byte, one letter: any bytes at all are "valid" in these, so validity proves nothing.
_SINGLE_BYTE: Final = ("cp125", "koi8", "iso8859", "cp866", "cp775", "mac", "cp437", "cp85", "cp874", "cp15", "cp10", "latin", "hp")


def decode(data: bytes, label: str = "") -> Decoded:
    """The text of `data`, labelled as `label` (a MIME charset name; '' where there is none)."""
    codec = _codec(label) if label else _NO_LABEL
    if codec.startswith(("utf-16", "utf-32")) and 0 not in data:
        codec = _NO_LABEL
    stateful = codec.startswith(_STATEFUL)
    if not stateful and data.isascii():
        return Decoded(data.decode("ascii"), codec or "ascii", True)
    if data[:3] == codecs.BOM_UTF8:
        data = data[3:]
    elif data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and len(data) > 3 and 0 in data[:64]:
        return Decoded(data.decode("utf-16", "replace"), "utf-16", codec == "utf-16")
    if not stateful:
        try:
            return Decoded(data.decode("utf-8"), "utf-8", codec == "utf-8")
        except UnicodeDecodeError:
            pass
    if codec == "utf-8" and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), "utf-8", True)
    if codec and codec != "utf-8" and not codec.startswith(_SINGLE_BYTE):
        try:
            return Decoded(data.decode(codec), codec, True)
        except (UnicodeDecodeError, UnicodeError):
            pass
    page = guess(data, codec)
    return Decoded(_read(data, page), page, page == codec)


def _mostly_utf8(data: bytes) -> bool:
    """Whether damaged UTF-8 (a cut or a mangled character) is likelier than another code page."""
    high = len(data) - len(data.translate(None, _HIGH))
    broken = data.decode("utf-8", "replace").count("\ufffd")
    return broken * 6 <= high


_HIGH: Final = bytes(range(0x80, 0x100))


def _read(data: bytes, page: str) -> str:
    return data.decode(page, "replace")


# ── which code page makes words ──────────────────────────────────────────────────────────────────────────────────


@cache
def _pairs(language: str) -> dict[str, int]:
    """The score of two letters in a row, by language."""
    alphabet, table = {
        "ru": (letters.RUSSIAN_LETTERS, letters.RUSSIAN_PAIRS),
        "lt": (letters.LITHUANIAN_LETTERS, letters.LITHUANIAN_PAIRS),
        "western": (letters.WESTERN_LETTERS, letters.WESTERN_PAIRS),
    }[language]
    size = len(alphabet)
    return {a + b: int(table[i * size + j]) for i, a in enumerate(alphabet) for j, b in enumerate(alphabet)}


# With what each is given ahead: how common the page is in mail. ISO 8859-13 is cp1257 but for C1 and four quotation marks.
_CANDIDATES: Final[tuple[tuple[str, str, float], ...]] = (
    ("cp1252", "western", 0.2),
    ("cp1251", "ru", 0.2), ("koi8-r", "ru", 0.0), ("cp866", "ru", -1.0), ("iso8859-5", "ru", -0.5),
    ("cp1257", "lt", 0.2), ("iso8859-13", "lt", 0.0), ("iso8859-4", "lt", -0.3), ("cp775", "lt", -1.5),
)  # fmt: skip
_HIGH_WORD: Final = re.compile(rb"(?<![A-Za-z0-9])[A-Za-z0-9]*+[\x80-\xff][A-Za-z0-9\x80-\xff]*")  # begun at no letter but the first: else long ones are read again from each
_PLAIN_WORD: Final = re.compile(rb"(?<![\x80-\xff])\b[A-Za-z]{2,}(?![\x80-\xff])\b")
_EDGES: Final = dict.fromkeys(map(ord, "\xa0«»‹›—–-“”„‘’‚'\"….,:;!?()[]/\\\t\r\n_&<>=+*|€№•·°§©®™¬´`£\xad"), " ") | dict.fromkeys(
    map(ord, "0123456789"), "0"
)
_BOXES: Final = dict.fromkeys(range(0x2500, 0x25A0), " ")  # drawn lines: at home in a page that is named, else a misreading
# Signs that do not stand inside a word, and those that do not even end one; the apostrophe does in western languages only.
_INSIDE: Final = re.compile(r"(?<=[^\W\d_])(?:[“”„‘‚«»‹›…©®™`\xad](?=[^\W\d_])|[€№•·°§¬´£])")
_APOSTROPHE_INSIDE: Final = re.compile(r"(?<=[^\W\d_])’(?=[^\W\d_])")
_MIXED: Final = re.compile(r"[a-z][^\W\d_a-z]|[^\W\d_a-z][a-z]")  # two scripts in one word
_SAMPLE: Final = 600  # bytes of words: enough to be sure, little enough to be quick
_BESIDE_DIGIT: Final = -2
_SIGNS_ALONE: Final = 5.0  # no letters to judge: quotation marks, blanks and signs are read in the commonest page
_UNWANTED: Final = -6  # a pair no word of the language has


def guess(data: bytes, declared: str = "") -> str:
    """The code page (a Python codec) in which bytes that are not UTF-8 make the most probable words.

    `declared`, a codec, gets the benefit of the doubt: it is left only for a clearly better reading.
    """
    candidates = _CANDIDATES
    if declared and declared != "utf-8" and all(page != declared for page, _, _ in candidates):
        if not declared.startswith(_COMPARABLE):
            return declared
        candidates = (*candidates, (declared, "ru" if declared in ("koi8-u", "mac-cyrillic") else "western", 0.0))
    words = _sample(data, _HIGH_WORD)
    plain = f" {_sample(data, _PLAIN_WORD).decode('ascii').lower()} "
    around = {language: _average(plain, _pairs(language)) for language in ("lt", "western")}
    best, best_score = declared or "cp1252", -1e9
    for page, language, ahead in candidates:
        text = words.decode(page, "replace")
        likelihood, pairs = _likelihood(text.translate(_BOXES) if page == declared else text, language)
        # The fewer letters there are to judge by, the more the plain words around them tell the language.
        score = likelihood + ahead + (0.5 + 4 / (pairs + 1)) * around.get(language, around["western"])
        score += 1.0 + 3 / (pairs + 1) if page == declared else 0.0
        if score > best_score:
            best, best_score = page, score
    return best


# Pages whose letters the western or Russian table can judge; a label of any other script is believed.
_COMPARABLE: Final = ("cp1250", "iso8859-1", "iso8859-2", "iso8859-9", "koi8-u", "mac-cyrillic", "mac-roman", "cp850", "cp437")


def _sample(data: bytes, words: re.Pattern[bytes]) -> bytes:
    """Words of the data, a blank between them, `_SAMPLE` bytes or a little more in all."""
    found: list[bytes] = []
    have = 0
    for match in words.finditer(data[:200_000]):
        found.append(match[0][:80])
        have += len(found[-1]) + 1
        if have > _SAMPLE:
            break
    return b" ".join(found)


def _average(text: str, pairs: dict[str, int]) -> float:
    total = sum(pairs.get(a + b, _UNWANTED) for a, b in pairwise(text))
    return total / max(1, len(text) - 1)


def _likelihood(text: str, language: str) -> tuple[float, int]:
    """How much like words of the language the pairs around its non-ASCII letters are, on the average; and how many."""
    pairs = _pairs(language)
    shown = f" {text.translate(_EDGES)} "
    lower = shown.lower()
    if len(lower) != len(shown):  # a few capitals have two small letters for one
        shown = lower
    count = len(_INSIDE.findall(text))
    if language != "western":
        count += len(_APOSTROPHE_INSIDE.findall(text))
    total = 2 * _UNWANTED * count
    for i in range(len(lower) - 1):
        pair = lower[i : i + 2]
        if pair.isascii():
            continue
        total += pairs.get(pair, _BESIDE_DIGIT if "0" in pair else _UNWANTED)
        count += 1
        if (shown[i].islower() and shown[i + 1].isupper()) or (language == "ru" and _MIXED.match(pair)):
            total += _UNWANTED
    return (total / count if count else _SIGNS_ALONE), count


def clean(text: str) -> str:
    """Text any store can hold: NUL shown as U+2400, lone surrogates as U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\u2400")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")  # quicker than looking for surrogates
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
