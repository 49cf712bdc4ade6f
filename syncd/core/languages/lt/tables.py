"""What accounting programs call the columns of their tables, in Lithuanian: field → titles, parted by |, in lower case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TITLES: Final[Mapping[str, str]] = {
    "code": "kodas|kliento kodas|pirkėjo kodas|kliento nr|id",
    "name": "pavadinimas|klientas|pirkėjas|įmonė|kliento pavadinimas|įmonės pavadinimas",
    "vat": "pvm|pvm kodas|pvm mokėtojo kodas|įmonės kodas|juridinio asmens kodas",
    "address": "adresas", "emails": "el. paštas|el paštas|elektroninis paštas|paštas", "phones": "telefonas|tel|telefonai|mobilusis",
    "owner": "vadybininkas|vadybininkė|atsakingas|atsakingas asmuo", "since": "nuo|klientas nuo|sukurta|registruota",
    "number": "numeris|nr|dokumento nr|sąskaita|sąskaitos nr|sąskaitos numeris|sf nr|užsakymas|užsakymo nr|užsakymo numeris",
    "date": "data|dokumento data|sąskaitos data|užsakymo data", "customer": "klientas|pirkėjas|užsakovas|įmonė|kliento pavadinimas|kliento kodas",
    "product": "prekė|produktas|gaminys|pavadinimas|aprašymas|modelis|įrenginys", "amount": "suma|iš viso|bendra suma|suma su pvm|viso",
    "currency": "valiuta", "state": "būsena|būklė|statusas", "due": "apmokėti iki|mokėti iki|terminas|mokėjimo terminas",
    "paid_on": "apmokėta|apmokėjimo data|sumokėta|mokėjimo data", "serial": "serijos nr|serijos numeris|serijinis nr|serijinis numeris",
    "installed_on": "įrengta|sumontuota|įrengimo data|montavimo data", "service_on": "aptarnavimas|kitas aptarnavimas|priežiūra|kita priežiūra",
    "warranty_until": "garantija|garantija iki|garantijos pabaiga",
}  # fmt: skip
