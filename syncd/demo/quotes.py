"""How mail programs set an earlier mail below an answer, in three languages: the line above it and its marks.

The styles are those people really meet: Outlook's block of headers, new and old, Gmail's and Thunderbird's one line with `>`, Apple's
one line inside the marks. It writes what the programs write; it does not read quotes (that is `syncd.core.clean`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from syncd.demo.templates import Writer
from syncd.demo.words import EN_MONTH, EN_WEEKDAY, LT_MONTH, LT_WEEKDAY, RU_MONTH, Tongue

_LT_SHORT = ("pr", "an", "tr", "kt", "pn", "št", "sk")
_RU_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_RU_SHORT_MONTH = ("янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек.")
_OUTLOOK_FIELDS: dict[Tongue, tuple[str, str, str, str]] = {
    "lt": ("Nuo:", "Išsiųsta:", "Kam:", "Tema:"),
    "ru": ("От:", "Отправлено:", "Кому:", "Тема:"),
    "en": ("From:", "Sent:", "To:", "Subject:"),
}
_ORIGINAL_LINE: dict[Tongue, str] = {
    "lt": "-----Pradinis pranešimas-----",
    "ru": "-----Исходное сообщение-----",
    "en": "-----Original Message-----",
}
_FORWARD_LINE: dict[Tongue, str] = {
    "lt": "---------- Persiųstas laiškas ----------",
    "ru": "---------- Пересылаемое сообщение ----------",
    "en": "---------- Forwarded message ---------",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The mail that is answered or passed on, as it was sent."""

    writer: Writer
    to: tuple[Writer, ...]
    at: dt.datetime
    subject: str
    text: str


def line_above(earlier: Earlier, *, client: str, tongue: Tongue) -> str:
    """What the program writes above the earlier mail, without marks."""
    match client:
        case "outlook" | "outlook-old":
            return _headed(earlier, tongue)
        case "apple":
            return _apple_line(earlier, tongue)
        case "thunderbird":
            return _thunderbird_line(earlier, tongue)
        case _:
            return _gmail_line(earlier, tongue)


def quoted(earlier: Earlier, *, client: str, tongue: Tongue) -> str:
    """The earlier mail as the answering person's program sets it below the answer."""
    above = line_above(earlier, client=client, tongue=tongue)
    match client:
        case "outlook":
            return "________________________________\n" + above + "\n\n" + earlier.text
        case "outlook-old":
            return _ORIGINAL_LINE[tongue] + "\n" + above + "\n\n" + earlier.text
        case "apple":
            return _marked(above + "\n\n" + earlier.text)
        case "thunderbird":
            return above + "\n" + _marked(earlier.text)
        case _:
            return above + "\n\n" + _marked(earlier.text)


def forwarded(earlier: Earlier, *, client: str, tongue: Tongue) -> str:
    """The earlier mail as it is passed on: unmarked below a block of headers."""
    above = "" if client.startswith("outlook") else _FORWARD_LINE[tongue] + "\n"
    return above + _headed(earlier, tongue) + "\n\n" + earlier.text


def _marked(text: str) -> str:
    return "\n".join((">" if line.startswith(">") else "> ") + line if line else ">" for line in text.split("\n"))


def _headed(earlier: Earlier, tongue: Tongue) -> str:
    at = earlier.at
    match tongue:
        case "lt":
            when = f"{at.year} m. {LT_MONTH['genitive'][at.month - 1]} {at.day} d., {LT_WEEKDAY['nominative'][at.weekday()]} {at:%H:%M}"
        case "ru":
            when = f"{at.day} {RU_MONTH['genitive'][at.month - 1]} {at.year} г. {at:%H:%M}"
        case "en":
            when = f"{EN_WEEKDAY[at.weekday()]}, {EN_MONTH[at.month - 1]} {at.day}, {at.year} {at.hour % 12 or 12}:{at:%M %p}"
    sender = f"{earlier.writer.name} <{earlier.writer.address}>"
    values = (sender, when, "; ".join(w.name for w in earlier.to), earlier.subject)
    return "\n".join(f"{name} {value}" for name, value in zip(_OUTLOOK_FIELDS[tongue], values, strict=True))


def _gmail_line(earlier: Earlier, tongue: Tongue) -> str:
    at, who = earlier.at, f"{earlier.writer.name} <{earlier.writer.address}>"
    match tongue:
        case "lt":
            return f"{at:%Y-%m-%d}, {_LT_SHORT[at.weekday()]}, {at:%H:%M} {who} rašė:"
        case "ru":
            return f"{_RU_SHORT[at.weekday()]}, {at.day} {_RU_SHORT_MONTH[at.month - 1]} {at.year} г. в {at:%H:%M}, {who}:"
        case "en":
            return f"On {EN_WEEKDAY[at.weekday()][:3]}, {at.day} {EN_MONTH[at.month - 1][:3]} {at.year} at {at:%H:%M}, {who} wrote:"


def _apple_line(earlier: Earlier, tongue: Tongue) -> str:
    at, who = earlier.at, f"{earlier.writer.name} <{earlier.writer.address}>"
    if tongue == "ru":
        return f"{at.day} {_RU_SHORT_MONTH[at.month - 1]} {at.year} г., в {at:%H:%M}, {who} написал(а):"
    # Apple's mail program has no Lithuanian: its people see the English line.
    return f"On {at.day} {EN_MONTH[at.month - 1][:3]} {at.year}, at {at:%H:%M}, {who} wrote:"


def _thunderbird_line(earlier: Earlier, tongue: Tongue) -> str:
    at, name = earlier.at, earlier.writer.name
    match tongue:
        case "lt":
            return f"{at:%Y-%m-%d %H:%M}, {name} rašė:"
        case "ru":
            return f"{at:%d.%m.%Y %H:%M}, {name} пишет:"
        case "en":
            return f"On {at:%d/%m/%Y %H:%M}, {name} wrote:"
