"""Decisions as a company's people might make them, about promises that the rules found: written by templates, with a fixed seed."""

from __future__ import annotations

import random

from syncd.core.model import Language
from syncd.core.scorer import Candidate

THINGS = {
    "en": ("the offer", "the invoice", "the drawings", "the contract", "the filters", "the report", "a quote", "the manual"),
    "lt": ("pasiūlymą", "sąskaitą", "brėžinius", "sutartį", "filtrus", "ataskaitą", "kainą", "instrukciją"),
    "ru": ("предложение", "счёт", "чертежи", "договор", "фильтры", "отчёт", "цену", "инструкцию"),
}
DAYS = {
    "en": ("by Friday", "tomorrow", "on Monday", "next week", "by the 24th"),
    "lt": ("iki penktadienio", "rytoj", "pirmadienį", "kitą savaitę", "iki 24 d."),
    "ru": ("до пятницы", "завтра", "в понедельник", "на следующей неделе", "до 24-го"),
}
PROMISES = {
    "en": ("I will send you {thing} {day}.", "We'll prepare {thing} {day}.", "I will check {thing} {day} and call you."),
    "lt": ("Atsiųsiu jums {thing} {day}.", "Paruošime {thing} {day}.", "{day} patikrinsiu {thing} ir paskambinsiu."),
    "ru": ("Пришлю вам {thing} {day}.", "Подготовим {thing} {day}.", "Проверю {thing} {day} и перезвоню."),
}
PRESENCE = {  # what the rules take for promises, and these people do not
    "en": ("I'll be in the office {day}.", "I will be out of the office {day}.", "I will be on holiday {day}.", "I'll see you at the fair {day}."),
    "lt": ("{day} būsiu biure.", "{day} manęs nebus biure.", "{day} atostogausiu.", "Pasimatysime parodoje {day}."),
    "ru": ("{day} буду в офисе.", "Меня не будет в офисе {day}.", "{day} буду в отпуске.", "Увидимся на выставке {day}."),
}
LANGUAGES: tuple[Language, ...] = ("en", "lt", "ru")


def case(text: str, language: Language, confidence: float, act: str = "do") -> Candidate:
    """A candidate with a term, as the rules would give it."""
    return Candidate(quote=text.rstrip("."), before="", sentence=text, after="", language=language, kind="promise", firmness="firm", act=act,
                     due_kind="explicit", reasons=("I or we will", "a term"), confidence=confidence)  # fmt: skip


def decisions(count: int, *, wrong: float, noise: float = 0.0, seed: int = 7) -> list[tuple[Candidate, bool]]:
    """So many decisions in order: `wrong` is the share of what the rules found though it is presence only, `noise` that of slips."""
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        language = dice.choice(LANGUAGES)
        is_presence = dice.random() < wrong
        text = dice.choice((PRESENCE if is_presence else PROMISES)[language]).format(thing=dice.choice(THINGS[language]), day=dice.choice(DAYS[language]))
        confidence = round(dice.uniform(0.81, 0.96), 2)
        found.append((case(text[0].upper() + text[1:], language, confidence), is_presence == (dice.random() < noise)))
    return found


def chance(count: int, *, seed: int = 11) -> list[tuple[Candidate, bool]]:
    """Decisions that follow from nothing in the words: three in four are confirmed, whatever stands there."""
    dice = random.Random(seed)
    return [(c, dice.random() < 0.75) for c, _ in decisions(count, wrong=0.3, seed=seed + 1)]
