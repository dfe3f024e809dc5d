"""Which characters are one, whichever script they are of; the canary of the package's data."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.search.scripts import in_one_script, written_for


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("龙井", "龍井"),
        ("乌龙茶叶", "烏龍茶葉"),
        ("礼盒装", "禮盒裝"),
        ("连衣裙", "連衣裙"),
        ("后台", "後臺"),
        ("台湾", "臺灣"),
        ("台风", "颱風"),
        ("面粉", "麵粉"),
        ("方便面", "方便麪"),
        ("里料", "裏料"),
        ("里料", "裡料"),
        ("发夹", "髮夾"),
        ("出发", "出發"),
        ("饼干", "餅乾"),
        ("干部", "幹部"),
        ("复古", "復古"),
        ("复印", "複印"),
        ("松紧", "鬆緊"),
        ("钟表", "鐘錶"),
        ("了解", "瞭解"),
        ("穿着", "穿著"),
        ("秘制", "祕製"),
        ("吃货", "喫貨"),
        ("床单", "牀單"),
        ("启", "啟"),
        ("启", "啓"),
        ("卫", "衞"),
        ("卫", "衛"),
        ("说", "説"),
        ("说", "說"),
    ],
)
def test_both_scripts_become_the_same(simplified: str, traditional: str) -> None:
    assert in_one_script(traditional) == in_one_script(simplified)


@pytest.mark.parametrize(
    "text", ["龙井茶", "后里面台", "乌龙", "红色", "Tea 250g é", "コーヒー", "커피"]
)
def test_what_is_simplified_or_of_another_script_stays(text: str) -> None:
    assert in_one_script(text) == text


@pytest.mark.parametrize(("one", "other"), [("龙", "井"), ("茶", "叶"), ("面", "里"), ("红", "绿")])
def test_different_characters_stay_different(one: str, other: str) -> None:
    assert in_one_script(one) != in_one_script(other)


def test_a_character_is_written_in_so_many_ways() -> None:
    assert set(written_for("龍")) == set(written_for("龙")) == set("龙龍")
    assert {*"后後"} == set(written_for("後"))
    assert {*"里裏裡"} <= set(written_for("里"))
    assert {*"台臺颱檯"} <= set(written_for("台"))
    assert written_for("井") == "井"
    assert written_for("a") == "a"


def test_no_group_takes_in_half_the_language() -> None:
    """A release of the data that joins what is apart would find everything by everything."""
    groups = {written_for(chr(code)) for code in range(0x3400, 0xA000)}
    assert max(map(len, groups)) <= 8
    assert 3000 < sum(len(group) > 1 for group in groups) < 5000


@given(st.text())
def test_length_and_place_of_characters_stay_and_nothing_changes_twice(text: str) -> None:
    once = in_one_script(text)
    assert len(once) == len(text)
    assert in_one_script(once) == once


def test_what_stands_for_a_group_is_as_normalisation_leaves_it() -> None:
    for code in range(0x3400, 0x32000):
        one = in_one_script(unicodedata.normalize("NFKC", chr(code)))
        assert unicodedata.normalize("NFKC", one) == one
