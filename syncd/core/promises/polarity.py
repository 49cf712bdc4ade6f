"""Says why a sentence that looks like a promise is none: a question, a denial, somebody else's words, a courtesy."""

from __future__ import annotations

from syncd.core.promises.grammar import Grammar
from syncd.core.promises.heads import Head

# refusals that belong to certain forms only
_OF_FORM = {
    "first": ("first",), "coordinated": ("first",), "soft": ("first",), "performative": ("first",), "letme": ("first",), "can": ("first",),
    "progressive": ("progressive",), "you": ("you",),
}  # fmt: skip


def refusal(s: str, head: Head, g: Grammar, cues: int) -> str:
    """The reason why this head promises nothing, or ''. `s` is the folded sentence, `cues` those that stand in it."""
    near = s[max(head.begin - 25, 0) : head.verb_at]
    before = s[max(0, head.begin - 60) : head.start]
    after = s[head.verb_at : head.stop]
    clause = s[head.begin : head.stop]
    texts = {"sentence": s, "near": near, "before": before, "after": after, "all": clause}
    texts |= dict.fromkeys(_OF_FORM.get(head.form, ()), after)
    if head.form in ("third", "should", "present", "planned"):
        texts |= {"third": before, "third object": after}
    if head.form in ("present", "planned"):
        texts["present"] = before
    english = g.language == "en"
    for reason, scope, gate, pattern in g.refusals:
        if not cues & gate or scope not in texts:
            continue
        if scope == "sentence" and head.form in ("verbless", "bare") and reason == "courtesy":
            continue
        if (pattern.match if english and pattern.pattern[0] == "^" else pattern.search)(texts[scope]):
            return reason
    return ""


def firmness(s: str, head: Head, g: Grammar) -> str:
    """"condition" (if …), "event" (when …, after …) or ''."""
    clause = s[head.begin : head.stop]
    if g.one["CONDITIONS"].search(clause):
        return "condition"
    return "event" if g.one["EVENTS"].search(clause) else ""
