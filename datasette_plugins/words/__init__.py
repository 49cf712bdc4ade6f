"""What the pages say, in Lithuanian, Russian and English, and how they say times: in words, on the company's clock.

One catalogue a language (`en.py`, `lt.py`, `ru.py`), the same keys in each; a text with a number has its plural forms.
It says nothing about what people wrote: mail and meetings are shown in their own words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from datasette_plugins.words import access, actions, columns, contacts, dates, en, history, lt, meet, pages, reports, ru, rules, segments
from syncd.core import texts

LANGUAGES = {"en": "English", "lt": "Lietuvių", "ru": "Русский"}
_TOPICS = (access, actions, columns, contacts, history, meet, pages, reports, rules, segments)
CATALOGUE: Mapping[str, Mapping[str, str | tuple[str, ...]]] = {
    "en": en.TEXTS | {key: text for topic in _TOPICS for key, text in topic.en.TEXTS.items()},
    "lt": lt.TEXTS | {key: text for topic in _TOPICS for key, text in topic.lt.TEXTS.items()},
    "ru": ru.TEXTS | {key: text for topic in _TOPICS for key, text in topic.ru.TEXTS.items()},
}


def preferred(accept: str) -> str:
    """The first of our languages that an Accept-Language header asks for (RFC 9110 section 12.5.4), or ''."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept.split(",")[:20]):
        tag, _, rest = part.partition(";")
        quality = rest.partition("q=")[2].strip()
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            continue
        language = tag.strip().lower().partition("-")[0]
        if language in LANGUAGES and weight > 0:
            wanted.append((-weight, place, language))
    return min(wanted)[2] if wanted else ""


@dataclass(frozen=True, slots=True)
class Words:
    """One reader's language, with the moment of reading and the zone whose clock is shown.

    Instants come as the store keeps them (`YYYY-MM-DDTHH:MM:SSZ`), terms as wall text `YYYY-MM-DD[THH:MM]`.
    """

    language: str
    now: dt.datetime
    zone: ZoneInfo

    @property
    def today(self) -> dt.date:
        """The reader's day."""
        return self.now.astimezone(self.zone).date()

    def __call__(self, key: str, **values: object) -> str:
        """A text of the catalogue."""
        text = CATALOGUE[self.language][key]
        assert isinstance(text, str), key
        return text.format(**values) if values else text

    def count(self, key: str, n: int) -> str:
        """A text with a number, in the form the number asks for."""
        forms = CATALOGUE[self.language][key]
        assert isinstance(forms, tuple), key
        return forms[dates.plural_form(self.language, n)].format(n=n)

    def known(self, prefix: str, word: str | None) -> str:
        """The text for a word of the store (a state, a role …); a word the catalogue lacks is shown as it is."""
        if not word:
            return ""
        text = CATALOGUE[self.language].get(f"{prefix}.{word}", word)
        return text if isinstance(text, str) else word

    def means(self, table: str, column: str) -> str:
        """What a column of a table or view means; '' where nothing is said of it."""
        told = CATALOGUE[self.language]
        text = told.get(f"column.{table}.{column}") or told.get(f"column.{column}", "")
        assert isinstance(text, str), column
        return text

    def wall(self, instant: str) -> dt.datetime:
        """An instant on the company's clock."""
        return dt.datetime.fromisoformat(instant).astimezone(self.zone)

    def day(self, instant: str) -> str:
        """The day of an instant: “Friday, 27 November”."""
        return dates.day(self.language, self.wall(instant).date(), self.today)

    def short_day(self, instant: str) -> str:
        """The day of an instant without its weekday: “27 November 2025”."""
        return dates.short_day(self.language, self.wall(instant).date(), self.today)

    def clock(self, instant: str) -> str:
        """The time of day of an instant: “15:00”."""
        return f"{self.wall(instant):%H:%M}"

    def moment(self, instant: str) -> str:
        """Day and time of an instant: “Friday, 27 November, 15:00”."""
        return f"{self.day(instant)}, {self.clock(instant)}"

    def lately(self, instant: str) -> str:
        """The time of an instant, with its day where that is not today: “15:00”, “27 November, 15:00”."""
        return self.clock(instant) if self.wall(instant).date() == self.today else f"{self.short_day(instant)}, {self.clock(instant)}"

    def since(self, instant: str) -> str:
        """How far an instant is from today: “in 3 days”, “yesterday”."""
        return dates.distance(self.language, (self.wall(instant).date() - self.today).days)

    def ago(self, instant: str) -> str:
        """How long ago an instant was, to the minute: “5 minutes ago”."""
        seconds = int((self.now - dt.datetime.fromisoformat(instant)).total_seconds())
        if seconds < 90:
            return self("just_now")
        if seconds < 90 * 60:
            return self.count("minutes_ago", round(seconds / 60))
        if seconds < 36 * 3600:
            return self.count("hours_ago", round(seconds / 3600))
        return self.since(instant)

    def term(self, due_from: str | None, due_to: str | None) -> str:
        """A term in words: a minute, a day, or from a day to a day."""
        if not due_to:
            return self("term.none")
        end = self._wall_text(due_to)
        if due_from and due_from[:10] != due_to[:10] and dt.date.fromisoformat(due_from[:10]) >= self.today:
            return f"{self._wall_text(due_from)} – {end}"
        return end

    def _wall_text(self, wall: str) -> str:
        day = dates.day(self.language, dt.date.fromisoformat(wall[:10]), self.today)
        return f"{day}, {wall[11:16]}" if len(wall) > 10 else day

    def term_distance(self, due_to: str | None) -> str:
        """How far the day of a term is from today."""
        return dates.distance(self.language, (dt.date.fromisoformat(due_to[:10]) - self.today).days) if due_to else ""

    def span(self, term: str) -> str:
        """A duration as the config writes it: “10 working days”."""
        return texts.span(term, self.language)

    def size(self, size: int) -> str:
        """A size in bytes as people say it."""
        for unit in ("B", "kB", "MB"):
            if size < 1000:
                return f"{size} {unit}"
            size = round(size / 1000)
        return f"{size} GB"
