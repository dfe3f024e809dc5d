"""Viewers: guests with a name and a token that cannot be forged."""

import pytest

from kaibo.modules.audience import facade
from kaibo.platform.auth import SecretKey
from tests.support.house import House


def test_a_guest_without_a_name_gets_one_in_their_language(house: House) -> None:
    names = {
        language: house.anyone.post("/viewers", {}, accept_language=language).json()["viewer"]
        for language in ("en", "zh-CN", "zh-HK")
    }
    assert names["en"]["display_name"].startswith("Guest ")
    assert names["zh-CN"]["display_name"].startswith("游客")
    assert names["zh-HK"]["display_name"].startswith("訪客")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  小 明\n", "小 明"),
        ("a\u200bb\u202ec\x00", "abc"),
        ("é", "é"),
        ("x" * 24, "x" * 24),
        ("<b>", "<b>"),
    ],
)
def test_a_name_is_one_line_of_visible_characters(house: House, given: str, kept: str) -> None:
    answer = house.anyone.post("/viewers", {"display_name": given})
    assert answer.json()["viewer"]["display_name"] == kept


@pytest.mark.parametrize("name", ["   ", "\u200b", "x" * 25])
def test_a_name_that_cannot_be_shown_is_refused(house: House, name: str) -> None:
    answer = house.anyone.post("/viewers", {"display_name": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "audience.bad_name")


def test_a_viewer_renames_only_themselves(house: House) -> None:
    one, other = house.viewer("One"), house.viewer("Other")
    assert one.patch("/viewers/me", {"display_name": "新"}).json()["display_name"] == "新"
    assert one.get("/viewers/me").json()["display_name"] == "新"
    assert other.get("/viewers/me").json()["display_name"] == "Other"


def test_the_cookie_opens_what_the_token_opens(house: House) -> None:
    answer = house.anyone.post("/viewers", {"display_name": "Lin"})
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert house.anyone.get("/viewers/me", cookie=cookie).json()["display_name"] == "Lin"


def test_a_forged_token_opens_nothing(house: House) -> None:
    one, other = house.viewer(), house.viewer()
    signature = one.token.rpartition(".")[2]
    for token in (
        f"kvw_{other.id}.{signature}",
        one.token[:-1],
        one.token + "x",
        f"kvw_{one.id}",
        f"kvw_{one.id}.",
        "kvw_.",
        f"kvw_{one.id}.é",
    ):
        assert house.bearer(token).get("/viewers/me").status_code == 401


def test_a_token_of_another_installation_opens_nothing(house: House) -> None:
    viewer = house.viewer()
    token = facade.sign_token(SecretKey(b"another"), viewer.id)
    assert house.bearer(token).get("/viewers/me").status_code == 401
