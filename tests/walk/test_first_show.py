"""`examples/first_show.py` against an empty `kaibo serve`: only public doors, real everything."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.walk.processes import SETUP_TOKEN, running

pytestmark = [pytest.mark.ffmpeg, pytest.mark.timeout(300)]

PICTURE = ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25"]
SOUND = ["-f", "lavfi", "-i", "sine=frequency=330:sample_rate=44100"]
H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
WITH_SOUND_AND_B_FRAMES = [
    *PICTURE,
    *SOUND,
    "-t",
    "10",
    *H264,
    "-bf",
    "2",
    "-g",
    "50",
    "-c:a",
    "aac",
]
LONG_GOP = [*PICTURE, "-t", "20", *H264, "-bf", "3", "-g", "250", "-sc_threshold", "0"]
NOT_4_2_0 = [*PICTURE, "-t", "10", *H264, "-pix_fmt", "yuv444p", "-g", "50"]


def made(ffmpeg: str, folder: Path, options: list[str]) -> Path:
    """Make a video."""
    video = folder / "video.mp4"
    quiet = ["-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([ffmpeg, *quiet, *options, str(video)], check=True, timeout=120)
    return video


def first_show(video: Path, origin: str) -> subprocess.CompletedProcess[str]:
    """Run the example."""
    return subprocess.run(
        [sys.executable, str(ROOT / "examples" / "first_show.py"), str(video), "--url", origin],
        env={**os.environ, "KAIBO_SETUP_TOKEN": SETUP_TOKEN},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def assert_all_went_well(done: subprocess.CompletedProcess[str]) -> None:
    """Check the last line and the exit status."""
    assert done.returncode == 0, done.stdout + done.stderr
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome.pop("segments") >= 2
    assert outcome == {
        "danmaku_sent": 20,
        "danmaku_received": 400,
        "orders_paid": 5,
        "orders_refused": 7,
        "stock_left": 0,
    }


def test_a_first_show_sells_exactly_its_five_units_to_twelve_buyers_at_once(
    ffmpeg: str, tmp_path: Path
) -> None:
    video = made(ffmpeg, tmp_path, WITH_SOUND_AND_B_FRAMES)
    with running(tmp_path, "serve") as installation:
        assert_all_went_well(first_show(video, installation.origin))


def test_a_first_show_goes_the_same_way_on_postgresql(
    ffmpeg: str, tmp_path: Path, postgresql_url: str
) -> None:
    video = made(ffmpeg, tmp_path, WITH_SOUND_AND_B_FRAMES)
    with running(tmp_path, "serve", database_url=postgresql_url) as installation:
        assert_all_went_well(first_show(video, installation.origin))


@pytest.mark.long(seconds=90)
def test_a_video_without_sound_and_with_ten_seconds_between_keyframes_is_shown(
    ffmpeg: str, tmp_path: Path
) -> None:
    video = made(ffmpeg, tmp_path, LONG_GOP)
    with running(tmp_path, "serve") as installation:
        assert_all_went_well(first_show(video, installation.origin))


@pytest.mark.long(seconds=60)
def test_a_video_that_browsers_cannot_play_is_refused_with_a_reason(
    ffmpeg: str, tmp_path: Path
) -> None:
    video = made(ffmpeg, tmp_path, NOT_4_2_0)
    with running(tmp_path, "serve") as installation:
        done = first_show(video, installation.origin)
    assert done.returncode == 1
    assert "the encoder was sent away" in done.stderr
    assert "4:4:4" in done.stderr
