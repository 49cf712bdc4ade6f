"""Names and texts in three languages for a large store: common words are common, most words are rare, references are unique."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate, product

from syncd.core.stems import stems

LANGUAGES = ("lt", "en", "ru")
_HEAD = {
    "lt": "ir dėl bus sutartis pasiūlymas kaina kondicionierius montavimas sąskaita rytoj susitikimas užsakymas filtras meistras prašome atsiųsti galime "
          "remontas garantija patalpa biuras sandėlis terminas apmokėjimas pristatymas brėžinys įrenginys atsakymas klausimas savaitė",
    "en": "the and for contract offer price conditioner installation invoice tomorrow meeting order filter technician please send could repair "
          "warranty room office warehouse term payment delivery drawing unit answer question week schedule",
    "ru": "и для будет договор предложение цена кондиционер монтаж счёт завтра встреча заказ фильтр мастер просим прислать можем ремонт "
          "гарантия помещение офис склад срок оплата доставка чертёж блок ответ вопрос неделя",
}  # fmt: skip
_SYLLABLES = {
    "lt": ("ba", "da", "kė", "lau", "mi", "nu", "pa", "rei", "sta", "tu", "vy", "žo", "gri", "šo", "dė", "sva"),
    "en": ("ba", "der", "fin", "gor", "hal", "kin", "lo", "mer", "nor", "pel", "ran", "sto", "tri", "ver", "wil", "dan"),
    "ru": ("ба", "вер", "гор", "до", "жи", "ка", "лен", "мо", "ни", "пол", "ра", "сто", "тер", "фи", "чу", "ша"),
}  # fmt: skip
_ENDING = {"lt": ("as", "is", "ė"), "en": ("", "er", "ing"), "ru": ("", "ов", "ка")}
_FIRST = {
    "lt": "Rasa Jonas Ona Tomas Ieva Mantas Dalia Vytautas Greta Paulius Eglė Darius Aistė Marius Rūta Andrius Inga Saulius Lina Karolis",
    "en": "James Emma Paul Harriet Oliver Grace Peter Alice Simon Nora Hugh Clare Martin Judith Robert Helen Frank Laura Colin Ruth",
    "ru": "Андрей Марина Ольга Сергей Светлана Иван Татьяна Павел Елена Дмитрий Наталья Юрий Вера Олег Галина Роман Инна Борис Алла Глеб",
}
_FORM = {"lt": "UAB „{}“", "en": "{} Ltd", "ru": "ООО «{}»"}
_LATIN = str.maketrans("ąčęėįšųūžабвгдежзиклмнопрстуфчш", "aceeisuuzabvgdezziklmnoprstufcs")


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with its stems."""

    text: str
    stems: str


class Vocabulary:
    """The words of one language by how often they are used (Zipf), and texts made of them."""

    def __init__(self, language: str, rng: random.Random, paragraphs: int) -> None:
        self.language = language
        tail = ["".join(parts) + end for parts in product(_SYLLABLES[language], repeat=3) for end in _ENDING[language]]
        rng.shuffle(tail)
        self.head = _HEAD[language].split()
        self.words = self.head + tail
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self._rng = rng
        self.surnames = [word.capitalize() for word in tail[:3000]]
        self.subjects = [self.text(rng.randint(2, 6)) for _ in range(max(50, paragraphs // 4))]
        self.paragraphs = [self.text(rng.choice((8, 12, 18, 28, 50))) for _ in range(paragraphs)]

    def text(self, words: int) -> Text:
        """So many words, common ones often."""
        said = " ".join(self._rng.choices(self.words, cum_weights=self._weights, k=words)).capitalize() + "."
        return Text(said, stems(said, self.language))  # type: ignore[arg-type]

    def person(self) -> str:
        """A full name."""
        return f"{self._rng.choice(_FIRST[self.language].split())} {self._rng.choice(self.surnames)}"

    def company(self) -> str:
        """A company with its legal form."""
        return _FORM[self.language].format(f"{self._rng.choice(self.surnames)} {self._rng.choice(self.words[30:3000])}")


def slug(name: str) -> str:
    """A name as addresses have it."""
    return ".".join(name.lower().translate(_LATIN).encode("ascii", "ignore").decode().split()) or "x"
