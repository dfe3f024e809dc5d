"""Fixtures for the programs that tests drive."""

import pytest

from tests.support.requirements import find_program


@pytest.fixture(scope="session")
def ffmpeg() -> str:
    """Path of ffmpeg, which plays the encoder."""
    return find_program("ffmpeg", package="ffmpeg")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium, for Playwright's `executable_path`."""
    return find_program("chromium", "chromium-browser", "google-chrome", package="chromium")
