"""What others find in the same mails and phrases, in the words the scorers of ../shared/promises understand.

Runs in a virtual environment of its own (`make bench-promises` makes it): nothing of it is part of the program.

    promise_peers.py follow-through|cogext [--staff …] [--timezone TZ] MAIL…   a JSON line a mail, as `syncd explain`
    promise_peers.py dateparser|duckling                                       JSON lines in and out, as `syncd due --lines`

Each gets what suits it: the text of the mail without what is quoted, the right language, clock and zone, dates read into
the future; an interval of duckling, whose end it leaves out, counts with its last day, a week to its Friday.
"""

from __future__ import annotations

import argparse
import datetime as dt
import email
import email.policy
import email.utils
import json
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_QUOTED = re.compile(r"^(?:>|On .* wrote:$|-+ ?(?:Original|Forwarded) )", re.MULTILINE)


def main() -> None:
    """Answer as the scorer asks."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("peer", choices=[*_OF_MAILS, *_OF_TERMS])
    ask.add_argument("--staff", action="append", default=[])
    ask.add_argument("--timezone", default="UTC")
    ask.add_argument("files", nargs="*", type=Path)
    options = ask.parse_intermixed_args()
    if options.peer in _OF_MAILS:
        for file in options.files:
            _print({"file": str(file), "promises": _promises(file, options, _OF_MAILS[options.peer])})
        return
    answer = _OF_TERMS[options.peer]()
    for line in sys.stdin:
        case = json.loads(line)
        _print(answer(case["text"], dt.datetime.fromisoformat(case["said"]), case["timezone"], case["lang"]))


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


# ── promises ──


def _promises(file: Path, options: argparse.Namespace, find: Callable[[str, dt.datetime, ZoneInfo], Iterable[tuple[str, str, str | None]]]) -> list[dict[str, Any]]:
    """What a peer finds; whose promise it is the sender's address tells, for no peer knows."""
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    part = mail.get_body(("plain", "html"))
    text = part.get_content() if part is not None else ""
    own = text[: m.start()] if (m := _QUOTED.search(text)) else text
    sender = email.utils.parseaddr(str(mail["From"] or ""))[1].lower()
    ours = any(sender == s.lower() or sender.endswith("@" + s.lstrip("@").lower()) for s in options.staff)
    try:
        said = email.utils.parsedate_to_datetime(str(mail["Date"]))
    except ValueError:
        said = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    zone = ZoneInfo(options.timezone)
    said = said.astimezone(zone) if said.tzinfo else said.replace(tzinfo=zone)
    return [
        {"quote": quote, "kind": "promise" if ours else "theirs", "firmness": "firm", "promiser": sender, "assignee": None, "beneficiary": None,
         "act": act, "due": {"from": to, "to": to, "text": "", "kind": "explicit"} if to else None, "confidence": 1.0, "why": ""}
        for quote, act, to in find(own, said, zone)
    ]  # fmt: skip


def _follow_through(text: str, said: dt.datetime, zone: ZoneInfo) -> Iterable[tuple[str, str, str | None]]:
    from follow_through.extract import extract_text

    for candidate in extract_text(text, ""):
        yield candidate.text, "do", None  # it names the words of a term, no day


def _cogext(text: str, said: dt.datetime, zone: ZoneInfo) -> Iterable[tuple[str, str, str | None]]:
    from cogext_primitive import extract_commitments

    for found in extract_commitments(text, now=said):
        yield found.promise_text, found.action, found.deadline.astimezone(zone).date().isoformat() if found.deadline else None


# ── terms ──


def _dateparser() -> Callable[[str, dt.datetime, str, str], Any]:
    from dateparser.search import search_dates

    def answer(text: str, said: dt.datetime, zone: str, language: str) -> Any:
        settings = {"RELATIVE_BASE": said, "PREFER_DATES_FROM": "future", "RETURN_TIME_AS_PERIOD": True}
        found = search_dates(text, languages=[language], settings=settings) or []
        words, when = found[-1] if found else ("", None)
        if when is None:
            return None
        clock = re.search(r"\d[:.]\d\d|\d ?(?:am|pm|val|час)", words.lower())
        to = when.strftime("%Y-%m-%dT%H:%M") if clock else when.date().isoformat()
        return {"from": to, "to": to, "text": words, "kind": "explicit"}

    return answer


def _duckling() -> Callable[[str, dt.datetime, str, str], Any]:
    from duckling import Context, default_locale_lang, load_time_zones, parse, parse_dimensions, parse_lang, parse_locale, parse_ref_time

    zones = load_time_zones("/usr/share/zoneinfo")
    locales = {lang: parse_locale(lang.upper(), default_locale_lang(parse_lang(lang.upper()))) for lang in ("en", "ru")}

    def answer(text: str, said: dt.datetime, zone: str, language: str) -> Any:
        if language not in locales:
            return None
        at = said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))
        context = Context(parse_ref_time(zones, zone, int(at.timestamp())), locales[language])
        found = parse(text, context, parse_dimensions(["time"]), False)
        if not found:
            return None
        to = _end(max(found, key=lambda f: f["end"] - f["start"])["value"])
        return {"from": to, "to": to, "text": "", "kind": "explicit"} if to else None

    return answer


def _end(value: dict[str, Any]) -> str | None:
    """The last day or minute of what duckling found."""
    given = value.get("to") if value["type"] == "interval" else value
    if given is None:  # open at the end: "after Friday"
        given = value["from"]
    when, grain = dt.datetime.fromisoformat(given["value"]), given["grain"]
    if grain in ("second", "minute") or (grain == "hour" and value["type"] == "value"):
        return when.strftime("%Y-%m-%dT%H:%M")
    if value["type"] == "interval":
        return (when - dt.timedelta(minutes=1)).date().isoformat()
    if grain == "week":
        return (when + dt.timedelta(days=4)).date().isoformat()
    if grain in ("month", "quarter", "year"):
        months = {"month": 1, "quarter": 3, "year": 12}[grain]
        ahead = when.month - 1 + months
        return (when.date().replace(year=when.year + ahead // 12, month=ahead % 12 + 1, day=1) - dt.timedelta(days=1)).isoformat()
    return when.date().isoformat()


_OF_MAILS = {"follow-through": _follow_through, "cogext": _cogext}
_OF_TERMS = {"dateparser": _dateparser, "duckling": _duckling}


if __name__ == "__main__":
    main()
