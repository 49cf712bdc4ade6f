"""Why something was found, in the reader's words: the rule as the store has it, said in each language."""

from __future__ import annotations

import re

from datasette_plugins.words import Words

_STATED = re.compile(r"(.+?)[,:] (offered|ordered|invoiced|paid|rejected)\b.*")
_SAYS = re.compile(r"(.+? says) (offered|ordered|invoiced|paid|rejected)")


def said(why: str, words: Words) -> str:
    """A reason of an offer, a complaint or a fact: one sentence, or the signs that were seen."""
    if m := _SAYS.fullmatch(why) or _STATED.fullmatch(why):
        return words.known("reason", m[1]).format(state=words.known("offer", m[2]))
    return ", ".join(words.known("reason", part) for part in why.split(", "))
