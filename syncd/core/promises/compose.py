"""Makes the promise out of a finding: who, to whom, how firm, how sure, and why."""

from __future__ import annotations

import re
from dataclasses import replace

from syncd.core.model import Due, Firmness, Promise, PromiseKind
from syncd.core.promises.called import first_name
from syncd.core.promises.called_ru import actor, is_mine, is_their_doing, tells_nobody
from syncd.core.promises.grammar import Grammar, fold, grammar
from syncd.core.promises.heads import Head
from syncd.core.promises.polarity import firmness
from syncd.core.promises.scene import Finding, Line, Scene
from syncd.core.roles import find_people

# how sure a form is by itself; what speaks for or against it comes on top
_BASE = {
    "first": 0.72, "soft": 0.6, "performative": 0.8, "letme": 0.55, "progressive": 0.38, "can": 0.38, "you": 0.5, "third": 0.5, "should": 0.5,
    "passive": 0.56, "result": 0.45, "present": 0.42, "planned": 0.42, "verbless": 0.5, "bare": 0.42, "booked": 0.6, "coordinated": 0.7, "accept": 0.75,
    "note": 0.75, "polite": 0.55, "need": 0.55, "mind": 0.55, "ask": 0.6, "imperative": 0.55, "order": 0.5, "somebody": 0.55, "owed": 0.55, "future question": 0.55, "permissive": 0.5,
}  # fmt: skip
_SAID = {
    "first": "I or we will", "soft": "will try", "performative": "a word given", "letme": "let me", "progressive": "doing it now or soon",
    "can": "can do", "you": "what the reader will get", "third": "somebody will", "should": "should", "passive": "it will be done", "result": "it will be there",
    "present": "a plan in the present tense", "planned": "a plan in the present tense", "verbless": "a thing and a term", "bare": "a thing and a term", "booked": "booked", "coordinated": "a second verb after will",
}  # fmt: skip
_NAME = re.compile(
    r"(?:(?:and|but|so) )?(?!(?:It|This|That|They|He|She|We|You|The|These|There|Everything|All)\b)[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?"
)
_DUTY = re.compile(r"(?<!\w)(?:нужно|надо|необходимо|reikia|reikaling\w*|prašome|need|must|should|have|has|was|were|would|is due|был\w*|buvo)(?!\w)")
_DOING = frozenset({"call", "send", "visit", "deliver", "fix", "pay", "invoice"})  # acts a customer waits for
_VERBAL = re.compile(r"^(?!(?:pas|jus)$)[a-z]+(?:s|ed|ame|ome|asi|iasi|jo|vo|ko|ja|ina|iau)$|(?:тся|[аеияу]ет|[аи]т|[аеиы]л[аио]?)$")
_PIECE = re.compile(r"[,;:–—]\s|\s(?:but|но|bet|o|а)\s")
_SPOKEN = re.compile(  # English words before a bare noun that make it something else than a thing to come
    r"(?<!\w)(?:i|we|you|he|she|they|please|pls|would|could|can|sent|got|had|need|want|was|were|is|are|have|ring|call|ask|see|about|no|not|any|thanks|did|do|"
    r"be|been|must|should|to|has|wants?|needs?|kindly|send|sending|appreciate|until|till|for|of|regarding|re|concerning|after|during|following|since|before)(?!\w)"
)
_APPOSED = re.compile(r",\s*((?:(?:Mr|Mrs|Ms|Dr|Miss|Prof)\.? )?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*),\s*$")  # "our adjuster, Mr Quirke, will …"
_MINE = re.compile(r"(?<!\w)(?:my|me)(?!\w)")
_BY = re.compile(r"(?<!\w)by (?:our |the |my |one of our )?(?P<who>[A-Za-z][\w ]{1,40}?)(?=[.,;]|$| (?:in|on|before|by|within|this|next|at|tomorrow|today|as|no|first)(?!\w))")
_NAMED_LATE = re.compile(r"(?:[a-z,;’'] |^)(?P<who>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?: (?:in|from|at|over in) (?:the |our )?[a-z ]{2,25})?$")
_ACTING = re.compile(r"^(?:and|but|so|then) |(?: is| are|[’']s| back)*$")
_TITLED = re.compile(r"(?:our|my|mr|mrs|ms|dr|miss)\.? (?:[a-z]+ )?[A-Z][a-z]+$", re.IGNORECASE)
_NAME_OF_A_PLACE = re.compile(r"(?:^|[,;] |\b(?:and|but|so) )(?P<who>[A-Z][a-z]+(?: [A-Z][a-z]+)? (?:in|from|at|over in) (?:the |our )?[a-z ]{2,25})$")  # "Sarah in accounts"
_NO_NAME = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|This|That|It|They|He|She|We|You|The|These|Everything|Everyone|All|Our|My|Your|A|An|One|Which|Who|What|There")
_HAPPENED = re.compile(r"(?<!\w)(?:went|was|were|had|did|ended|will|would|expires?|closes?|took)(?!\w)")
_LONGEST_PLAN = 250  # characters: a longer clause is a list or a page
_GLAD = re.compile(r"(?:happy|glad|pleased|delighted) to ")
_WITH_OBJECT = re.compile(r"(?:the|your|an?|it|them|this|that|these|those|both|all|his|her|their)(?!\w)")
_WHOSE = re.compile(r"(?:an?|the|our|my|one|two|another|your) ")
_TO_YOU = ("yo", "we", "i'", "i ", "it")
_NOT_NOMINATIVE = re.compile(r"(?:[ąęįų]|ui|[^uj]o|io|iams|ams|oms|ėms|iais|ais|omis|uje|yje)$")
_AGREED = re.compile(r"(?:ai|užduotis|uzduotis|sutarta|nutarta|liko)\s*[:–—-]", re.IGNORECASE)  # minutes: agreed on, not asked for
_OFFICE = re.compile(r"(?<!\w)[A-ZĄČĘĖĮŠŲŪŽ]{3,}(?![\w-])")
_FIRM = re.compile(r"[“”\"»] (?:[^\s,]+ ){0,2}$")  # „Viltech“ atveš: a supplier comes to us
_NEEDS_TERM = frozenset({"verbless", "bare", "present", "planned", "result", "can", "progressive"})


def compose(scene: Scene, line: Line, finding: Finding, earlier: Promise | None) -> Promise | None:
    """The promise, or None where the sentence lacks what its form needs."""
    g = grammar(line.language)
    s, head = line.folded, finding.head
    if g.language == "lt" and head.form == "first" and line.sentence.text[head.end - 1] == "ų":
        return None  # kriaušių: a genitive, not what I will do
    clause = s[head.begin : head.stop]
    due = _same_day(g, clause, finding.due, earlier)
    after_all = head.form == "present" and finding.act in ("invoice", "send", "pay") and due is not None and due.kind == "event"
    if head.form in _NEEDS_TERM and (due is None or due.kind == "event") and not g.one["YOU"].search(clause) and not after_all:
        return None
    if scene.inside and head.form == "present" and not finding.kind:
        finding = _given(scene, line, finding)
    if scene.inside and head.form in ("result", "progressive", "present", "can") and not finding.kind:
        return None
    if head.form == "progressive" and (due is None or due.kind != "explicit" or finding.act == "check" or (finding.act in ("do", "answer") and not g.one["YOU"].search(clause))):
        return None
    if head.form in ("verbless", "bare", "present", "planned") and (due is None or due.kind != "explicit") and not after_all:
        return None
    kept = g.language == "lt" and head.word.startswith(("laik", "palie", "atid")) and g.one["YOU"].search(clause)
    if head.form == "booked" and g.language != "en" and (due is None or due.kind != "explicit") and not kept:
        return None
    if head.form == "booked" and g.language == "en" and head.word[:2] not in _TO_YOU and (due is None or due.kind != "explicit"):
        return None
    if scene.kind == "promise" and head.form in ("third", "result", "present", "passive") and g.one["OWN_SIDE"].search(clause) and not g.one["YOU"].search(clause):
        return None
    if head.form == "bare" and (not _bare(clause, head.end - head.begin, due, g) or _SPOKEN.search(clause[: head.start - head.begin])):
        return None
    when = firmness(s, head, g)
    firm = _firmness(head.form, when, due)
    if g.language == "ru" and is_their_doing(scene, line, head):
        return None
    assignee, sure = _assignee(scene, line, finding, g)
    if g.language == "lt" and not sure and _is_news(scene, line, finding):
        return None
    if head.form == "planned" and not _is_plan(head, g, sure=sure, to_you=g.one["YOU"].search(clause) is not None):
        return None
    confidence, reasons = _confidence(scene, finding, g, clause, due, sure, when)
    if when == "condition":
        due = None
    kind: PromiseKind = finding.kind or scene.kind  # type: ignore[assignment]
    start, quote = _quote(line, finding)
    if not quote:
        return None
    return Promise(
        quote=quote, sentence=line.sentence.text, ordinal=finding.ordinal, start=start, kind=kind, firmness=firm,
        promiser=scene.said.sender.address, assignee=assignee, beneficiary=scene.beneficiary, act=finding.act, due=due,
        confidence=round(min(max(confidence, 0.05), 0.97), 2), why=", ".join(reasons),
    )  # fmt: skip


def _given(scene: Scene, line: Line, finding: Finding) -> Finding:
    """"Nojus changes it on Thursday": among colleagues a plan that names one of them is a task of theirs."""
    for person in find_people(line.sentence.text[finding.head.begin : finding.head.stop], scene.names):
        if person.ours and person.address and person.address != scene.said.sender.address:
            return replace(finding, kind="promise" if _AGREED.match(line.sentence.text) else "handoff", assignee=person.address)
    return finding


def _is_news(scene: Scene, line: Line, finding: Finding) -> bool:
    """Whether a Lithuanian third person may be anybody's: in the present tense unless it comes or goes, or an office in capitals acts."""
    head = finding.head
    if head.form not in ("present", "third"):
        return False
    if any(p.address == scene.said.sender.address for p in find_people(line.sentence.text[head.begin : head.start], scene.names)):
        return False
    if head.form == "present" and head.word[-1] in "ao" and not head.word.endswith("ma") and finding.act not in ("visit", "deliver"):
        return True
    before = line.sentence.text[head.begin : head.start]
    return _OFFICE.search(before) is not None or (scene.inside and _FIRM.search(before) is not None)


def _is_plan(head: Head, g: Grammar, *, sure: bool, to_you: bool) -> bool:
    """Whether a present tense beside a term is somebody's plan: a known verb, or one for the reader, of the writer or of a person."""
    if (head.act is None and not to_you and not g.one["AGENT"].search(head.subject)) or head.stop - head.begin > _LONGEST_PLAN:
        return False
    third = head.word.endswith("s") and head.word not in g.bases
    return not third or sure or head.subject == "person" or g.one["AGENT"].search(head.subject) is not None


def _bare(clause: str, after: int, due: Due | None, g: Grammar) -> bool:
    """A thing and a term with next to nothing between and behind: "Отгрузка послезавтра"."""
    at = clause.find(fold(due.text, g.language)) if due else -1
    if due is None or at < after:
        return False
    gap, rest = clause[after:at].split(), clause[at + len(due.text) :].split()
    if g.language == "en":
        rest = clause[at + len(due.text) :].partition(", ")[0].split()
    if _HAPPENED.search(clause, after):
        return False
    if any(_VERBAL.search(word) for word in gap) or _DUTY.search(clause[after:at]):
        return False
    of = len(gap) <= 6 and gap[:1] in (["on"], ["for"], ["of"], ["about"]) and not any(word.strip(".!") for word in rest)
    return (len(gap) <= 2 or of) and len(rest) <= 3 and len(clause.split()) <= 14


def _same_day(g: Grammar, clause: str, due: Due | None, earlier: Promise | None) -> Due | None:
    same = g.one["SAME_DAY"].search(clause)
    if same and (due is None or due.kind != "explicit") and earlier and earlier.due and earlier.due.to:
        return Due(from_=earlier.due.to[:10], to=earlier.due.to[:10], text=same.group(0), kind="explicit")
    return due


def _firmness(form: str, when: str, due: Due | None) -> Firmness:
    if when == "condition" or (when == "event" and (due is None or due.kind == "event")):
        return "conditional"
    return "soft" if form in ("soft", "should") else "firm"


def _quote(line: Line, finding: Finding) -> tuple[int, str]:
    text = line.sentence.text[finding.head.begin : finding.head.stop]
    lead = re.match(r"[\s,;:–—-]*(?:(?:and|but|then|so|и|а|но|ir|o|bet)\s+)?", text)
    begin = lead.end() if lead else 0
    quote = text[begin:].rstrip(" ,;:–—-\n")
    return line.sentence.start + finding.head.begin + begin, quote


def _assignee(scene: Scene, line: Line, finding: Finding, g: Grammar) -> tuple[str | None, bool]:
    """Who has to act where it is not the sender, and whether such a person is named at all."""
    head = finding.head
    if finding.assignee is not None or head.form in ("first", "soft", "performative", "letme", "accept", "progressive", "can") or finding.kind == "handoff":
        return finding.assignee, finding.assignee is not None
    if (head.form == "coordinated" and not head.subject) or (g.language == "ru" and is_mine(head)):
        return None, False
    apposed = _APPOSED.search(line.sentence.text[head.begin : head.start]) if g.language == "en" else None
    if apposed:
        known = find_people(apposed.group(1), scene.names)
        return (known[0].address if known and known[0].address else apposed.group(1)), True
    text = line.sentence.text[head.begin : head.stop] if g.language != "en" else _last_words(line.sentence.text[head.begin : head.start])
    found = _named(scene, text, g, form=head.form)
    start = line.sentence.text[head.begin : head.start].strip(" ,;")
    placed = _NAME_OF_A_PLACE.search(start) if g.language == "en" and head.form in ("third", "should") else None
    if placed and not _NO_NAME.match(placed.group("who")) and not any(p.name for p in find_people(start, scene.names)):
        return placed.group("who"), True
    if found is None and g.language == "en":
        agent = _agent(scene, line, head, g) if head.word == "be" else _late_name(start, g, line.folded[head.begin : head.stop])
        if agent:
            return agent, True
    if found is None and head.form not in ("verbless", "bare") and _NAME.fullmatch(start) and (head.begin or g.one["YOU"].search(fold(line.sentence.text[head.start : head.stop], g.language))) and head.subject not in ("first", "you", "it"):
        return start.rpartition("and ")[2], True
    if found is None and g.language == "en" and _WHOSE.match(head.subject) and g.one["AGENT"].search(head.subject):
        subject = line.sentence.text[head.begin : head.start].strip(" ,;")
        return subject[-len(head.subject) :], True
    if found is None and g.language == "en" and head.form == "present":
        acting = _ACTING.sub("", line.sentence.text[head.start : head.verb_at].strip(" ,;:.–—-"))
        if acting and (g.one["AGENT"].search(acting.lower()) or (_TITLED.match(acting) and not _NO_NAME.fullmatch(acting))):
            return acting, True
    if found or (head.subject != "person" and (g.language == "en" or head.form not in ("third", "result"))):
        return found, found is not None
    if g.language == "ru" and tells_nobody(head, line.folded):
        return None, False
    for sentence in (line.sentence, *reversed(line.before)):
        found = _named(scene, sentence.text if sentence is not line.sentence else sentence.text[: head.start], g, anywhere=True)
        if found:
            return found, True
    return None, False


def _agent(scene: Scene, line: Line, head: Head, g: Grammar) -> str | None:
    """Who does it in an English passive: "will be provided by the Highways team"."""
    match = _BY.search(line.sentence.text, head.end, head.stop)
    if match is None:
        return None
    known = find_people(match.group("who"), scene.names)
    if known:
        return known[0].address or known[0].name
    return match.group("who") if g.one["ROLES"].search(match.group("who").lower()) or g.one["AGENT"].search(match.group("who").lower()) else None


def _late_name(start: str, g: Grammar, clause: str) -> str | None:
    """A name right before the verb behind other words: "once you've decided Bruno will", "what'll happen is Aoife in the office will"."""
    match = _NAMED_LATE.search(start)
    return match.group("who") if match and g.one["YOU"].search(clause) and not _NO_NAME.match(match.group("who")) else None


def _last_words(text: str) -> str:
    """The end of an English subject: its noun and name stand there."""
    return text[-40:].partition(" ")[2] if len(text) > 40 else text


def _named(scene: Scene, text: str, g: Grammar, *, anywhere: bool = False, form: str = "") -> str | None:
    ours = scene.kind == "promise"
    for person in find_people(text, scene.names):
        spoken_to = g.language == "lt" and text[person.end : person.end + 1] == "," and any(p.address == person.address for p in scene.said.recipients)
        if person.ours == ours and person.address != scene.said.sender.address and not spoken_to:
            return person.address or person.name
    folded = fold(text, g.language)
    if g.language == "ru":
        return actor(scene, text, folded, form, g, anywhere=anywhere)
    role = next((m for m in g.one["ROLES"].finditer(folded) if g.language != "lt" or not _NOT_NOMINATIVE.search(text[m.start() : m.end()])), None)
    if g.language == "lt" and (named := first_name(scene, text, folded, g)):
        return named.name
    if role is None and g.language != "en":
        role = g.one["AGENT"].search(folded)
    if role is None or (g.language == "en" and not anywhere and not all(word[0].isupper() for word in text[role.end() :].split())):
        return None
    surname = re.match(r"\s+[A-ZА-ЯЁĄČĘĖĮŠŲŪŽ][\w’'-]+", text[role.end() :])
    is_name = surname is not None and not g.one["YOU"].search(fold(surname[0], g.language))  # „Meistras Jums paskambins“
    return text[role.start() : role.end() + (surname.end() if surname and is_name else 0)]


def _own_piece(clause: str, head: Head) -> int:
    """Where the head's own part of the clause begins: what stands before the last comma speaks of something else."""
    return max((m.end() for m in _PIECE.finditer(clause, 0, max(head.start - head.begin, 0))), default=0)


def _confidence(scene: Scene, finding: Finding, g: Grammar, clause: str, due: Due | None, named: bool, when: str) -> tuple[float, list[str]]:
    head = finding.head
    score = _BASE.get(head.form, 0.5)
    if head.form == "present" and due is not None and due.kind == "event" and finding.act in ("invoice", "send", "pay"):
        score += 0.15
    reasons = [finding.reason or _SAID.get(head.form, head.form)]
    ready = g.language == "en" and head.word == "have" and due is not None and due.kind == "explicit"
    if head.act is None and finding.act == "do" and not ready and head.form not in ("present", "planned", "result", "booked", "verbless"):
        score -= 0.17 if g.language in ("lt", "ru") and head.form == "first" and not head.word.endswith("ть") and " " in clause.strip() else 0.1 if (head.form == "passive" and due is not None and (due.from_ != due.to or g.language == "lt")) or named or _is_done_by(head, due) else 0.2 if g.language == "en" and head.form == "first" and _WITH_OBJECT.match(finding.words) else 0.25
        reasons.append("an unknown verb")
    if due is not None and due.kind != "event":
        score += 0.14 if due.kind == "explicit" else 0.08
        reasons.append("a term")
    to_you = g.one["YOU"].search(clause, _own_piece(clause, head)) is not None
    if to_you and not (g.language == "en" and head.form in ("order", "somebody", "owed")):
        score += 0.1
        reasons.append("speaks of you")
    if g.language == "lt" and head.form == "first" and finding.act == "check" and (due is None or due.kind == "event"):
        score -= 0.23  # looking into something by itself gives the reader nothing
    if _GLAD.search(clause[head.start - head.begin : head.verb_at - head.begin]) and due is None and not when:
        score -= 0.3
    if head.act is None and head.form == "first" and "going" in clause[head.start - head.begin : head.verb_at - head.begin] and not to_you:
        score -= 0.15  # "going to Spain": a place, and no verb
    if scene.kind == "theirs" and g.language == "en" and finding.act == "do" and head.form in ("first", "letme") and not to_you and not when and (due is None or due.kind != "explicit"):
        score -= 0.25  # what a stranger does for himself
    if head.form == "can" and finding.act in ("do", "check", "meet", "fix"):
        score -= 0.15
    if head.form == "soft" and g.language == "en" and finding.act in ("do", "check", "meet") and not to_you:
        score -= 0.3
    if head.form == "you" and not head.word.startswith(("gaus", "tures")) and (due is None or due.kind == "event") and not (when and finding.act in (("send", "answer") if g.language == "en" else ("send",)) and (when == "event" or g.language == "en")):
        score -= 0.2
    if head.word.startswith(("bus", "будет", "будут")) and head.form == "result" and finding.act == "do" and not to_you:
        score -= 0.2
    if head.form in ("third", "should", "passive", "result", "present") or (head.form == "planned" and head.subject):
        score += _subject_score(finding, named, g, to_you, when)
        if "your " in head.subject and head.form == "present":
            score -= 0.1
        if named:
            reasons.append("names who")
    if when:
        score -= 0.0 if g.language == "en" and finding.kind == "handoff" else 0.05
        reasons.append("on a condition")
    if scene.inside:
        score += _inside_score(scene, finding, g, clause)
        reasons.append("among ourselves" + (", about a customer" if scene.customer[0] else ""))
    return score, reasons


def _inside_score(scene: Scene, finding: Finding, g: Grammar, clause: str) -> float:
    """Among colleagues a word counts when its outcome is for a customer; a request, when somebody is clearly asked."""
    about = scene.customer[1] or g.one["OUTSIDE"].search(clause) is not None
    if finding.kind == "handoff" and not about and finding.act == "do" and _MINE.search(clause):
        return -0.3
    if finding.kind == "handoff":
        return 0.1 if about else 0.0 if finding.due is not None or (g.language == "en" and finding.head.form in ("polite", "need", "order") and finding.act != "invoice" and scene.customer[0] and scene.customer[0].lower() in clause and finding.act not in ("do", "check", "meet")) or finding.reason.endswith("by name") else -0.08
    if finding.head.form in ("third", "passive", "result", "present", "progressive", "you") and not about:
        return -0.4
    if g.language == "ru" and not about and g.one["YOU"].search(clause):
        return -0.5  # «пришлю тебе файл»: for the colleague
    return 0.05 if about else -0.15 if scene.customer[0] and finding.due is not None else -0.3


def _subject_score(finding: Finding, named: bool, g: Grammar, to_you: bool, when: str) -> float:
    """Somebody of ours is named: more sure. A thing in the third person must be done or come, or it is only news."""
    subject = finding.head.subject
    if subject in ("you", "first"):
        return 0.0 if finding.head.form == "present" and subject == "first" else -0.5
    acts = _WHOSE.match(subject) is not None and g.one["AGENT"].search(subject) is not None
    if acts:
        return _acting(finding, to_you, when)
    if named:
        if to_you or (finding.due is not None and finding.act != "do"):
            return 0.15
        return 0.0 if finding.due is not None or g.language != "en" else -0.1
    if g.language in ("lt", "ru") and finding.due is None and not to_you and not when and finding.head.form == "third":
        return -0.1
    if g.language != "en" or finding.head.form in ("present", "planned"):
        return 0.0
    if not g.one["COMES"].search(finding.head.word + " " + finding.words):
        acting = subject == "person" or g.one["OURS"].search(subject) or len(subject.split()) == 1
        if finding.head.act is not None and subject.startswith(("our ", "my ")) and finding.due is not None and finding.due.kind == "explicit":
            return -0.05
        return -0.05 if acting and subject != "it" and finding.act in _DOING and (to_you or finding.due is not None) else -0.4
    if finding.head.word == "be" and finding.act in ("fix", "pay", "invoice") and subject.startswith(("the ", "your ", "a ", "an ", "it")):
        return 0.02
    if finding.act != "do" or to_you or g.one["DONE"].search(finding.head.word + " " + finding.words):
        return -0.02
    if finding.head.act is not None and finding.due is not None and finding.due.kind == "explicit":
        return -0.05
    return -0.04 if _is_done_by(finding.head, finding.due) else -0.15


def _acting(finding: Finding, to_you: bool, when: str) -> float:
    """Somebody by a calling: more sure where it is for the reader, or has a term and is more than talk."""
    if to_you or when == "condition":
        return 0.1
    if finding.due is None:
        return 0.0 if finding.act in _DOING and finding.head.word != "be" and finding.head.form == "third" else -0.15
    return 0.05 if finding.act not in ("check", "meet") else -0.02 if finding.due.kind == "explicit" else -0.15


def _is_done_by(head: Head, due: Due | None) -> bool:
    """An English passive with a last day: "the panels will have been sanded by Friday"."""
    return head.form == "third" and head.word in ("be", "have") and due is not None and due.from_ != due.to
