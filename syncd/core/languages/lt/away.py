"""Lithuanian words by which somebody is away: tables only, no logic. See the English table for their meaning."""

from __future__ import annotations

AWAY = (
    r"atostog(?:os|ose|auju|auja|ų)", r"(?:ligos|vaiko priežiūros|motinystės|tėvystės|mokymosi) atostogos", r"nedarbingum(?:as|o)", r"serg(?:u|a)", r"liga", r"biuletenis",
    r"laisvadien\w+", r"laisva diena", r"laisvos dienos", r"išeigin\w+", r"mamadien\w+", r"tėvadien\w+", r"(?:nebūsiu|nebus|nesu|nėra) (?:biure|darbe|ofise)",
    r"ne (?:biure|darbe|ofise)", r"nedirb(?:u|a|siu)", r"dekret\w*",
)  # fmt: skip
NOT_AWAY = (
    r"plan\w+", r"grafik\w+", r"prašym\w+", r"vakarėl\w+", r"sąraš\w+", r"atostogin\w+", r"(?:prieš|po|iki) atostog\w+", r"pavadav\w+", r"perdav\w+", r"derin\w+",
    r"susitik\w+", r"skamb\w+", r"pasitarim\w+",
)  # fmt: skip
NOT_THERE = (r"grįšiu", r"grįžtu", r"komandiruot\w+", r"nepasiekiam\w+", r"negalėsiu atsakyti")
