"""Makes the sample programme, the product pictures and the show's cover from the artwork here.

python tools/sample_programme/render.py [stills] [frames] [sound] [clip] [--work FOLDER]

Needs the development requirements, Chromium (`--chromium PATH`), and the Noto CJK and DejaVu
fonts. Frames are kept as PNG files in the work folder, so that the clip can be encoded again with
other settings without drawing it again. The results are committed: nobody needs this to run Kaibo.
"""

from __future__ import annotations

import argparse
import base64
import functools
import http.server
import io
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from av.packet import Packet
    from av.stream import Stream
    from playwright.sync_api import Page

HERE = Path(__file__).parent
ASSETS = HERE.parents[1] / "src/kaibo/apps/demo/assets"
SECONDS = 48
FPS = 30
RATE = 48_000
AAC_FRAME = 1024
# 48 s hold exactly 1440 pictures and 2250 AAC frames: both streams end at the same instant.
FRAMES = SECONDS * FPS
SOUND_FRAMES = SECONDS * RATE // AAC_FRAME
X264 = {
    "preset": "veryslow",
    "crf": "24",
    "bf": "0",
    "g": str(FPS),
    # Level 3.1 and three references suit every phone's decoder.
    "x264-params": (
        f"keyint={FPS}:min-keyint={FPS}:scenecut=0:open-gop=0:level=3.1:ref=3:aq-mode=3:"
        "vbv-maxrate=1400:vbv-bufsize=1800:"
        "colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv"
    ),
}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def studio(chromium: str) -> Iterator[Page]:
    """Open the studio page; modules need an HTTP origin, so one is served for the while."""
    handler = functools.partial(_Quiet, directory=str(HERE))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("pageerror", lambda error: print("page:", error))
        page.goto(f"http://127.0.0.1:{server.server_port}/studio.html")
        page.wait_for_function("window.studio")
        yield page
        browser.close()
    server.shutdown()


def picture(encoded: str) -> Image.Image:
    """Decode a PNG that the page handed over."""
    return Image.open(io.BytesIO(base64.b64decode(encoded))).convert("RGB")


def render_stills(page: Page) -> None:
    """Write the product pictures and the cover as WebP."""
    products = ASSETS / "products"
    products.mkdir(parents=True, exist_ok=True)
    for name in page.evaluate("studio.names"):
        # Drawn at twice the size and brought down: smoother edges.
        still = picture(page.evaluate("name => studio.still(name, 1600)", name))
        small = still.resize((800, 800), Image.Resampling.LANCZOS)
        save(small, products / f"{name}.webp", 88)
    save(picture(page.evaluate("studio.cover()")), ASSETS / "cover.webp", 86)


def save(image: Image.Image, path: Path, quality: int) -> None:
    """Write one WebP file and tell its size."""
    image.save(path, quality=quality, method=6)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def render_frames(page: Page, work: Path) -> None:
    """Write every picture of the loop as a numbered PNG file."""
    for number in range(FRAMES):
        encoded = page.evaluate("t => studio.frame(t)", number / FPS)
        (work / f"{number:04}.png").write_bytes(base64.b64decode(encoded))
        if number % (FPS * 4) == 0:
            print(f"frame {number} of {FRAMES}")


def render_sound(page: Page, work: Path) -> None:
    """Write one loop of sound as raw 16-bit stereo."""
    (work / "sound.pcm").write_bytes(base64.b64decode(page.evaluate("studio.sound()")))


def encode_sound(work: Path) -> tuple[list[Packet[Stream]], Stream]:
    """Encode three loops of the sound and keep the middle one's packets.

    AAC frames overlap their neighbours; the middle's first frame continues the loop's last, so a
    player that is sent these packets round and round hears no seam.
    """
    one = (work / "sound.pcm").read_bytes()
    container = av.open(io.BytesIO(), "w", format="adts")
    stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=96_000)
    container.start_encoding()  # settles the decoder's set-up data, which the clip must carry
    frame = av.AudioFrame(format="s16", layout="stereo", samples=SECONDS * RATE * 3)
    frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
    frame.planes[0].update(one * 3)
    packets = [*stream.encode(frame), *stream.encode(None)]
    return list(packets[SOUND_FRAMES : 2 * SOUND_FRAMES]), stream


def encode_clip(work: Path, target: Path) -> None:
    """Encode the frames and the sound into the finished clip."""
    sound, sound_source = encode_sound(work)
    with av.open(str(target), "w", options={"movflags": "faststart"}) as output:
        video = output.add_stream("libx264", rate=FPS, options=X264)
        video.width, video.height, video.pix_fmt = 720, 1280, "yuv420p"
        video.codec_context.profile = "High"
        audio = output.add_stream_from_template(sound_source)
        for number in range(FRAMES):
            with Image.open(work / f"{number:04}.png") as image:
                frame = av.VideoFrame.from_image(image.convert("RGB"))  # type: ignore[no-untyped-call]
            frame = frame.reformat(format="yuv420p", dst_colorspace="ITU709")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
        for place, packet in enumerate(sound):
            packet.stream, packet.time_base = audio, Fraction(1, RATE)
            packet.pts = packet.dts = place * AAC_FRAME
            packet.duration = AAC_FRAME
            output.mux(packet)
    size = target.stat().st_size
    print(f"{target.name}: {size / 1e6:.2f} MB, {size * 8 / SECONDS / 1000:.0f} kbit/s")


def main() -> None:
    """Run the steps that the command line names; all of them when it names none."""
    steps = ["stills", "frames", "sound", "clip"]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("steps", nargs="*", help=f"any of {', '.join(steps)}; default: all")
    parser.add_argument("--work", type=Path, help="where frames are kept between runs")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    wanted = set(options.steps or steps)
    work: Path = options.work or Path(tempfile.mkdtemp(prefix="sample_programme_"))
    work.mkdir(parents=True, exist_ok=True)
    if wanted - {"clip"}:
        with studio(options.chromium) as page:
            if "stills" in wanted:
                render_stills(page)
            if "sound" in wanted:
                render_sound(page, work)
            if "frames" in wanted:
                render_frames(page, work)
    if "clip" in wanted:
        encode_clip(work, ASSETS / "programme.mp4")


if __name__ == "__main__":
    main()
