"""Notes: "AI: Petr to send the quote", «Иван — выслать», „Rasa: paskambinti"."""

from __future__ import annotations

import re

from syncd.core.due import find_due
from syncd.core.model import Act
from syncd.core.promises.called_ru import nominative
from syncd.core.promises.grammar import Grammar, fold, grammar, verb
from syncd.core.promises.heads import Head
from syncd.core.promises.merge import act_of
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.roles import find_people

# how a line of notes begins: a name or a word for task, and a mark behind it
STARTS = re.compile(
    r"\s*(?:[-–—*•]\s+|\d{1,2}[.)]\s+)?(?:(?i:ai|action|action item|todo|to do|to-do|task|next step|задача|поручение|užduotis|uzduotis|veiksmas)"
    r"|[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.'’-]{0,30}(?: [A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w.'’-]{0,30})?(?: ?\([^)]{0,40}\))?)(?:\s?[:–—>-]|\sto\s|\swill\s)|\s*(?:\d{1,2}[.)]\s+)?[A-Z][^:.\n]{1,40}(?::|\s[-–—])\s+[A-Z]"
)


# minutes of a talk with a customer: what is noted there was promised to them
_MINUTES = re.compile(r"(?i)(?<!\w)(?:(?<!handover )notes?|minutes|recap|(?:call|meeting) with|užrašai|uzrasai|protokol\w*|pasitarim\w*|(?:skambučio|pokalbio|susitikimo) su)(?!\w)")

# capitalised words at the start of a line that are nobody's name
_NOBODY = re.compile(
    r"(?:Need|Want|Going|Remember|Plan|Planning|Ready|Time|Try|Trying|Glad|Happy|Nice|How|Where|What|When|Who|Feel|Unable|Able|Welcome|Thanks?|Due|Next|"
    r"Please|Here|Everyone|Everybody|All|Back|Good|Great|Free|Sorry|Hope|Hoping|Looking|Used|Meet|You|It|This|That|There|They|He|She|One|Someone|"
    r"Something|Nothing|Just|Also|Had|Have|Has|Not|Only|Prior|Up|Subject|Goal|Agreed|Decided|Proposal|Option|Action|Customer|Client|Tenant|Buyer|Supplier|They)(?!\w)"
)

# „Rokas – “ before what is his, and words that make it a remark on him
_SHARE = re.compile(r"\s*(?:[-–—*•]\s+|\d{1,2}[.)]\s+)?(?P<who>[A-ZĄČĘĖĮŠŲŪŽ][a-ząčęėįšųūž]{2,30})\s?[:–—-]\s+(?=[\w„\"])")
_TALK = re.compile(r"(?<!\w)(?:atostog\w*|serga|nebus|nedirb\w*|gris\w*|isvyk\w*|tel|vadov\w*|vadybinink\w*|direktor\w*|puiku|aciu|komandiruot\w*|budi)(?!\w)|[?]$")


_ONESELF = frozenset({"i", "we", "aš", "mes", "я", "мы"})  # who writes the notes, and no name


def _is_minutes(scene: Scene, line: Line, match: re.Match[str], g: Grammar) -> bool:
    """Whether "Petra (Mill Lifts) to swap the rollers on 2 May" stands: a name, "to", and a day; a stranger's name counts in our own mail.

    Among colleagues, or where the name is a calling and the reader is spoken of ("Driver to ring you"), it needs no day.
    """
    text = line.sentence.text
    if scene.kind != "promise" or line.language != "en" or _NOBODY.match(match.group("who")) or " to " not in text[: match.start("verb")]:
        return False
    if (scene.inside and match.groupdict().get("topic")) or (g.one["ROLES"].search(match.group("who").lower()) and g.one["YOU"].search(line.folded)):
        return True
    due = find_due(text, scene.said.at, line.language, line.calendar, earlier=line.earlier)
    return due is not None and due.kind == "explicit"


def _without_verb(scene: Scene, line: Line, s: str, g: Grammar) -> Finding | None:
    """A share of the work told in Lithuanian without a verb, among colleagues and with a term: „Rokas – stogas Zarasuose, penktadienį“."""
    match = _SHARE.match(line.sentence.text) if scene.inside and line.language == "lt" else None
    if match is None or _TALK.search(s, match.end()) is not None:
        return None
    found = find_people(match.group("who"), scene.names)
    who = found[0].address if found and found[0].ours else match.group("who") if fold(match.group("who"), "lt") in g.names else ""
    due = find_due(line.sentence.text, scene.said.at, line.language, line.calendar, earlier=line.earlier)
    if not who or who == scene.said.sender.address or due is None or due.kind != "explicit":
        return None
    act: Act = "call" if "skambut" in s else next((act for act, noun in g.nouns if noun.search(s, match.end())), "do")
    head = Head("note", 0, match.end(), match.end(), s[match.end() :].split(" ")[0], act, begin=0, stop=len(s))
    return Finding(head, act, "handoff", due, assignee=who, reason="a line of notes")


def note(scene: Scene, line: Line, s: str) -> Finding | None:
    """The task a line of notes gives to a named person of ours, or None."""
    g = grammar(line.language)
    text = line.sentence.text
    if STARTS.match(text) is None:
        return None
    match = g.one["NOTE_NAME"].match(text)
    who = ""
    if match is not None:
        who = match.group("who")
        found = find_people(who, scene.addressees) or (find_people(nominative(who, g), scene.addressees) if line.language == "ru" else ())
        if found and not found[0].ours and scene.kind == "promise":
            return None
        if not found and scene.inside and line.language == "ru" and g.one["ROLES"].fullmatch(s, match.start("who"), match.end("who")):
            who = nominative(who, g)
        elif not found and not scene.said.note and (match.start("who") == 0 or match.groupdict().get("topic")) and not _is_minutes(scene, line, match, g):
            return _without_verb(scene, line, s, g)
        who = "" if who.lower() in _ONESELF else (found[0].address or found[0].name) if found else who
    else:
        match = g.one["NOTE_TASK"].match(text)
    if match is None:
        return _without_verb(scene, line, s, g)
    at = match.start("verb")
    known = verb(g, s[at : match.end("verb")])
    if known is None:
        return _without_verb(scene, line, s, g)
    head = Head("note", 0, at, match.end("verb"), s[at : match.end("verb")], known[0], begin=0, stop=len(s))
    due = find_due(text, scene.said.at, line.language, line.calendar, earlier=line.earlier)
    sender = scene.said.sender.address
    kind = "handoff" if scene.inside and who and who != sender and not _MINUTES.search(scene.said.subject) else ""
    return Finding(head, act_of(s, head, g, line.cues), kind, due, assignee=who if who and who != sender else None, reason="a line of notes")
