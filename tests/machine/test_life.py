"""The days of a company in any order, held against what a person would expect of them (G7; SYNCD_PROOF=1: 5,000 sequences)."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.machine.company import OFTEN, SELDOM
from tests.machine.life import Life

PROOF = bool(os.environ.get("SYNCD_PROOF"))
SEQUENCES, CHUNKS = 100, 50 if PROOF else 2
SETTINGS = settings(
    deadline=None, database=None, print_blob=True, stateful_step_count=12, report_multiple_bugs=False, phases=(Phase.generate, Phase.shrink), suppress_health_check=list(HealthCheck)
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("number", range(CHUNKS))
def test_days_in_any_order_end_as_a_person_would_expect(number: int) -> None:
    """F81, F110, F117, P3: nothing lost or doubled, nothing a person did is undone, nothing that is left out leaves a trace."""
    run_state_machine_as_test(seed(number)(type("Life", (Life,), {})), settings=settings(SETTINGS, max_examples=SEQUENCES))
    assert Life.steps["killed"] >= 10, "what is hardly ever killed proves nothing"
    if Life.steps["sequence"] >= 1000:
        assert {point for point in (*OFTEN, *SELDOM) if not Life.steps[f"at {point}"]} == set(), "windows that were not hit"
