"""R3: wishes not to be contacted in indirect words, and what only looks like them: tests/data/relations/wishes/LANGUAGE.tsv, `channel|no`, the words, the reason."""

from __future__ import annotations

import pytest

from tests.core.test_wishes import channel
from tests.relations_cases import FOLDER

RECALL, CHANNEL = 0.9, 0.85  # of what is there so much must be found, and so much with the channel that was meant


def rows(language: str) -> list[tuple[str, str]]:
    """The channel that is not wished ('' for none), and the words."""
    told = (line.split("\t") for line in (FOLDER / "wishes" / f"{language}.tsv").read_text("utf-8").splitlines())
    return [("" if wished == "no" else wished, words) for wished, words, _ in told]


@pytest.mark.parametrize("language", ["en", "ru", "lt"])
def test_a_wish_is_found_in_whatever_words_and_nothing_but_wishes(language: str) -> None:
    """Politely, wearily, by a policy, by the law, misspelt; not what is bounded, of another thing, another person, or told of oneself."""
    judged = [(wished, channel(words) or "", words) for wished, words in rows(language)]
    wishes = [(wished, found) for wished, found, _ in judged if wished]

    assert [words for wished, found, words in judged if found and not wished] == []
    assert sum(bool(found) for _, found in wishes) >= RECALL * len(wishes)
    assert sum(found == wished for wished, found in wishes) >= CHANNEL * len(wishes)
