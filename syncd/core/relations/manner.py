"""Whether people met informally: over lunch, coffee or sport rather than work, by the title of a calendar entry.

A title that names the place or a thing for sale (a dining room, a coffee machine) is work.
"""

from __future__ import annotations

import re
from functools import lru_cache

from syncd.core.languages.en import meetings as en
from syncd.core.languages.lt import meetings as lt
from syncd.core.languages.ru import meetings as ru

_BARE = str.maketrans("ąčęėįšųūžё", "aceeisuuzе")


def is_informal(title: str) -> bool:
    """Whether a calendar entry of this title is an informal meeting."""
    return bool(_informal().search(title.lower().translate(_BARE)))


@lru_cache(maxsize=1)
def _informal() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(p for t in (en, lt, ru) for p in t.INFORMAL) + ")")
