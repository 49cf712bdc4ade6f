"""explain and due: what the program understands, without a store."""

from __future__ import annotations

import datetime as dt
import json
import sys

import click

from syncd.config.values import public_holidays
from syncd.core.due import find_due
from syncd.core.languages import language_of
from syncd.core.model import Language, WorkingCalendar
from syncd.core.worktime import zone_of
from syncd.errors import UsageError
from syncd.explain import due_json
from syncd.explain import explain as explain_file
from syncd.explain import setting_for

_LANGUAGES = ("en", "ru", "lt")


def _calendar(country: str) -> WorkingCalendar:
    try:
        return WorkingCalendar(holidays=public_holidays(country.upper()))
    except NotImplementedError:
        raise UsageError(f"--country {country}: no public holidays are known for it; give a code of ISO 3166-1 such as LT") from None


def _zone(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value != "UTC" and zone_of(value) is dt.UTC:
        raise click.BadParameter(f"{value}: no time zone of that name; write it as Europe/Vilnius")
    return value


@click.command()
@click.option("--staff", multiple=True, metavar="ADDR|DOMAIN|@DOMAIN", help="One of ours; may be given many times. Without it nobody is.")
@click.option("--timezone", default="UTC", show_default=True, callback=_zone, help="The zone whose clock times are read and shown in.")
@click.option("--country", default="", metavar="CC", help="Whose public holidays are no working days (LT, LV …). Without it none.")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
def explain(staff: tuple[str, ...], timezone: str, country: str, files: tuple[str, ...]) -> None:
    """Show as one JSON line a file what would be derived from each message or .ics file; no store is needed.

    The line says the class, language, own words, promises with their terms and reasons, meetings, and every problem met
    in reading. A file that cannot be read has its line too.
    """
    setting = setting_for(staff, timezone, _calendar(country))
    for file in files:
        click.echo(json.dumps(explain_file(file, setting, with_staff=bool(staff)), ensure_ascii=False))


@click.command()
@click.option("--said", metavar="ISO", help="When it was said: 2026-11-18T10:30:00, on the clock of --timezone.")
@click.option("--timezone", default="UTC", show_default=True, callback=_zone)
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
        for line in sys.stdin:
            if line.strip():
                asked = json.loads(line)
                click.echo(_due(asked["text"], asked["said"], asked.get("timezone") or timezone, asked.get("lang") or lang, calendar))
        return
    if text is None or said is None:
        raise click.UsageError("give --said and TEXT, or --lines with JSON lines on standard input")
    click.echo(_due(text, said, timezone, lang, calendar))


def _due(text: str, said: str, timezone: str, lang: Language | None, calendar: WorkingCalendar) -> str:
    try:
        moment = dt.datetime.fromisoformat(said)
    except ValueError:
        raise UsageError(f"{said}: not a time; write it as 2026-11-18T10:30:00") from None
    zone = zone_of(timezone)
    moment = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    return json.dumps(due_json(find_due(text, moment, lang or language_of(text), calendar)), ensure_ascii=False)
