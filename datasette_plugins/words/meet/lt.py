"""What the pages say in Lithuanian about whom to meet next. Words only, no logic."""

from __future__ import annotations

TEXTS: dict[str, str | tuple[str, ...]] = {
    "meet.title": "Su kuo susitikti",
    "meet.lead": "Pagal įprastą bendravimo ritmą, pažadus, gimtadienius ir techninę priežiūrą. Pirmiausia tai, ką esame skolingi.",
    "meet.of": "Už klientus atsako {who}",
    "meet.colleague": "Kolega",
    "meet.customers": "Klientai",
    "meet.quiet": "Nutilę",
    "meet.planned": "Susitikimas numatytas",
    "meet.none": "Šiuo metu su niekuo susitikti nebūtina.",
    "meet.nobody": "Kol kas niekas neatsako už klientus.",
    "meet.when": "iki {day}",
    "meet.today": "dabar",
    "meet.working": "darbinis pokalbis",
    "meet.informal": "neformalus susitikimas",
    "meet.next": "Kitas susitikimas {day}",
    "meet.last": "Paskutinis kontaktas {day}",
    "meet.days": ("{n} diena", "{n} dienos", "{n} dienų"),
    "meet.complaint": "Neišspręstas skundas, {day}",
    "meet.promise": "Pažadėta, terminas {day}",
    "meet.promise_open": "Pažadėta {day}, be termino",
    "meet.quiet_since": "Tyla nuo {day}; įprasta pertrauka – {gap}",
    "meet.service": "Techninė priežiūra ({what}): {day}",
    "meet.service_late": "Techninė priežiūra ({what}) turėjo būti {day}",
    "meet.warranty": "Baigiasi garantija ({what}): {day}",
    "meet.birthday": "Gimtadienis: {what}, {day}",
    "meet.informal_since": "Paskutinis neformalus susitikimas {day}",
    "meet.informal_never": "Neformaliai dar nesusitikta",
    "meet.anniversary": ("{n} metai nuo pirmojo kontakto", "{n} metai nuo pirmojo kontakto", "{n} metų nuo pirmojo kontakto"),
}
