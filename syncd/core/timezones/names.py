"""The IANA name behind a TZID: Windows and Outlook names, vendors' prefixes, renamed zones, plain offsets.

A name that is not known stays unknown: no zone is guessed from an abbreviation that two countries use.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from functools import lru_cache

# Renamed in tzdata; both names are in use, one of them must win or a meeting has two zones.
_RENAMED = {
    "Europe/Kiev": "Europe/Kyiv",
    "Europe/Uzhgorod": "Europe/Kyiv",
    "Europe/Zaporozhye": "Europe/Kyiv",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Saigon": "Asia/Ho_Chi_Minh",
    "Asia/Rangoon": "Asia/Yangon",
    "Asia/Katmandu": "Asia/Kathmandu",
    "America/Godthab": "America/Nuuk",
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "US/Eastern": "America/New_York",
    "US/Central": "America/Chicago",
    "US/Mountain": "America/Denver",
    "US/Pacific": "America/Los_Angeles",
    "GB": "Europe/London",
    "Japan": "Asia/Tokyo",
    **dict.fromkeys(("Zulu", "UCT", "Universal", "Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "GMT", "Etc/GMT"), "UTC"),
    **dict.fromkeys(("Etc/Greenwich", "Greenwich", "GMT0", "GMT+0", "GMT-0", "Etc/GMT0", "Etc/GMT+0", "Etc/GMT-0"), "UTC"),
}
# What Outlook, Exchange and Lotus write that is neither a Windows key nor the name of a city.
_SPOKEN = {
    "eastern time": "America/New_York",
    "eastern": "America/New_York",
    "us-eastern": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "atlantic time": "America/Halifax",
    "newfoundland": "America/St_Johns",
    "greenwich mean time": "Europe/London",
    "coordinated universal time": "UTC",
    "western/central europe": "Europe/Berlin",
    "w. europe": "Europe/Berlin",
    "bern": "Europe/Zurich",
    "kyiv": "Europe/Kyiv",
    "kiev": "Europe/Kyiv",
    "st. petersburg": "Europe/Moscow",
    "msk": "Europe/Moscow",
    "eest": "Europe/Helsinki",
    "cest": "Europe/Berlin",
    "canberra": "Australia/Sydney",
    "beijing": "Asia/Shanghai",
    "chennai": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "new delhi": "Asia/Kolkata",
    "osaka": "Asia/Tokyo",
    "abu dhabi": "Asia/Dubai",
    "islamabad": "Asia/Karachi",
    "екатеринбург": "Asia/Yekaterinburg",
    "москва": "Europe/Moscow",
}
_OFFSET_NAME = re.compile(r"(?:utc|gmt)?\s?([+-])(\d{1,2})(?::?(\d\d))?", re.I)
_SPOKEN_OFFSET = re.compile(r"\((?:utc|gmt)\s?(?:([+-])(\d{1,2})[:.](\d\d))?\)\s*", re.I)
_ALSO = re.compile(r"\s*\([^()]*\)")


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """IANA names by their lower-case form; cities and Windows names too. The full name goes before a bare city."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # and all of icalendar: only where a zone has to be looked up

    names = {n for n in zoneinfo.available_timezones() if n not in ("localtime", "posixrules", "Factory")}
    known: dict[str, str] = {}
    for name in sorted(names, key=lambda n: (n in _RENAMED, n)):
        area, _, city = name.rpartition("/")
        if area and not area.startswith(("Etc", "US", "Canada", "Mexico", "Brazil", "Chile", "SystemV", "posix", "right")):
            known.setdefault(city.replace("_", " ").lower(), name)
    known.update({windows.lower(): name for windows, name in WINDOWS_TO_OLSON.items()})
    known.update(_SPOKEN)
    known.update({name.lower(): name for name in names})
    return {key: renamed if (renamed := _RENAMED.get(name, name)) in names else name for key, name in known.items()}


@lru_cache(maxsize=4096)
def iana_name(tzid: str) -> str:
    """The IANA name a TZID stands for, or '' when it says nothing. Never raises."""
    name = " ".join(tzid[:200].replace("\\,", ",").strip("\"' \t:").split())
    if not name:
        return ""
    return _listed(name) or _prefixed(name) or _offset(name) or _spoken(name)


def _listed(name: str) -> str:
    known = _known()
    plain = name.lower()
    return known.get(plain) or known.get(plain.replace(" ", "_")) or ""


def _prefixed(name: str) -> str:
    """`/vendor/version/Area/City`, `Area_City`, `custom_Area/City`: the longest end that is a zone."""
    known = _known()
    for candidate in (name.replace("-", "/", 1), name.replace("_", "/", 1), name.partition("_")[2]):
        if "/" in candidate and candidate.lower() in known:
            return known[candidate.lower()]
    parts = name.lower().split("/")
    if len(parts) < 3:
        return ""
    return next((known[end] for n in (3, 2) if (end := "/".join(parts[-n:])) in known), "")


def _offset(name: str) -> str:
    match = _OFFSET_NAME.fullmatch(name)
    return offset_name(_minutes(*match.groups())) if match else ""


def _minutes(sign: str, hours: str, minutes: str | None) -> int:
    return (-1 if sign == "-" else 1) * (int(hours) * 60 + int(minutes or 0))


def offset_name(minutes: int) -> str:
    """The IANA name of a constant offset of whole hours (its sign is the other way round), or ''."""
    hours, rest = divmod(minutes, 60)
    if rest or not -12 <= hours <= 14:
        return ""
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def _spoken(name: str) -> str:
    """`(UTC+02:00) Helsinki, Kyiv, Riga`: the first city whose winter time is the offset; else the offset itself."""
    match = _SPOKEN_OFFSET.match(name)
    rest = name[match.end() :] if match else name
    claimed = _minutes(match[1], match[2], match[3]) if match and match[1] else (0 if match else None)
    known = _known()
    for place in re.split(r"[,/;]", _ALSO.sub("", rest)):
        found = known.get(place.strip().lower(), "")
        if found and (claimed is None or _winter_minutes(found) == claimed):
            return found
    return offset_name(claimed) if claimed is not None else ""


def _winter_minutes(name: str) -> int:
    zone = zoneinfo.ZoneInfo(name)
    offsets = [dt.datetime(2025, month, 15, tzinfo=zone).utcoffset() or dt.timedelta(0) for month in (1, 7)]
    return int(min(offsets).total_seconds() // 60)


@lru_cache(maxsize=1024)
def zone_info(name: str, otherwise: str = "UTC") -> zoneinfo.ZoneInfo:
    """The zone of an IANA name; of `otherwise` when the name is '' or unknown, at last UTC. Never raises."""
    for candidate in (name, otherwise):
        if candidate and (found := iana_name(candidate)):
            return zoneinfo.ZoneInfo(found)
    return zoneinfo.ZoneInfo("UTC")
