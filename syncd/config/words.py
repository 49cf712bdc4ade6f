"""What single values of the config must look like. Each check gives what is wrong in one clause, or ''.

No check repeats a value that could be a secret, and none looks at the disk, the network or the clock.
"""

from __future__ import annotations

import datetime as dt
import difflib
import ipaddress
import re
import zoneinfo
from collections.abc import Iterable
from urllib.parse import urlsplit

from syncd.core import addresses
from syncd.durations import parse_days, parse_duration, parse_size

# ISO 3166-1 codes for which the package `holidays` knows the public holidays. Importing it costs 90 ms, so the list is
# kept here; a test compares the two.
_COUNTRIES = """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UK UM US UY UZ VA VC VE VG
    VI VN VU WF WS XK YE YT ZA ZM ZW"""
COUNTRIES = frozenset(_COUNTRIES.split())

# Mail providers open to everybody: as a domain of the company they would make strangers colleagues.
_PUBLIC_MAIL = """
    gmail.com googlemail.com outlook.com hotmail.com live.com yahoo.com icloud.com me.com aol.com gmx.com gmx.de web.de proton.me
    protonmail.com mail.ru bk.ru inbox.ru list.ru yandex.ru ya.ru yandex.com rambler.ru inbox.lt one.lt takas.lt"""
PUBLIC_MAIL = frozenset(_PUBLIC_MAIL.split())

_ADDRESS = re.compile(r"[^\s@/\\<>()\[\],;:\"']{1,64}@([^\s@]{1,255})")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_PHONE = re.compile(r"\+?[0-9 ()./-]{5,30}|\d{2,4}")  # extensions too


def likely(word: str, known: Iterable[str]) -> str:
    """A clause that names the likely spelling of `word` among the known ones, or ''."""
    options = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(word.casefold(), options, n=1, cutoff=0.7)
    return f'; did you mean "{options[near[0]]}"?' if near else ""


def likely_address(address: str, known: Iterable[str]) -> str:
    """The same for an address: the part before the @ and the domain must each be near, else all colleagues look alike."""
    local, _, domain = address.rpartition("@")
    options = {k.rpartition("@")[0]: k for k in known if difflib.SequenceMatcher(None, domain, k.rpartition("@")[2]).ratio() >= 0.8}
    near = difflib.get_close_matches(local, options, n=1, cutoff=0.7)
    return f'; did you mean "{options[near[0]]}"?' if near else ""


def unknown(word: str, known: Iterable[str]) -> str:
    """What to say of a word that is not among the few known ones."""
    known = tuple(known)
    return f'"{word}" is not one of {", ".join(k or chr(34) * 2 for k in known)}{likely(word, known)}'


def canonical(written: str) -> str:
    """An address or a domain in the form in which mail is compared with it."""
    if "@" in written:
        return addresses.canonical(written) or written.strip().lower()
    return addresses.canonical(f"x@{written}").removeprefix("x@") or written.strip().lower()


def a_domain(value: str) -> str:
    """A mail domain: letters, digits and hyphens between dots; not a provider's that is open to everybody."""
    labels = value.rstrip(".").split(".")
    if (len(labels) < 2 and value != "localhost") or not all(_LABEL.fullmatch(label) for label in labels):
        return f'"{value}" is not a domain (write it as in addresses, after the @: "klimatas.example")'
    return ""


def an_own_domain(value: str) -> str:
    """A domain of the company."""
    if value.lower() in PUBLIC_MAIL:
        return f'everybody with a mailbox at {value} would count as one of you; list your own addresses under "addresses" instead'
    return a_domain(value)


def an_address(value: str) -> str:
    """An address `local@domain`, without a name."""
    found = _ADDRESS.fullmatch(value)
    if found is None or a_domain(found[1]):
        return f'"{value}" is not an address (write it plain: "rasa@klimatas.example")'
    return ""


def a_person(value: str) -> str:
    """An address or a telephone number."""
    return "" if _PHONE.fullmatch(value) or not an_address(value) else f'"{value}" is neither an address nor a telephone number'


def a_zone(value: str) -> str:
    """A name of the IANA time zone database, or '' for the company's."""
    if not value:
        return ""
    try:
        zoneinfo.ZoneInfo(value)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return f'"{value}" is not a time zone{likely(value, zoneinfo.available_timezones())}'
    return ""


def a_country(value: str) -> str:
    """A two-letter country code, or '' for no public holidays."""
    if not value or value in COUNTRIES:
        return ""
    hint = f'; did you mean "{value.upper()}"?' if value.upper() in COUNTRIES else " (two letters, ISO 3166: LT, LV, EE, PL, DE …)"
    return f'"{value}" is not a country whose public holidays are known{hint}'


def a_currency(value: str) -> str:
    """A three-letter currency code (ISO 4217)."""
    return "" if re.fullmatch(r"[A-Z]{3}", value) else f'"{value}" is not a currency code (three capital letters: EUR)'


def opening_hours(value: str) -> str:
    """`09:00-18:00`, or '' for a day on which nobody works."""
    found = _HOURS.fullmatch(value)
    if value and found is None:
        return f'"{value}" is not opening hours (write "09:00-18:00", or "" for a free day)'
    if found and (found[1], found[2]) >= (found[3], found[4]):
        return f'"{value}" closes before it opens'
    return ""


def open_hours(value: str) -> str:
    """`09:00-14:00` of a day on which people work."""
    return opening_hours(value) if value else 'is empty: write the hours of that day ("09:00-14:00"), or list a free day under holidays'


def a_duration(value: int | str) -> str:
    """0, or a number of seconds, minutes, hours, days or working days."""
    return "" if parse_duration(value) else f'"{value}" is not a duration (write 0, "30 s", "10 min", "2 h", "3 days" or "5 working days")'


def a_clock_duration(value: int | str) -> str:
    """A duration by the clock."""
    duration = parse_duration(value)
    if duration is None or duration.working_days:
        return f'"{value}" is not a duration by the clock (write 0, "30 s", "10 min", "2 h" or "3 days")'
    return ""


def an_interval(value: int | str) -> str:
    """A duration by the clock that is longer than nothing."""
    duration = parse_duration(value)
    return "must be at least 1 s" if duration and not duration.amount else a_clock_duration(value)


def a_keeping_time(value: int | str) -> str:
    """How long something is kept: '' for ever, else days, months or years."""
    if value != "" and not parse_days(str(value)):
        return f'"{value}" is not a time to keep things (write "" for ever, or "730 days", "18 months", "3 years")'
    return ""


def a_size(value: str) -> str:
    """A number of bytes with its unit."""
    return "" if parse_size(value) else f'"{value}" is not a size (write "50 MB"; B, kB, MB, GB, KiB, MiB, GiB are known)'


def a_date(value: str) -> str:
    """A day, or '' for none."""
    if value:
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return f'"{value}" is not a date (write "2026-11-21")'
    return ""


def a_written_date(value: str) -> str:
    """A day."""
    return a_date(value) if value else "is empty: write a date"


def a_variable(value: str) -> str:
    """The name of an environment variable; the value is not repeated, it may be a secret pasted by mistake."""
    return "" if _VARIABLE.fullmatch(value) else "names an environment variable (capital letters, digits, _), not the secret itself"


def a_path(value: str) -> str:
    """A path, taken from the folder of the config file."""
    return "is empty: write a path, from the folder of this file" if not value.strip() or "\0" in value else ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine and nothing else."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def a_url(value: str) -> str:
    """https://…, or http:// to this machine; no user and password inside. The value is not repeated."""
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address of the form https://host/path"
    if parts.scheme not in ("http", "https") or not host or port == 0:
        return "is not an address of the form https://host/path"
    if parts.username is not None or parts.password is not None:
        return "holds a user or password: take them out, write user = … and password_file = … instead"
    if parts.scheme == "http" and not is_loopback(host):
        return f"http:// sends everything readable over the network: write https:// (http:// only to this machine, not to {host})"
    return ""


def split_bind(value: str) -> tuple[str, int] | None:
    """Host and port of `127.0.0.1:8001`, `[::1]:8001` or `localhost:8001`; None when it is not of that form."""
    host, colon, port = value.rpartition(":")
    if not colon or not host or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
        return None
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        return None
    return host.strip("[]"), int(port)


def a_bind(value: str) -> str:
    """An address and port to listen on."""
    return "" if split_bind(value) else f'"{value}" is not an address and port to listen on (write "127.0.0.1:8001")'


def a_local_bind(value: str) -> str:
    """An address of this machine and a port, or '' for none."""
    where = split_bind(value)
    if value and where and not is_loopback(where[0]):
        return f'"{value}" can be reached from other machines and asks nobody who they are: write 127.0.0.1'
    return a_bind(value) if value else ""
