"""Who acts in a Russian sentence, by name or role: the subject is in the nominative, the actor of a passive in the instrumental.

Refuses a role in another case, which is only spoken of, unless a pronoun points back to it.
"""

from __future__ import annotations

import re

from syncd.core.languages.ru import promises as ru
from syncd.core.model import Party
from syncd.core.promises.grammar import Grammar, fold, grammar
from syncd.core.promises.heads import Head
from syncd.core.promises.scene import Line, Scene
from syncd.core.roles import Found, find_people, stem

_NAME = re.compile(r"(?<!\w)(?P<name>[А-ЯЁ][а-яё]+)(?=(?P<more>(?: [А-ЯЁ][а-яё]+){0,2}))")
_FAMILY = re.compile(
    r"(?<!\w)(?<![вкс] )(?<!(?:на|из|до|по|от|во|со) )(?<!(?:под|для|при) )"
    r"[А-ЯЁ][а-яё]+(?:[ое]в|ёв|[иы]н|[ое]ва|ёва|[иы]на|[сц]к(?:ий|ая)|енко|ю?ук|юк|ян|дзе|швили)(?!\w)"
)
_NEXT_NAME = re.compile(r"\s+[A-ZА-ЯЁ][\w’'-]+")
_INSTRUMENTAL = re.compile(r"(?:ом|ем|ой|ей|ами|ями|ым|им)$")
_NOBODY = re.compile(r"(?:[уюая]т|тся)$")  # «доставят» tells nothing of who
_THEY = re.compile(r"(?<!\w)(?:они|оба|обе)(?!\w)")
_I = re.compile(r"(?:[ую]|[еи]м)(?:с[ья])?$")


def tells_nobody(head: Head, folded: str) -> bool:
    """Whether the verb alone leaves open who acts, so that nobody named before need be meant."""
    return _NOBODY.search(head.word) is not None and _THEY.search(folded, 0, head.start) is None


def is_mine(head: Head) -> bool:
    """Whether a plan in the present tense is the writer's own: «завтра везу», not «завтра везёт»."""
    return head.form in ("present", "result") and _I.search(head.word) is not None


def is_their_doing(scene: Scene, line: Line, head: Head) -> bool:
    """Whether somebody of the other side is named right before the verb: «Инна пришлёт реквизиты» in notes for Inna."""
    if head.form not in ("third", "present") or scene.kind != "promise":
        return False
    text = line.sentence.text
    named = find_people(text[head.begin : head.start], scene.names)
    return bool(named) and not named[-1].ours and not text[head.begin + named[-1].end : head.start].strip() and named[-1].name[:2].lower() == text[head.begin + named[-1].start : head.begin + named[-1].start + 2].lower()


def actor(scene: Scene, text: str, folded: str, form: str, g: Grammar, *, anywhere: bool) -> str | None:
    """The name or role that acts in `text`, as written; `anywhere`: spoken of before, in any case."""
    for match in _NAME.finditer(text) if form != "passive" else ():
        word = folded[match.start("name") : match.end("name")]
        if word in g.names and stem(word) not in scene.names and text[match.end("more") : match.end("more") + 1] not in (",", "!"):
            return match.group("name") + match.group("more")
    for match in (*g.one["ROLES"].finditer(folded), *g.one["AGENT"].finditer(folded)):
        word = match.group(0)
        if form == "passive":
            fits = _INSTRUMENTAL.search(word) is not None
        else:
            fits = anywhere or form == "booked" or word in g.roles or word[:-1] in g.roles or match.re is g.one["AGENT"]
        if fits:
            named = _NEXT_NAME.match(text, match.end())
            name = named.group(0) if named else ""
            return nominative(text[match.start() : match.end()], g) + (nominative(name, g) if form == "booked" else name)
    family = _FAMILY.search(text) if form in ("third", "present") and not anywhere else None
    return family.group(0) if family and stem(family.group(0)) not in scene.names and text[family.end() : family.end() + 1] not in (",", "!") else None


def nominative(words: str, g: Grammar) -> str:
    """A role or family name as it stands in a dictionary, where its ending tells."""
    low = fold(words, "ru")
    if low in g.roles:
        return words
    fits = [r for r in g.roles if len(r) > 3 and low.startswith(r.rstrip("аяьйиы")) and len(low) - len(r) <= 3]
    if fits:
        role = max(fits, key=len)
        return role.capitalize() if words[:1].isupper() else role
    for pattern, ending in ru.NOMINATIVE:
        made, n = re.subn(pattern, ending, words)
        if n:
            return made
    return words


def who_must_in_russian(scene: Scene, line: Line, head: Head, g: Grammar) -> Found | None:
    """Who is to be set to it: «пусть мастер позвонит», «попроси Ивана позвонить»."""
    if head.form != "let":
        return None
    text, folded = line.sentence.text[: head.verb_at], line.folded[: head.verb_at]
    found = [p for p in find_people(text, scene.names) if p.ours and p.address != scene.said.sender.address]
    if found:
        return found[0]
    who = actor(scene, text, folded, "let", g, anywhere=True)
    return Found(0, len(text), who, "", True) if who else None


def is_of_ours(scene: Scene, line: Line, name: str) -> bool:
    """Whether a first name nobody of the mail bears can only be a colleague's: one of a house that gets the mail, or its copy."""
    first = fold(name, "ru").split()[0]
    if line.language != "ru" or first not in grammar("ru").names or not scene.ours:
        return False
    if scene.inside:
        return all(_is_house(p) for p in scene.ours)
    return len(scene.ours) == 1 and _is_house(scene.ours[0])


def _is_house(party: Party) -> bool:
    """Whether a mailbox is several people's: its name holds no first name."""
    words = party.name.split()
    return len(words) < 3 and not any(fold(word, "ru") in grammar("ru").names for word in words)
