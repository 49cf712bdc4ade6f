"""Who is meant by a Lithuanian name no party of the mail bears: spoken to („Aidai, nuvažiuok“), or told to („Saulius turi“).

Refuses names that are in no list of first names: a house, a street and a firm are written with a capital too.
"""

from __future__ import annotations

import re

from syncd.core.languages.lt.names import CALLED
from syncd.core.promises.grammar import Grammar
from syncd.core.promises.heads import Head
from syncd.core.promises.scene import Line, Scene
from syncd.core.roles import Found, find_people, stem

_NAME = re.compile(r"(?<!\w)(?:[A-ZĄČĘĖĮŠŲŪŽ]\. ?)?(?P<name>[A-ZĄČĘĖĮŠŲŪŽ][^\W\d_]+)(?: [A-ZĄČĘĖĮŠŲŪŽ][^\W\d_]+(?<![ouiųąęįū]))?")
_SPOKEN_TO = re.compile(r"(?:^|[–—:.-] )(?P<name>[A-ZĄČĘĖĮŠŲŪŽ][^\W\d_]+), ")
_TOLD = ("perduok", "pasakyk", "paprasyk", "tegul", "tegu")


def first_name(scene: Scene, text: str, folded: str, g: Grammar) -> Found | None:
    """The first name in the nominative of somebody the mail does not know; who is spoken to does not act."""
    for match in _NAME.finditer(text):
        word = folded[match.start("name") : match.end("name")]
        if word in g.names and stem(word) not in scene.names and text[match.end() : match.end() + 1] not in (",", "!"):
            return Found(match.start(), match.end(), match.group(0), "", True)
    return None


def who_must(scene: Scene, line: Line, head: Head, g: Grammar) -> Found | None:
    """Who has to do what is asked for, where it is not the reader."""
    if g.language != "lt":
        return None
    text, s = line.sentence.text, line.folded
    if s.startswith(_TOLD, head.start):
        told = text[head.start : head.verb_at], s[head.start : head.verb_at]
        return _known(scene, told[0]) or first_name(scene, *told, g) or _calling(*told, g)
    if s.startswith(("turi ", "privalo "), head.start):
        return _known(scene, text[head.begin : head.verb_at]) or first_name(scene, text[head.begin : head.start], s[head.begin : head.start], g)
    called = _SPOKEN_TO.search(text, 0, head.verb_at)
    if called is None or (len(scene.ours) == 1 and " " in scene.ours[0].name.strip()):
        return None
    return _known(scene, called.group("name")) or _nominative(called.group("name"), s[called.start("name") : called.end("name")], g)


def _known(scene: Scene, text: str) -> Found | None:
    found = [f for f in find_people(text, scene.names) if f.ours and f.address != scene.said.sender.address]
    return found[-1] if found else None


def _calling(text: str, folded: str, g: Grammar) -> Found | None:
    """Who is called by what he does: „tegul montuotojai užvažiuoja“."""
    role = next((m for m in g.one["ROLES"].finditer(folded) if m.group(0) != "kas nors"), None)
    return Found(role.start(), role.end(), text[role.start() : role.end()], "", True) if role else None


def _nominative(name: str, folded: str, g: Grammar) -> Found | None:
    """The name as it stands in a sentence: Sauliau, Saulius."""
    if folded in g.names:
        return Found(0, len(name), name, "", True)
    for ending, whole in CALLED:
        if folded.endswith(ending) and folded.removesuffix(ending) + whole in g.names:
            return Found(0, len(name), name[: -len(ending)] + whole, "", True)
    return None
