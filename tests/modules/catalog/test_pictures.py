"""Pictures: checked, turned upright, encoded anew, and nothing else is ever served."""

import contextlib
import io
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kaibo.modules.catalog.errors import BadPictureError
from kaibo.modules.catalog.pictures import LIMIT_BYTES, LONGEST_SIDE, normalise
from tests.support.house import Shop

RED, BLUE = (255, 0, 0), (0, 0, 255)


def picture(
    kind: str, size: tuple[int, int] = (8, 4), mode: str = "RGB", **options: object
) -> bytes:
    image = Image.new(mode, size)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def upload(shop: Shop, content: bytes) -> int:
    answer = shop.owner.request("PUT", f"/api/v1/products/{shop.product.id}/picture", content)
    if answer.status_code == 422:
        assert answer.json()["code"] == "catalog.bad_picture"
    return answer.status_code


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_served_as_webp_for_ever(sqlite_shop: Shop, kind: str) -> None:
    assert upload(sqlite_shop, picture(kind)) == 200
    url = sqlite_shop.owner.get(f"/products/{sqlite_shop.product.id}").json()["picture_url"]

    served = sqlite_shop.house.anyone.request("GET", url)

    assert served.headers["content-type"] == "image/webp"
    assert "immutable" in served.headers["cache-control"]
    assert opened(served.content).size == (8, 4)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>",
        picture("PNG")[:30],
        picture("JPEG")[:-200],
        picture("BMP"),
        picture("GIF"),
    ],
)
def test_anything_else_is_refused(sqlite_shop: Shop, content: bytes) -> None:
    assert upload(sqlite_shop, content) == 422


def test_more_than_five_megabytes_are_refused(sqlite_shop: Shop) -> None:
    assert upload(sqlite_shop, picture("PNG") + b"\0" * LIMIT_BYTES) == 422


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [7000, 10_000, 60_000])
def test_a_decompression_bomb_is_refused_before_it_unfolds(sqlite_shop: Shop, side: int) -> None:
    assert upload(sqlite_shop, bomb(side, side)) == 422


def test_large_pictures_are_made_small() -> None:
    assert max(opened(normalise(picture("JPEG", (4000, 1000)))).size) == LONGEST_SIDE


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_png_is_understood(mode: str) -> None:
    assert opened(normalise(picture("PNG", mode=mode))).size == (8, 4)


def test_a_phones_picture_stands_upright_and_forgets_where_it_was_taken() -> None:
    image = Image.new("RGB", (80, 40), RED)
    image.paste(BLUE, (40, 0, 80, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # the sensor lay on its side: turn it by 90 degrees
    exif[0x010F] = "a secret place"
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif, quality=95)

    made = normalise(file.getvalue())

    assert opened(made).size == (40, 80)
    top = opened(made).convert("RGB").getpixel((20, 5))
    assert isinstance(top, tuple)
    assert (top[0] > 200, top[2] > 60) == (True, False), "red is on top"
    assert b"secret" not in made


@settings(max_examples=150)
@given(
    st.sampled_from([picture("PNG"), picture("JPEG"), picture("WEBP"), picture("PNG", mode="P")]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_a_broken_file_is_refused_and_never_a_fault(
    content: bytes, changes: list[tuple[int, int]]
) -> None:
    broken = bytearray(content)
    for place, value in changes:
        broken[place % len(broken)] = value
    with contextlib.suppress(BadPictureError):
        normalise(bytes(broken))


@pytest.mark.parametrize(
    "name",
    ["..%2F..%2Fsecret.key", "%2e%2e%2fkaibo.db", "secret.key%00.webp", "a/b.webp",
     "pic.webp%0a", "..\\secret.key", "nothing.webp", "%E2%80%AE.webp"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(sqlite_shop: Shop, name: str) -> None:
    upload(sqlite_shop, picture("PNG"))
    answer = sqlite_shop.house.anyone.request("GET", f"/files/{name}")
    assert answer.status_code == 404
    assert sqlite_shop.house.settings.data.joinpath("secret.key").read_bytes() not in answer.content


def test_a_picture_for_a_product_that_does_not_exist_is_not_kept(sqlite_shop: Shop) -> None:
    answer = sqlite_shop.owner.request("PUT", "/api/v1/products/prd_no/picture", picture("PNG"))
    assert answer.status_code == 404
    assert not (sqlite_shop.house.settings.data / "files").exists()
