"""Errors are problem documents (RFC 9457) in the reader's language."""

import json

import pytest
from sqlalchemy.exc import DataError

from kaibo.platform.i18n import translate
from tests.support.house import House, Shop

SIGN_IN = {"en": "Please sign in first.", "zh-CN": "请先登录。", "zh-TW": "請先登入。"}


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("en", "en"),
        ("zh-CN", "zh-CN"),
        ("zh-TW", "zh-TW"),
        ("zh-HK,zh;q=0.5", "zh-TW"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hans-TW", "zh-CN"),
        ("fr, zh;q=0.4, en;q=0.3", "zh-CN"),
        ("en;q=0.2, zh-MO;q=0.9", "zh-TW"),
        ("zh;q=0, en", "en"),
        ("fr", "en"),
        ("", "en"),
        ("*;q=nonsense,,;;", "en"),
    ],
)
def test_errors_are_told_in_the_readers_language(
    sqlite_house: House, wanted: str, language: str
) -> None:
    answer = sqlite_house.anyone.get("/shows/nothing", accept_language=wanted)

    told = answer.json()
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    assert answer.headers["cache-control"] == "no-store"
    assert told["detail"] == SIGN_IN[language]
    assert told["title"] == translate("title.401", language)  # type: ignore[arg-type]
    assert told["type"] == "urn:kaibo:problem:unauthenticated"
    assert told["instance"] == "/api/v1/shows/nothing"


def test_every_wrong_field_is_named_with_what_is_wrong(sqlite_shop: Shop) -> None:
    body = {"title": "", "price": -1, "compare_at": "much"}

    answer = sqlite_shop.owner.post("/products", body, accept_language="zh-TW")

    told = answer.json()
    assert (answer.status_code, told["code"]) == (422, "invalid_request")
    fields = {error["field"]: (error["code"], error["message"]) for error in told["errors"]}
    assert fields["title"] == ("string_too_short", "至少需要 1 個字元。")
    assert fields["price"] == ("greater_than_equal", "不能小於 0。")
    assert fields["compare_at"] == ("int_parsing", "請輸入整數。")


def test_a_number_in_a_sentence_may_be_one_or_none(sqlite_shop: Shop) -> None:
    refused = sqlite_shop.owner.post("/products", {"title": "", "price": 1})
    messages = [error["message"] for error in refused.json()["errors"]]
    assert messages == ["Please use 1 or more characters."]
    told = translate("orders.limit_reached", "en", limit=1, left=0)
    assert told == "Each buyer may have 1 of these. Left for you: 0."


def test_a_domain_error_about_a_field_names_it_too(sqlite_shop: Shop) -> None:
    answer = sqlite_shop.owner.post("/products", {"title": "Tea", "price": 5, "compare_at": 4})
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("compare_at", "catalog.bad_compare_price")


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b"[1]", b'"text"', b"null", b"{}"])
def test_what_is_not_the_wanted_json_is_refused_politely(sqlite_shop: Shop, body: bytes) -> None:
    answer = sqlite_shop.owner.request(
        "POST", "/api/v1/products", body, content_type="application/json"
    )
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_unknown_address_of_the_api_is_a_problem_document(sqlite_house: House) -> None:
    answer = sqlite_house.anyone.get("/nothing", accept_language="zh-CN")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["content-language"] == "zh-CN"


def test_a_wrong_method_says_which_are_right(sqlite_house: House) -> None:
    answer = sqlite_house.anyone.put("/setup", {})
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in answer.headers["allow"] or "POST" in answer.headers["allow"]


def test_a_fault_of_ours_hides_its_cause_and_carries_an_id(
    sqlite_shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        msg = "the secret cause"
        raise RuntimeError(msg)

    monkeypatch.setattr("kaibo.modules.identity.facade.find_store", fail)

    answer = sqlite_shop.house.anyone.get("/store", accept_language="zh-HK")

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert answer.headers["content-language"] == "zh-TW"
    assert answer.headers["x-content-type-options"] == "nosniff"
    printed = capsys.readouterr().out
    assert "the secret cause" in printed
    assert answer.headers["x-request-id"] in printed


def test_what_no_column_can_hold_is_the_callers_mistake(shop: Shop) -> None:
    """SQLite takes these; PostgreSQL refuses them. Neither is a fault of ours."""
    for answer in (
        shop.owner.post("/products", {"title": "a\x00b", "price": 1}),
        shop.owner.get("/products?q=%00"),
        shop.owner.get("/products/%00"),
        shop.owner.get("/orders?q=%00"),
        shop.house.anyone.get("/shows/%00/public"),
    ):
        assert answer.status_code in {200, 201, 404, 422}, answer.text


def test_numbers_beyond_a_column_are_the_callers_mistake(shop: Shop) -> None:
    path = f"/products/{shop.product.id}/stock-adjustments"
    statuses = {
        shop.owner.post(path, {"delta": 10**9, "reason": "typo"}).status_code for _ in range(3)
    }
    assert statuses <= {201, 409, 422}


def test_lone_surrogates_are_the_callers_mistake(shop: Shop) -> None:
    body = json.dumps({"title": "\ud800", "price": 1}).encode()
    answer = shop.owner.request("POST", "/api/v1/products", body, content_type="application/json")
    assert answer.status_code == 422


def test_a_refusal_of_the_database_does_not_tell_its_words(sqlite_shop: Shop) -> None:
    def refuse(*_: object) -> None:
        raise DataError("INSERT", None, Exception("column so-and-so"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kaibo.modules.identity.facade.find_store", refuse)
        answer = sqlite_shop.house.anyone.get("/store")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert "so-and-so" not in answer.text
