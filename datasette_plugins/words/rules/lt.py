"""What the pages say in Lithuanian about the rules of the relation. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "breaches.title": "Nepadaryta",
    "breaches.lead": "Ką pagal mūsų pačių bendravimo su klientais taisykles reikėjo padaryti ir kas nepadaryta arba padaryta per vėlai.",
    "breaches.none": "Viskas padaryta.",
    "breaches.open": "Dar laukia",
    "breaches.closed": "Jau sutvarkyta",
    "breaches.since": "nuo: {when}",
    "breaches.closed_at": "sutvarkyta: {when}",
    "breaches.rule": "Taisyklė",
    "breaches.department": "Skyrius",
    "breaches.recent": "Pastarųjų 90 dienų",
    "breaches.older": "Ir senesni",
    "breaches.count": ("{n} atvejis", "{n} atvejai", "{n} atvejų"),
    "rule.answer": "Laiku neatsakyta į klausimą",
    "rule.complaint": "Į skundą laiku neatsakyta arba neatsiprašyta",
    "rule.second-offer": "Kolega pasiūlė dar kartą",
    "rule.quiet": "Yra nebaigtų reikalų, bet seniai jokios žinios",
    "rule.standard": "Pažadėta greičiau nei įprasta",
}
