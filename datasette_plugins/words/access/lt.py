"""What the pages say in Lithuanian about who may see what: the short card, signing in, who looked. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "card.complaints": ("{n} neišspręstas nusiskundimas", "{n} neišspręsti nusiskundimai", "{n} neišspręstų nusiskundimų"),
    "card.since": "nuo {day}",
    "card.no_owner": "dar niekas",
    "card.why": "Tai trumpa kortelė. Visą istoriją mato tie, kas dirba su šiuo klientu; jei jos reikia, kreipkitės: {who}.",
    "card.why_nobody": "Tai trumpa kortelė. Visą istoriją mato tie, kas dirba su šiuo klientu.",
    "error.503": "Šiuo metu nieko negalima parodyti",
    "error.503_text": "Prieš parodant kliento duomenis užrašoma, kas juos žiūri, o dabar to padaryti nepavyko. Bandykite dar kartą po minutės; jei nepadeda, praneškite administratoriui.",
    "login.title": "Prisijungimas",
    "login.address": "El. pašto adresas",
    "login.password": "Slaptažodis",
    "login.go": "Prisijungti",
    "login.wrong": "Neteisingas adresas arba slaptažodis.",
    "login.wait": "Per daug bandymų. Palaukite minutę.",
    "logout.title": "Atsijungti?",
    "logout.go": "Atsijungti",
    "nav.logout": "Atsijungti",
}
