"""Which encoding a CSV is in."""

import codecs
import io

import pytest

from kaibo.platform.sheets.encodings import Legacy, find_encoding
from kaibo.platform.sheets.errors import BadEncodingError

SIMPLIFIED = "商品名称,价格\r\n高山乌龙茶，每盒一百克,68.00\r\n"
TRADITIONAL = "商品名稱,價格\r\n高山烏龍茶，每盒一百公克,68.00\r\n"


def found(data: bytes, prefer: Legacy = "gb18030") -> str:
    return find_encoding(io.BytesIO(data), prefer)


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (SIMPLIFIED.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SIMPLIFIED.encode(), "utf-8-sig"),
        (SIMPLIFIED.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + SIMPLIFIED.encode("utf-16-be"), "utf-16"),
        (b"", "utf-8"),
        (b"sku,price", "utf-8"),
    ],
)
def test_a_mark_or_valid_utf_8_tells(data: bytes, codec: str) -> None:
    assert found(data) == codec


@pytest.mark.parametrize("prefer", ["gb18030", "cp950"])
def test_what_excel_writes_in_china_and_in_taiwan_is_told_by_its_characters(
    prefer: Legacy,
) -> None:
    assert found(SIMPLIFIED.encode("gb18030"), prefer) == "gb18030"
    assert found(TRADITIONAL.encode("cp950"), prefer) == "cp950"


def test_where_characters_do_not_tell_the_preferred_one_is_taken() -> None:
    either = b"\xb0\xa1"  # 啊 in one, 陛 in the other
    assert found(either, "gb18030") == "gb18030"
    assert found(either, "cp950") == "cp950"


def test_characters_beyond_the_daily_ones_are_read_too() -> None:
    rare = "镕囍㐂😀" + SIMPLIFIED
    assert rare.encode("gb18030").decode(found(rare.encode("gb18030"))) == rare


def test_a_file_longer_than_what_is_looked_at_is_read_to_its_end() -> None:
    data = SIMPLIFIED.encode() * 40_000 + b"\xff"
    with pytest.raises(BadEncodingError):
        found(codecs.BOM_UTF8 + data)


@pytest.mark.parametrize(
    "data",
    [
        "café,crème brûlée,à".encode("latin-1"),
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF8 + b"\xff",
        b"\xff" * 50,
    ],
)
def test_what_would_be_misread_is_refused(data: bytes) -> None:
    with pytest.raises(BadEncodingError):
        found(data)
