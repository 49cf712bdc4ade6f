"""What an entry before a meeting says, in the language of its owner: what is amiss first, then at most six lines."""

from __future__ import annotations

import datetime as dt

import pytest

from syncd.core.brief_texts import Contact, Offer, Said, Sheet, lines, title
from syncd.core.model import Language

AT = dt.datetime(2026, 11, 13, 7, 0, tzinfo=dt.UTC)
FULL = Sheet(
    whom="Ona Kazlauskienė", company="UAB Baltas", keeper="Rasa Petraitė", since=dt.datetime(2024, 3, 1, 8, tzinfo=dt.UTC), no_contact=(("call", "naktimis dirba"),),
    complaints=(Said(AT, "Neveikia."),), ours=(Said(AT, "Atsiųsiu sutartį.", "2026-11-14", late=True), Said(AT, "Paskambinsiu.")), theirs=(Said(AT, "Sumokėsim.", "2026-11-20T15:00"),),
    colleagues_offers=(Offer(AT, "Petras Petrauskas", "siurblys", '[{"amount": 3900.5, "currency": "EUR"}]', "5 %", "price"),),
    offers=(Offer(AT, "", "siurblys", '[{"amount": 4200, "currency": "EUR"}]', "", ""),), facts=(("birthday", "1980-11-27"), ("city", "Kaunas")), last=Contact(AT, "call", "Rasa Petraitė", ""),
)  # fmt: skip
SAID = {
    "en": [
        "! Ona Kazlauskienė: asked not to be called (naktimis dirba)", "! Open complaint of 13 November 2026: “Neveikia.”", "! Promised for 14 November 2026 and not kept yet: “Atsiųsiu sutartį.”",
        "! Petras Petrauskas offered on 13 November 2026: siurblys, 3\u00a0900.50 EUR, −5 %, another price than before", "",
        "Customer: Ona Kazlauskienė, UAB Baltas, since 1 March 2024, looked after by Rasa Petraitė", "We promised: “Atsiųsiu sutartį.” (by 14 November 2026); “Paskambinsiu.”",
        "They promised: “Sumokėsim.” (by 20 November 2026 at 15:00)", "Last offers: 13 November 2026 siurblys, 4\u00a0200 EUR", "About them: birthday: 27 November; city: Kaunas",
        "Last contact: 13 November 2026, call, Rasa Petraitė",
    ],
    "ru": [
        "! Ona Kazlauskienė: просил(а) не звонить (naktimis dirba)", "! Нерешённая жалоба, 13 ноября 2026 г.: «Neveikia.»", "! Обещано на 14 ноября 2026 г., пока не выполнено: «Atsiųsiu sutartį.»",
        "! Petras Petrauskas, 13 ноября 2026 г. – предложение: siurblys, 3\u00a0900,50 EUR, −5 %, цена отличается от прежней", "",
        "Клиент: Ona Kazlauskienė, UAB Baltas, с 1 марта 2024 г., ведёт Rasa Petraitė", "Обещали мы: «Atsiųsiu sutartį.» (срок: 14 ноября 2026 г.); «Paskambinsiu.»",
        "Обещали нам: «Sumokėsim.» (срок: 20 ноября 2026 г. в 15:00)", "Последние предложения: 13 ноября 2026 г. siurblys, 4\u00a0200 EUR", "О человеке: день рождения: 27 ноября; город: Kaunas",
        "Последний контакт: 13 ноября 2026 г., звонок, Rasa Petraitė",
    ],
    "lt": [
        "! Ona Kazlauskienė: prašė neskambinti (naktimis dirba)", "! Neišspręstas skundas, 2026 m. lapkričio 13 d.: „Neveikia.“", "! Pažadėta iki 2026 m. lapkričio 14 d., dar neištesėta: „Atsiųsiu sutartį.“",
        "! Petras Petrauskas, 2026 m. lapkričio 13 d. – pasiūlymas: siurblys, 3\u00a0900,50 EUR, −5 %, kaina kita nei anksčiau", "",
        "Klientas: Ona Kazlauskienė, UAB Baltas, nuo 2024 m. kovo 1 d., prižiūri Rasa Petraitė", "Pažadėjome: „Atsiųsiu sutartį.“ (iki 2026 m. lapkričio 14 d.); „Paskambinsiu.“",
        "Mums pažadėjo: „Sumokėsim.“ (iki 2026 m. lapkričio 20 d. 15:00 val.)", "Paskutiniai pasiūlymai: 2026 m. lapkričio 13 d. siurblys, 4\u00a0200 EUR", "Apie žmogų: gimtadienis: lapkričio 27 d.; miestas: Kaunas",
        "Paskutinis kontaktas: 2026 m. lapkričio 13 d., skambutis, Rasa Petraitė",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_it_says_all_in_the_language_of_its_owner(language: Language) -> None:
    """R6: each line, with what each language does to days, sums and marks."""
    assert lines(FULL, "Europe/Vilnius", language) == SAID[language]


def test_what_is_not_known_takes_no_line() -> None:
    """Somebody met for the first time."""
    assert lines(Sheet(whom="Ona"), "Europe/Vilnius", "en") == ["Customer: Ona"]
    assert title("Ona", "en", warns=False) == "Before you meet Ona"


WARNS = [
    (Sheet(whom="Ona"), False, "nothing is known"),
    (Sheet(whom="Ona", offers=FULL.offers, theirs=FULL.theirs, ours=(Said(AT, "Paskambinsiu."),), facts=FULL.facts), False, "all is well"),
    (Sheet(whom="Ona", no_contact=(("any", ""),)), True, "a wish"),
    (Sheet(whom="Ona", complaints=FULL.complaints), True, "a complaint"),
    (Sheet(whom="Ona", ours=FULL.ours), True, "a promise that is late"),
    (Sheet(whom="Ona", colleagues_offers=FULL.colleagues_offers), True, "a colleague's offer"),
    (Sheet(whom="Ona", offers=(Offer(AT, "", "siurblys", "[]", "", "discount"),)), True, "an own offer that contradicts an earlier one"),
]


@pytest.mark.parametrize(("sheet", "warns", "reason"), WARNS, ids=[w[2] for w in WARNS])
def test_it_warns_of_what_one_must_know(sheet: Sheet, warns: bool, reason: str) -> None:
    """By default only where it warns there is an entry."""
    assert sheet.warns is warns, reason
