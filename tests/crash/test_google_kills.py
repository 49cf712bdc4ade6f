"""The real program on Google, killed again and again while mail arrives and entries are written (see `cloud_kills`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.cloud_kills import survives_kills
from tests.crash.cloud_scene import loaded
from tests.crash.google_scene import GoogleCloud
from tests.fakes.google import google

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_kills_lose_and_double_nothing_at_google(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """F25, F30, F36, F110, G1: every message, meeting and contact once, every promise one entry, every answer kept, nobody told."""
    with google() as g, google() as calm, loaded("tests.crash.google_scene", g.url, calm.url):
        told = survives_kills(GoogleCloud(g), GoogleCloud(calm), tmp_path)
    with capsys.disabled():
        print(f"\nGoogle: {told}")
