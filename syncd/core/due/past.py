"""Days of what has already happened: "the mail I got on Friday", «который пришёл в среду», „kurį atsiuntėte pirmadienį"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from syncd.core.due.lexicon import Lexicon
from syncd.core.due.reading import Reading, Token

if TYPE_CHECKING:
    from syncd.core.due.terms import Term

_FAR: Final = 5  # tokens from the verb to its day
_NEAR: Final = 3  # tokens from "who" to its verb
_CLAUSE_ENDS: Final = frozenset({"comma", "stop", "dash", "and", "rather", "event"})
_CAUSES: Final = frozenset({"have", "having", "get", "getting", "had", "want", "see", "keep"})  # get you sorted on Friday
_WORDS: Final = frozenset({"other", "pronoun", "paper"})


def is_future(token: Token, reading: Reading) -> bool:
    """Whether a token is a verb in the future, or what makes one."""
    if token.kind != "pronoun":
        return False
    verbs = reading.lexicon.verbs
    return token.word.endswith(verbs) if verbs else token.word in ("will", "shall") or token.word.endswith("'ll")


def happened(term: Term, reading: Reading) -> bool:
    """Whether the day or hour belongs to a verb in the past. A deadline is one of the future all the same."""
    led_by = term.clock_lead if term.day is None and term.clock is not None else term.lead
    if not reading.lexicon.past.endings or led_by not in ("", "at", "in") or term.counted:
        return False
    tokens = reading.tokens
    if _thanked(tokens, term.first):
        return True
    for i in range(term.first - 1, max(-1, term.first - 1 - _FAR), -1):
        token = tokens[i]
        if token.kind in _CLAUSE_ENDS or is_future(token, reading) or _looks_ahead(token, reading.lexicon):
            return False
        if _is_past(token, reading.lexicon):
            return _has_subject(tokens, i, reading.lexicon) and _belongs(term, i, reading)
    return False


_THANKS: Final = frozenset({"thanks", "thank", "спасибо", "благодарю", "благодарим", "aciu", "dekoju", "dekojame"})


def _thanked(tokens: list[Token], first: int) -> bool:
    """"Thanks for the meeting on Thursday": one thanks for what has been."""
    for token in reversed(tokens[max(0, first - _FAR) : first]):
        if token.kind in _CLAUSE_ENDS:
            return False
        if token.word in _THANKS:
            return True
    return False


def _looks_ahead(token: Token, lexicon: Lexicon) -> bool:
    """An infinitive, or a wish: "asked them to come on Friday", «чтобы вы успели в среду»."""
    return token.word in lexicon.past.ahead or (lexicon.language != "en" and token.kind in _WORDS and token.word.endswith(("ть", "ться", "чь", "ti", "tis")))


def _is_past(token: Token, lexicon: Lexicon) -> bool:
    past = lexicon.past
    if token.kind not in _WORDS or token.word.startswith(past.kept) or token.word in past.nouns:
        return False
    return token.word in past.verbs or (len(token.word) > 3 and token.word.endswith(past.endings))


def _has_subject(tokens: list[Token], at: int, lexicon: Lexicon) -> bool:
    """Somebody who did it: right before the verb, or "who", "which" a little before; in Russian and Lithuanian the verb may open the clause."""
    past = lexicon.past
    before = [t for t in tokens[max(0, at - _NEAR) : at] if t.kind != "not"]
    if any(t.word in past.ahead and t.kind != "at" for t in before):
        return False
    if not before or before[-1].kind in ("comma", "stop", "dash"):
        return tokens[at].word.endswith(past.opening) if past.opening else False
    for i, token in enumerate(reversed(before)):
        if token.kind in _CLAUSE_ENDS:
            break
        if token.word in past.relatives or (i == 0 and token.word in past.subjects):
            return not any(t.word in _CAUSES for t in before)
    return False


def _belongs(term: Term, verb: int, reading: Reading) -> bool:
    """Whether the day is said as one of the past is: "on Friday", «в пятницу»; "we settled for Friday" is a term."""
    lead = reading.tokens[term.first]
    if reading.lexicon.language == "en":
        if reading.tokens[verb].word in ("was", "were", "had"):
            return True  # that was planned for Monday
        return lead.value != "for" if lead.kind == "at" else verb == term.first - 1 or term.lead == "in"
    return reading.lexicon.language == "lt" or lead.value != "on"
