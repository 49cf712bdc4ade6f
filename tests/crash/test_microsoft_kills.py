"""The real program on Exchange and on Microsoft 365, killed again and again while mail arrives and entries are written (see `cloud_kills`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.cloud_kills import survives_kills
from tests.crash.cloud_scene import loaded
from tests.crash.exchange_scene import ExchangeCloud
from tests.crash.graph_scene import GraphCloud
from tests.fakes.ews import exchange
from tests.fakes.graph import graph

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_kills_lose_and_double_nothing_at_exchange(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F25, F30, F46, F49, F110: every message, meeting and contact once, every promise one entry, every answer kept, nobody told."""
    with exchange() as x, exchange() as calm, loaded("tests.crash.exchange_scene"):
        told = survives_kills(ExchangeCloud(x), ExchangeCloud(calm), tmp_path)
    with capsys.disabled():
        print(f"\nExchange: {told}")


def test_kills_lose_and_double_nothing_in_microsoft_365(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F25, F30, F55, F57, F110: every message, meeting and contact once, every promise one entry, every answer kept, nobody told."""
    with graph() as g, graph() as calm, loaded("tests.crash.graph_scene"):
        told = survives_kills(GraphCloud(g), GraphCloud(calm), tmp_path)
    with capsys.disabled():
        print(f"\nMicrosoft 365: {told}")
