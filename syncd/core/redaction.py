"""Words without the others in them: addresses and full names of outside people who are not meant become numbers.

What is replaced is what is known: the addresses and names of those who took part, and whatever looks like an address.
Others whom a text only names stay in it: no rule tells a person's name from a word.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Final

from syncd.core.addresses import IN_TEXT, canonical

_SHORTEST: Final = 5  # letters of a name


class Redaction:
    """Replaces the others, each by the same number everywhere. `stays`: whose addresses are left as they are."""

    def __init__(self, others: Iterable[tuple[str, str]], stays: Callable[[str], bool], names_that_stay: Iterable[str]) -> None:
        self._stays = stays
        self._numbers: dict[str, int] = {}
        kept = {n.casefold() for n in names_that_stay}
        self._names: dict[str, int] = {}
        for address, name in others:
            number = self._number(address or name)
            if " " in name and len(name) >= _SHORTEST and name.casefold() not in kept:
                self._names.setdefault(name.casefold(), number)
                self._names.setdefault(json.dumps(name)[1:-1].casefold(), number)  # as JSON may write it
        spelled = sorted(map(re.escape, self._names), key=len, reverse=True)
        self._pattern = re.compile("|".join(spelled), re.IGNORECASE) if spelled else None

    def text(self, words: str) -> str:
        """The words without the others."""
        found = IN_TEXT.sub(lambda m: self.address(m[0]), words) if "@" in words else words
        return self._pattern.sub(lambda m: f"[person {self._names[m[0].casefold()]}]", found) if self._pattern else found

    def address(self, written: str) -> str:
        """An address, or what stands in its place."""
        plain = canonical(written)
        return written if not plain or self._stays(plain) else f"person-{self._number(plain)}@redacted.invalid"

    def name(self, written: str, address: str) -> str:
        """The name of who has this address, or what stands in its place."""
        plain = canonical(address)
        return written if plain and self._stays(plain) else f"[person {self._number(plain or written)}]" if written else ""

    def _number(self, whom: str) -> int:
        return self._numbers.setdefault(whom, len(self._numbers) + 1)
