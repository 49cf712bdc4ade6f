"""The word tables of a language, compiled once: which verbs it has, what they are about, and what a sentence must not hold.

Refuses logic that belongs to one language: a fourth language is one more table in `syncd.core.languages`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, partial, reduce
from operator import or_
from types import ModuleType
from typing import cast

from syncd.core.languages.en import promises as en
from syncd.core.languages.lt import promises as lt
from syncd.core.languages.ru import promises as ru
from syncd.core.model import Act, Language
from syncd.core.promises.cues import Cues

_TABLES: Mapping[str, ModuleType] = {"en": en, "ru": ru, "lt": lt}
_FOLD = {"ё": "е", "’": "'", "‘": "'", "`": "'", "\n": " ", "\r": " ", "\t": " ", "\xa0": " ", "\u202f": " "}
_FOLD_LT = {**_FOLD, **dict(zip("ąčęėįšųūž", "aceeisuuz", strict=True))}
_TRANSLATE = {"en": str.maketrans(_FOLD), "ru": str.maketrans(_FOLD), "lt": str.maketrans(_FOLD_LT)}

# form, the bits of the cues one of which must be there, those one of which must be there too, source of the pattern
Row = tuple[str, int, int, str]
Opened = tuple[tuple[str, re.Pattern[str]], ...]
Person = str  # first, third, present, order, infinitive, participle or "" where the form does not tell


_MOST_WORDS = 20_000  # whose reading is kept: about 3 MB
_MOST_KEPT = 5_000  # sets of cues: few occur, the same again and again


class Patterns(dict[int, Opened]):
    """The bits of the cues in a sentence, of those in `asked` → the patterns worth trying; learned and compiled as sentences come."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        super().__init__()
        self.rows = rows
        self._compiled = cache(re.compile)
        self.asked = reduce(or_, (one | other for _, one, other, _ in rows))

    def __missing__(self, bits: int) -> Opened:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[bits] = tuple((form, self._compiled(source)) for form, one, other, source in self.rows if bits & one and bits & other)
        return found


class Singles(dict[str, re.Pattern[str]]):
    """The single patterns of a language by the name of their table, each compiled when it is first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        super().__init__()
        self.sources = sources

    def __missing__(self, name: str) -> re.Pattern[str]:
        found = self[name] = re.compile(self.sources[name])
        return found


class Together(dict[int, bool]):
    """The bits of the cues in a text, of those in `asked` → whether one of both sides of a pair is there; learned as texts come."""

    def __init__(self, pairs: tuple[tuple[int, int], ...]) -> None:
        super().__init__()
        self.pairs = pairs
        self.asked = reduce(or_, (one | other for one, other in pairs), 0)

    def __missing__(self, bits: int) -> bool:
        if len(self) >= _MOST_KEPT:
            self.clear()
        found = self[bits] = any(bits & one and bits & other for one, other in self.pairs)
        return found


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language's tables as compiled patterns. Every pattern works on text made by `fold`."""

    language: str
    heads: Patterns
    coordinated: re.Pattern[str] | None
    subjects: tuple[tuple[str, re.Pattern[str]], ...]
    refusals: tuple[tuple[str, str, int, re.Pattern[str]], ...]
    phrases: Patterns  # by the act they tell
    requests: Patterns
    nouns: tuple[tuple[Act, re.Pattern[str]], ...]
    cues: Cues  # every word that opens a pattern, is a noun, or a short yes
    head_cues: int
    noun_cues: int
    worth: int  # the bits of all that can make a promise by themselves
    together: Together  # and of what can where one of each of a pair is there
    orders: int  # and of the verbs that ask a colleague, at the start of a sentence
    adverts: tuple[str, ...]
    verbs: Mapping[str, Act]
    base_of: Mapping[str, str]  # an English form of a verb → its first
    bases: frozenset[str]
    never: frozenset[str]
    imperatives: frozenset[str]
    roles: frozenset[str]  # the roles people are called by, folded
    names: frozenset[str]  # first names, folded: who is named with one acts
    one: Mapping[str, re.Pattern[str]]  # the single patterns, by the name of their table


_ONE_SPACE = re.compile(r"\(\?<[!=][^()]*\)| (?![?*+{\]])")  # not in a look-behind, whose width is fixed
_SINGLE = ("CONDITIONS", "EVENTS", "SUBORDINATE", "ACCEPTANCES", "ASKED", "OUTSIDE", "YOU", "SAME_DAY", "OURS", "PRONOUNS", "COMES", "DONE", "OWN_SIDE", "AGENT")
_SINGLE_RAW = ("NOTE_NAME", "NOTE_TASK")


def fold(text: str, language: str) -> str:
    """Lower case with plain apostrophes, spaces and (Lithuanian) letters; as long as `text`, so that places agree."""
    low = text.lower()
    if low.isascii():
        return low.replace("\n", " ").replace("\r", " ").replace("\t", " ").replace("`", "'")
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_TRANSLATE[language])


def grammar(language: Language) -> Grammar:
    """The compiled tables of a language (English where it is not known)."""
    return _compiled(language or "en")


@cache
def _compiled(language: Language) -> Grammar:
    table = _TABLES[language]
    spelt = partial(_spelt, table.MACROS)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(spelt(pattern))

    nouns = tuple((act, compiled(f"(?<!\\w){noun}(?!\\w)")) for act, noun in table.NOUNS)
    roles = sorted((fold(r, language) for r in table.ROLES), key=len, reverse=True)
    one = _single(table, spelt)
    one["ROLES"] = r"(?<!\w)(?:" + "|".join(_inflected(r, language) for r in roles) + r")(?!\w)"
    noun_words = [part.split("(")[0] for _, noun in table.NOUNS for part in noun.removeprefix("(?:").removesuffix(")").split("|")]
    alone, together, others = _gates(table)
    orders = [f" {word} " for word in table.IMPERATIVES] if table is en else []
    cues = Cues((*alone, *others, *noun_words, *table.YES.split("|"), *orders))

    def patterns(rows: tuple[tuple[str, str, str], ...]) -> Patterns:
        halves = ((form, *gate.partition(" & ")[::2], spelt(p)) for form, gate, p in rows)
        return Patterns(tuple((form, cues.bits(one.split("|")), cues.bits(other.split("|")), p) for form, one, other, p in halves))

    heads = patterns(table.HEADS)
    return Grammar(
        language=language,
        heads=heads,
        coordinated=compiled(table.COORDINATED) if hasattr(table, "COORDINATED") else None,
        subjects=tuple((s, compiled(p)) for s, p in getattr(table, "SUBJECTS", ())),
        refusals=tuple((reason, scope, cues.bits(gate.split("|")), compiled(p)) for reason, scope, gate, p in table.REFUSALS),
        phrases=patterns(table.PHRASES),
        requests=patterns(table.REQUESTS),
        nouns=nouns,
        cues=cues,
        head_cues=reduce(or_, (bits for _, bits, _, _ in heads.rows)),
        noun_cues=cues.bits(noun_words),
        worth=cues.bits((*alone, *noun_words, *table.YES.split("|"))),
        together=Together(tuple((cues.bits(one.split("|")), cues.bits(other.split("|"))) for one, other in together)),
        orders=cues.bits(orders),
        adverts=tuple(table.ADVERTS.split("|")),
        verbs=_verbs(table, language),
        base_of=_bases(table, language),
        bases=frozenset(word for words in table.STEMS.values() for word in words.split()),
        never=getattr(table, "NEVER", frozenset()),
        imperatives=frozenset(table.IMPERATIVES),
        roles=frozenset(roles),
        names=getattr(table, "NAMES", frozenset()),
        one=Singles(one),
    )


def _spelt(macros: Mapping[str, str], pattern: str) -> str:
    """The source of a pattern of the tables, in which a space may also be a line that was wrapped."""
    for name, text in macros.items():
        pattern = pattern.replace("{" + name + "}", text)
    return _ONE_SPACE.sub(lambda m: " {1,3}" if m.group(0) == " " else m.group(0), pattern)


def _single(table: ModuleType, spelt: Callable[[str], str]) -> dict[str, str]:
    """The sources of the patterns a language has one of, by the name of their table."""
    one = {name: spelt(getattr(table, name)) for name in (*_SINGLE, *_SINGLE_RAW)}
    anything = "|".join(noun for _, noun in table.NOUNS)
    one["NOUN"] = spelt(f"(?<!\\w)(?P<verb>{anything})(?!\\w)")
    one["BARE"] = spelt(f"^(?:(?:да|ок|хорошо), )?(?:[^,.;:?!—–]{{0,20}}(?<!\\w))?(?P<verb>{anything})(?!\\w)")
    return one


def _gates(table: ModuleType) -> tuple[list[str], set[tuple[str, str]], list[str]]:
    """The cue words that open a promise or a request alone, those that do so together, and all but the first."""
    gates = [gate.partition(" & ")[::2] for _, gate, _ in (*table.HEADS, *table.REQUESTS)]
    others = [word for gate in (*(row[2] for row in table.REFUSALS), *(row[1] for row in table.PHRASES)) for word in gate.split("|")]
    alone = [word for one, other in gates if not other for word in one.split("|")]
    together = {(one, other) for one, other in gates if other}
    return alone, together, others + [word for pair in together for gate in pair for word in gate.split("|")]


def table_language(language: str) -> str:
    """The language whose tables are used: English where none is known."""
    return language or "en"


def _inflected(role: str, language: Language) -> str:
    """A role noun in any case form: its last vowels may change."""
    if language in ("ru", "lt"):
        words = [re.escape(re.sub(r"[аяоеиыйьaeiouys]{1,2}$", "", w) if len(w) > 3 else w) + r"\w{0,4}" for w in role.split()]
        return " ".join(words)
    return re.escape(role)


def _verbs(table: ModuleType, language: str) -> dict[str, Act]:
    verbs: dict[str, Act] = {}
    for act, words in cast("Mapping[Act, str]", table.STEMS).items():
        for word in words.split():
            for form in _english_forms(word) if language == "en" else (word,):
                verbs.setdefault(form, act)
    verbs.update(table.IRREGULAR)
    return verbs


def _bases(table: ModuleType, language: str) -> dict[str, str]:
    if language != "en":
        return {}
    return {form: word for words in table.STEMS.values() for word in words.split() for form in _english_forms(word)}


def _english_forms(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (verb, verb + "s", verb + "d", verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return (verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing")
    return (verb, verb + "s", verb + "es", verb + "ed", verb + "ing", verb + verb[-1] + "ed", verb + verb[-1] + "ing")


_RU_ENDINGS = (
    ("first", re.compile(ru.FIRST)),
    ("third", re.compile(ru.THIRD)),
    ("order", re.compile(ru.IMPERATIVE)),
    ("infinitive", re.compile(ru.INFINITIVE)),
    ("participle", re.compile(r"л?(?:ен|ена|ено|ены|ан|ана|ано|аны|ят|ята|яты|ыт|ыта|ыты|ов|ова|ово|овы|н|на|но|ны|о|а|ы)")),
    ("second", re.compile(r"(?:[еи]шь|[еи]те)(?:с[ья])?")),
)
_LT_ENDING = re.compile(lt.ENDINGS)
_LT_PREFIX = re.compile(lt.PREFIXES)
_LT_PERSON = (
    ("first", re.compile(r"(?:siu|sime|sim|simes|siuosi|sims)$")),
    ("infinitive", re.compile(r"tis?$")),
    ("participle", re.compile(r"(?:tas|tos|[aoiy]mas|[ao]mos)$")),
    ("order", re.compile(r"k(?:is|it|ite|ites)?$")),
    ("third", re.compile(r"s(?:is)?$")),
)


def verb(g: Grammar, word: str) -> tuple[Act, Person] | None:
    """The act and person of a verb form known to the tables, else None."""
    if g.language == "en":
        act = g.verbs.get(word) or g.verbs.get(word.split(" ")[0])
        return (act, "") if act else None
    if g.language == "ru":
        return _russian(word)
    return _lithuanian(word)


_RU_PRESENT = re.compile(ru.PRESENT)


@lru_cache(maxsize=_MOST_WORDS)
def _russian(word: str) -> tuple[Act, Person] | None:
    g = grammar("ru")
    if word in ru.IRREGULAR:
        return g.verbs[word], "first" if re.sub(r"с[ья]$", "", word)[-1] in "мую" else "third"
    for length in range(len(word), 2, -1):
        act = g.verbs.get(word[:length])
        if act:
            rest = word[length:]
            for person, pattern in _RU_ENDINGS:
                if pattern.fullmatch(rest):
                    return act, "present" if person in ("first", "third") and _RU_PRESENT.fullmatch(word) else person
    if word.endswith(("овать", "евать")):  # забронировать goes with забронирую
        known = _russian(word[:-5] + "ую")
        return (known[0], "infinitive") if known else None
    return None


@lru_cache(maxsize=20_000)
def _lithuanian(word: str) -> tuple[Act, Person] | None:
    g = grammar("lt")
    person = next((p for p, pattern in _LT_PERSON if pattern.search(word)), "participle")
    if word in lt.IRREGULAR:
        return g.verbs[word], person
    base = _LT_ENDING.sub("", word)
    prefix = _LT_PREFIX.match(base)
    roots = [base]
    if prefix:
        root = base[prefix.end() :]
        roots += [root, root.removeprefix("si")]
    act = next((g.verbs[r] for r in roots if len(r) > 1 and r in g.verbs), None)
    return (act, person) if act else None
