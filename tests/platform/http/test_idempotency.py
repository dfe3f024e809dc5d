"""`Idempotency-Key`: a repeated POST gives the first answer."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from kaibo.modules.identity.contracts import Role, Store
from kaibo.modules.identity.facade import find_store
from kaibo.platform.http.idempotency import CLAIM_S, IdempotentRequest
from tests.support.house import Shop, at_once

PRODUCT = {"title": "Sencha", "price": 100}
KEY = {"idempotency_key": "k-1"}


def titles(shop: Shop) -> list[str]:
    return [item["title"] for item in shop.owner.get("/products").json()["items"]]


def claims(session: Session) -> int:
    return len(session.scalars(select(IdempotentRequest)).all())


def test_a_repeat_gives_the_first_answer_and_no_second_effect(shop: Shop) -> None:
    first = shop.owner.post("/products", PRODUCT, **KEY)
    again = shop.owner.post("/products", PRODUCT, **KEY)

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    assert again.headers["idempotency-replayed"] == "true"
    assert titles(shop).count("Sencha") == 1


def test_without_a_key_each_request_counts(shop: Shop) -> None:
    for _ in range(2):
        shop.owner.post("/products", PRODUCT)
    assert titles(shop).count("Sencha") == 2


def test_the_key_of_another_request_is_refused(shop: Shop) -> None:
    shop.owner.post("/products", PRODUCT, **KEY)
    answer = shop.owner.post("/products", PRODUCT | {"price": 101}, **KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.reused")


def test_keys_belong_to_their_caller_and_address(shop: Shop) -> None:
    shop.owner.post("/products", PRODUCT, **KEY)
    colleague = shop.house.staff(Role.OPERATOR)
    assert colleague.post("/products", PRODUCT, **KEY).status_code == 201
    assert shop.owner.post("/shows", {"title": "Tea"}, **KEY).status_code == 201
    assert titles(shop).count("Sencha") == 2


def test_while_the_first_runs_a_repeat_is_told_to_wait(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> Store | None:
        # In a reading: a transaction that waits would on SQLite keep all others waiting.
        inside.set()
        assert go_on.wait(10)
        return find_store(session)

    monkeypatch.setattr("kaibo.modules.identity.facade.find_store", slow)
    answers = []
    first = threading.Thread(
        target=lambda: answers.append(shop.owner.post("/products", PRODUCT, **KEY))
    )
    first.start()
    assert inside.wait(10)

    again = shop.owner.post("/products", PRODUCT, **KEY)
    go_on.set()
    first.join()

    assert (again.status_code, again.json()["code"]) == (409, "idempotency.running")
    assert again.headers["retry-after"] == "1"
    assert answers[0].status_code == 201
    assert shop.owner.post("/products", PRODUCT, **KEY).content == answers[0].content


def test_many_at_once_make_one_effect(shop: Shop) -> None:
    answers = at_once(6, lambda _: shop.owner.post("/products", PRODUCT, **KEY))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert titles(shop).count("Sencha") == 1


def test_a_fault_of_ours_gives_the_key_back(shop: Shop) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kaibo.modules.catalog.service.products.to_product", fail)
        assert shop.owner.post("/products", PRODUCT, **KEY).status_code == 500

    answer = shop.owner.post("/products", PRODUCT, **KEY)
    assert answer.status_code == 201
    assert "idempotency-replayed" not in answer.headers


def test_a_refusal_is_repeated_as_it_was(shop: Shop) -> None:
    wrong = {"title": "", "price": 1}
    first = shop.owner.post("/products", wrong, **KEY)
    again = shop.owner.post("/products", wrong, **KEY)
    assert (first.status_code, again.content) == (422, first.content)
    assert again.headers["content-type"] == "application/problem+json"


def test_having_to_sign_in_does_not_use_the_key_up(shop: Shop) -> None:
    for _ in range(2):
        answer = shop.house.anyone.post("/products", PRODUCT, **KEY)
        assert answer.status_code == 401
        assert "idempotency-replayed" not in answer.headers


def test_answers_that_sign_in_are_never_stored(shop: Shop) -> None:
    tokens = {shop.house.anyone.post("/viewers", {}, **KEY).json()["token"] for _ in range(2)}
    assert len(tokens) == 2
    assert shop.house.read(claims) == 0


def test_a_claim_left_by_a_crash_is_free_after_a_minute(shop: Shop) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError

    with pytest.MonkeyPatch.context() as patch:
        # Neither the answer nor the release is written: the process was killed.
        patch.setattr("kaibo.platform.http.idempotency._store", crash)
        patch.setattr("kaibo.platform.http.idempotency._release", crash)
        assert shop.owner.post("/shows", {"title": "Tea"}, **KEY).status_code == 500
    assert shop.owner.post("/shows", {"title": "Tea"}, **KEY).status_code == 409

    shop.house.pass_time(seconds=CLAIM_S + 1)

    assert shop.owner.post("/shows", {"title": "Tea"}, **KEY).status_code == 201


def test_answers_are_kept_for_a_day(shop: Shop) -> None:
    shop.owner.post("/products", PRODUCT, **KEY)
    shop.house.pass_time(hours=23)
    shop.owner.post("/products", PRODUCT, **KEY)
    shop.house.pass_time(hours=2)
    shop.owner.post("/products", PRODUCT, idempotency_key="other")
    assert shop.house.read(claims) == 1
    assert titles(shop).count("Sencha") == 2


@pytest.mark.parametrize("key", ["", "x" * 129])
def test_a_key_has_one_to_128_characters(shop: Shop, key: str) -> None:
    answer = shop.owner.post("/products", PRODUCT, idempotency_key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency.bad_key")


def test_a_body_too_large_to_compare_is_refused(shop: Shop) -> None:
    answer = shop.owner.post("/products", PRODUCT | {"description": "x" * (1 << 20)}, **KEY)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
