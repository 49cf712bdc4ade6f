"""Telephone numbers as people write them, in the one form by which they are compared: E.164, +37061234567.

It refuses to guess: what is too short to be reached from outside (an extension, an emergency number), or fits no country
it may belong to, is no number. `phonenumbers` (libphonenumber) knows the plans of the countries; its import costs about
40 ms and a country's plan some more, so it is loaded by the first number written without its country.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import phonenumbers

REGION_OF: Final = {"lt": "LT", "ru": "RU", "en": "GB"}  # whose plan a mail's language means where the company names no country
_LONGEST: Final = 100  # characters with all that is written beside it
_SHORTEST: Final = 7  # digits: below this it is an extension or a service number
_EXTENSION: Final = re.compile(r"(?:;\s*ext=|[\s,]*(?:\bext\.?|\bextension|\bx|доб\.?|вн\.?|vid\.?|#)\s*)\d+.*$", re.IGNORECASE | re.DOTALL)
_AMERICAN: Final = re.compile(r"1?[\s.-]?(?:\([2-9]\d\d\)\s*\d{3}[\s.-]?\d{4}|[2-9]\d\d([.-])\d{3}\1\d{4})")  # (415) 555-0123, 415-555-0123
IN_TEXT: Final = re.compile(r"(?<![\w+])(?:\+|00)?\(?\d(?:[\d()]|[ \u00a0./\u2010-\u2013-](?=[\d(])|(?<=\d) ?\(){5,20}\d(?![\w@])")  # what may be one


def region_of(country: str, language: str) -> str:
    """The plan (ISO 3166-1) by which a number without its country is read: the company's, else that of the words' language."""
    return country or REGION_OF.get(language, "")


@lru_cache(maxsize=4096)
def normalised(written: str, region: str = "") -> str:
    """E.164, or '' for what is no number. `region`: whose plan it is where the country is not written, '' for any it fits."""
    if len(written) > _LONGEST:
        return ""
    bare = _EXTENSION.sub("", written.strip().removeprefix("tel:")).strip()
    if sum(c.isalpha() for c in bare) > 2:
        return ""
    digits = "".join(c for c in bare if c.isdigit() and c.isascii())
    if not _SHORTEST <= len(digits) <= 17:
        return ""
    if bare.startswith(("+", "(+")):
        return _international(bare.replace("(0)", ""))
    if digits.startswith("00"):
        return _international("+" + digits[2:])
    if region not in ("US", "CA") and _AMERICAN.fullmatch(bare):
        return "+1" + digits[-10:]
    return _national(digits, region) or _by_shape(digits, region)


def _international(written: str) -> str:
    digits = "".join(c for c in written if c.isdigit() and c.isascii())
    return f"+{digits}" if 8 <= len(digits) <= 15 and digits[0] != "0" else ""


def _national(digits: str, region: str) -> str:
    """By the plan of a country: a number that can be called there."""
    if not region:
        return ""
    import phonenumbers  # see above

    try:
        number = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return ""
    return _written(number) if phonenumbers.is_valid_number(number) else ""


def _written(number: phonenumbers.PhoneNumber) -> str:
    return f"+{number.country_code}{number.national_number}"


def _by_shape(digits: str, region: str) -> str:
    """By its first digits and its length, where the plan of the region does not have it: 8 6…, 8 9…, the country without its +."""
    if len(digits) == 9 and digits[0] in "80" and digits[1] in "3456":  # Lithuania's 8, since 2023 also 0
        return "+370" + digits[1:]
    if len(digits) == 11 and digits[0] in "87" and digits[1] in "34589":
        return "+7" + digits[1:]
    if len(digits) == 10 and digits[0] == "9" and region == "RU":
        return "+7" + digits
    if len(digits) in (10, 11) and digits[0] == "0" and digits[1] in "123578":
        return "+44" + digits[1:]
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "23456789" and digits[4] in "23456789":
        return "+" + digits
    if len(digits) == 10 and region in ("US", "CA"):
        return "+1" + digits
    if 11 <= len(digits) <= 13:  # a telephone exchange leaves out the +
        return _national("+" + digits, "ZZ")
    return ""
