"""Finds the promises in what a person wrote: who promised what, to whom, by when, in which words.

Refuses what is not the sender's own new word: quoted text, reports, questions, refusals, courtesies, contract terms. It
does not decide whether a reminder follows; it says how sure it is, and why.
"""

from __future__ import annotations

from syncd.core.promises.finder import find_promises
from syncd.core.promises.said import Said

__all__ = ["Said", "find_promises"]
