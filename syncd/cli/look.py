"""explain and due: what the program understands, without a store."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any, cast

import click
import msgspec

from syncd.cli.common import echo_json
from syncd.config.values import public_holidays
from syncd.contract import due_json
from syncd.core.due import find_due
from syncd.core.languages import language_of
from syncd.core.model import Language, WorkingCalendar
from syncd.core.worktime import zone_of
from syncd.errors import ConfigError, UsageError

_LANGUAGES = ("en", "ru", "lt")
_YEARS = range(1900, 9000)


def _calendar(country: str) -> WorkingCalendar:
    try:
        return WorkingCalendar(holidays=public_holidays(country.upper()))
    except ConfigError:
        raise UsageError(f"--country {country}: no public holidays are known for it; give a code of ISO 3166-1 such as LT") from None


def _named_zone(name: str) -> dt.tzinfo:
    zone = zone_of(name)
    if name != "UTC" and zone is dt.UTC:
        raise UsageError(f"{name}: no time zone of that name; write it as Europe/Vilnius")
    return zone


def _zone(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        _named_zone(value)
    except UsageError as problem:
        raise click.BadParameter(str(problem)) from None
    return value


@click.command()
@click.option("--staff", multiple=True, metavar="ADDR|DOMAIN|@DOMAIN", help="One of ours; may be given many times. Without it nobody is.")
@click.option("--timezone", default="UTC", show_default=True, callback=_zone, help="The zone whose clock times are read and shown in.")
@click.option("--country", default="", metavar="CC", help="Whose public holidays are no working days, and whose telephone numbers are written without country code (LT, LV …).")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def explain(staff: tuple[str, ...], timezone: str, country: str, files: tuple[str, ...]) -> None:
    """Show as one JSON line a file what would be derived from each message or .ics file; no store is needed.

    The line says the class, language, own words, promises with their terms and reasons, meetings, and every problem met
    in reading. A file that cannot be read has its line too.

    Example: syncd explain --staff @klimatas.example --timezone Europe/Vilnius mail.eml
    """
    from syncd.explain import explain as explain_file
    from syncd.explain import setting_for
    from syncd.sandbox import Sandbox

    setting = setting_for(staff, timezone, _calendar(country), country)
    with Sandbox() as sandbox:
        for file in files:
            echo_json(explain_file(file, setting, with_staff=bool(staff), sandbox=sandbox))


@click.command()
@click.option("--said", metavar="ISO", help="When it was said: 2026-11-18T10:30:00, on the clock of --timezone.")
@click.option("--timezone", default="UTC", show_default=True, callback=_zone, help="The zone whose clock times are read and answered in.")
@click.option("--lang", type=click.Choice(_LANGUAGES), help="The language of the words; found out when not given.")
@click.option("--country", default="", metavar="CC", help="Whose public holidays are no working days. Without it none.")
@click.option("--lines", is_flag=True, help="Read JSON lines (text, said, timezone, lang) from standard input, write one line for each.")
@click.argument("text", required=False)
def due(said: str | None, timezone: str, lang: Language | None, country: str, lines: bool, text: str | None) -> None:
    """Show the window in which something is due as JSON, or null where the words name no term.

    Example: syncd due --said 2026-11-18T10:30 --timezone Europe/Vilnius "iki penktadienio"
    """
    calendar = _calendar(country)
    if lines:
        _answer_lines(Asked(text="", said="", timezone=timezone, lang=lang), calendar)
        return
    if text is None or said is None:
        raise click.UsageError("give --said and TEXT, or --lines with JSON lines on standard input")
    echo_json(_due(Asked(text=text, said=said, timezone=timezone, lang=lang), calendar))


class Asked(msgspec.Struct, kw_only=True, frozen=True):
    """A line on standard input: what was said, when (ISO, on the clock of `timezone`), in which language."""

    text: str
    said: str
    timezone: str | None = None
    lang: str | None = None


def _answer_lines(given: Asked, calendar: WorkingCalendar) -> None:
    """A line out for each line in: `null`, and the reason on standard error, for one that is no question. Exit 64 at the end then."""
    unanswered = 0
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            asked = msgspec.json.decode(line, type=Asked)
            whole = Asked(text=asked.text, said=asked.said, timezone=asked.timezone or given.timezone, lang=asked.lang or given.lang)
            answer = _due(whole, calendar)
        except (msgspec.DecodeError, UnicodeDecodeError, UsageError) as problem:
            unanswered += 1
            click.echo(f"line {number}: {problem}", err=True)
            answer = None
        echo_json(answer)
    if unanswered:
        raise UsageError(f"{unanswered} lines were no questions; one is {{\"text\": \"by Friday\", \"said\": \"2026-11-18T10:30\"}}")


def _due(asked: Asked, calendar: WorkingCalendar) -> dict[str, Any] | None:
    if asked.lang and asked.lang not in _LANGUAGES:
        raise UsageError(f"lang {asked.lang}: not one of {', '.join(_LANGUAGES)}")
    moment = _moment(asked.said, _named_zone(asked.timezone or "UTC"))
    language = cast(Language, asked.lang) or language_of(asked.text)
    return due_json(find_due(asked.text, moment, language, calendar))


def _moment(said: str, zone: dt.tzinfo) -> dt.datetime:
    """When it was said, on the clock of `zone`; terms are reckoned within the centuries that calendars know."""
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        raise UsageError(f"{said}: not a time; write it as 2026-11-18T10:30:00") from None
    if moment.year not in _YEARS:
        raise UsageError(f"{said}: the year is not within {_YEARS.start} and {_YEARS.stop - 1}")
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
