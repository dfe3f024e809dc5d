"""Set-up, signing in, and who works here."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from kaibo.modules.identity import service
from kaibo.modules.identity.contracts import Role
from kaibo.modules.identity.errors import BadCredentialsError
from kaibo.modules.identity.models import SignInLinkRow, StaffRow, StaffSessionRow, StoreRow
from tests.support.house import SETUP_TOKEN, Caller, House, Shop, at_once

OWNER = {"name": "Mei", "email": "Mei@Tea.test", "password": "a long password"}
SETUP: dict[str, Any] = {
    "token": SETUP_TOKEN,
    "store": {"name": "Tea House", "currency": "TWD"},
    "owner": OWNER,
}


@pytest.fixture
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 is slow by design, and is the subject of few tests."""
    monkeypatch.setattr("kaibo.modules.identity.routes.hash_password", lambda text: f"h:{text}")
    monkeypatch.setattr(
        "kaibo.modules.identity.routes.password_matches",
        lambda stored, text: stored == f"h:{text}",
    )


def sign_in(house: House, password: str = "a long password", email: str = "mei@tea.test") -> Any:  # noqa: ANN401 - JSON
    return house.anyone.post("/staff/sessions", {"email": email, "password": password})


def test_set_up_makes_the_store_and_signs_its_owner_in(house: House) -> None:
    """The one test with real passwords."""
    assert house.anyone.get("/setup").json() == {"needed": True}
    assert house.anyone.get("/store").json()["code"] == "identity.setup_needed"

    answer = house.anyone.post("/setup", SETUP)

    assert answer.status_code == 201
    told = answer.json()
    assert (told["staff"]["role"], told["staff"]["email"]) == ("owner", "mei@tea.test")
    assert house.bearer(told["token"]).get("/staff/me").json() == told["staff"]
    store = house.anyone.get("/store").json()
    assert (store["currency"], store["mode"]) == ("TWD", "test")
    assert house.anyone.get("/setup").json() == {"needed": False}
    assert sign_in(house).status_code == 201
    assert sign_in(house, "a long passwore").status_code == 401
    stored = house.read(lambda s: s.scalars(select(StaffRow.password_hash)).one())
    assert stored.startswith("$argon2id$")


@pytest.mark.usefixtures("cheap_passwords")
@pytest.mark.parametrize("currency", ["THB", "AUD", "CAD", "NZD"])
def test_a_store_is_set_up_in_its_own_currency_and_sells_by_its_hundredths(
    sqlite_house: House, currency: str
) -> None:
    store = SETUP["store"] | {"currency": currency}
    told = sqlite_house.anyone.post("/setup", SETUP | {"store": store})
    assert told.status_code == 201, told.text

    owner = sqlite_house.bearer(told.json()["token"])
    made = owner.post("/products", {"title": "Tea", "variants": [{"price": 13_650}]})

    assert made.status_code == 201, made.text
    (variant,) = made.json()["variants"]
    assert variant["price"] == {"amount": 13_650, "currency": currency}


@pytest.mark.parametrize("token", ["", "wrong", SETUP_TOKEN + "x", "é"])
def test_set_up_takes_the_token_that_was_printed(house: House, token: str) -> None:
    answer = house.anyone.post("/setup", SETUP | {"token": token})
    assert (answer.status_code, answer.json()["code"]) == (403, "identity.bad_setup_token")
    assert house.anyone.get("/setup").json() == {"needed": True}


@pytest.mark.usefixtures("cheap_passwords")
def test_without_a_token_there_is_no_set_up(house: House) -> None:
    house.context.settings = house.settings.model_copy(
        update={"setup_token": type(house.settings.setup_token)("")}
    )
    assert house.anyone.post("/setup", SETUP | {"token": ""}).status_code == 403


@pytest.mark.usefixtures("cheap_passwords")
def test_set_up_happens_once_however_many_try(house: House) -> None:
    def try_it(number: int) -> int:
        owner = OWNER | {"email": f"{number}@tea.test"}
        return house.anyone.post("/setup", SETUP | {"owner": owner}).status_code

    assert sorted(at_once(5, try_it)) == [201, 409, 409, 409, 409]
    assert len(house.read(lambda s: s.scalars(select(StoreRow)).all())) == 1
    assert len(house.read(lambda s: s.scalars(select(StaffRow)).all())) == 1


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("owner", {"password": "too short"}),
        ("owner", {"email": "no address"}),
        ("owner", {"name": ""}),
        ("store", {"currency": "XXX"}),
        ("store", {"name": ""}),
    ],
)
def test_set_up_says_what_is_wrong(sqlite_house: House, part: str, wrong: dict[str, str]) -> None:
    answer = sqlite_house.anyone.post("/setup", SETUP | {part: SETUP[part] | wrong})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"{part}.{next(iter(wrong))}"


@pytest.fixture
def staffed(house: House, cheap_passwords: None) -> House:
    assert house.anyone.post("/setup", SETUP).status_code == 201
    return house


def test_who_has_no_account_is_told_the_same_as_who_mistyped(staffed: House) -> None:
    wrong, nobody = sign_in(staffed, "wrong"), sign_in(staffed, email="nobody@tea.test")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.json()["code"] == nobody.json()["code"] == "identity.bad_credentials"


def test_an_account_that_is_guessed_at_rests_for_five_minutes(staffed: House) -> None:
    for _ in range(8):
        assert sign_in(staffed, "wrong").status_code == 401
    answer = sign_in(staffed)
    assert (answer.status_code, answer.json()["code"]) == (429, "identity.too_many_attempts")
    assert answer.headers["retry-after"] == "300"
    assert sign_in(staffed, email="MEI@tea.test").status_code == 429, "case does not matter"


def test_others_at_the_same_address_are_not_kept_out(staffed: House) -> None:
    """A whole office, or a whole country, may share one."""
    for _ in range(9):
        sign_in(staffed, "wrong", email="guessed@tea.test")
    assert sign_in(staffed).status_code == 201


def test_guesses_sent_at_once_count_as_well(staffed: House) -> None:
    """All pass the first look; the right one is not taken after eight wrong ones."""
    with ThreadPoolExecutor(20) as threads:
        guesses = list(threads.map(lambda _: sign_in(staffed, "wrong").status_code, range(20)))
    assert set(guesses) <= {401, 429}
    assert sign_in(staffed).status_code == 429


def test_of_many_guesses_at_once_no_more_than_eight_are_looked_at(
    staffed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staged: while the first attempt is being checked, others come; what counts is beginning."""
    looked_at: list[str] = []

    def slow_match(stored: str | None, text: str) -> bool:
        looked_at.append(text)
        if len(looked_at) == 1:
            answers = [sign_in(staffed, "wrong").status_code for _ in range(9)]
            assert answers == [401] * 7 + [429] * 2
        return stored == f"h:{text}"

    monkeypatch.setattr("kaibo.modules.identity.routes.password_matches", slow_match)
    assert sign_in(staffed).status_code == 201
    assert len(looked_at) == 8


def test_a_success_forgets_the_attempts_before_it(staffed: House) -> None:
    for _ in range(3):
        assert [sign_in(staffed, "wrong").status_code for _ in range(7)] == [401] * 7
        assert sign_in(staffed).status_code == 201


def test_a_password_changed_meanwhile_opens_nothing(staffed: House) -> None:
    with pytest.raises(BadCredentialsError):
        staffed.run(service.sign_in, "mei@tea.test", password_hash="h:the old one")


def test_signing_out_ends_only_this_session(staffed: House) -> None:
    one, other = (staffed.bearer(sign_in(staffed).json()["token"]) for _ in range(2))
    answer = one.delete("/staff/sessions/current")
    assert answer.status_code == 204
    assert "kaibo_staff=" in answer.headers["set-cookie"]
    assert one.get("/staff/me").status_code == 401
    assert other.get("/staff/me").status_code == 200


def test_a_session_ends_after_a_fortnight(staffed: House) -> None:
    caller = staffed.bearer(sign_in(staffed).json()["token"])
    staffed.pass_time(days=13, hours=23)
    assert caller.get("/staff/me").status_code == 200
    staffed.pass_time(hours=1)
    assert caller.get("/staff/me").status_code == 401
    sign_in(staffed)
    assert len(staffed.read(lambda s: s.scalars(select(StaffSessionRow)).all())) == 1


def test_tokens_are_not_stored(staffed: House) -> None:
    token = sign_in(staffed).json()["token"]
    stored = staffed.read(lambda s: s.scalars(select(StaffSessionRow.token_hash)).all())
    assert token not in stored
    assert all(len(hashed) == 64 for hashed in stored)


# One-time links


def link_for(owner: Caller, email: str) -> Any:  # noqa: ANN401 - JSON
    return owner.post("/staff/sign-in-links", {"email": email})


def enter(house: House, token: str) -> int:
    return house.anyone.post("/staff/sessions/one-time", {"token": token}).status_code


def test_a_link_signs_in_once_however_many_follow_it(shop: Shop) -> None:
    told = link_for(shop.owner, "MEI@tea.test").json()
    assert told["path"] == f"/console/enter?token={told['token']}"
    outcomes = at_once(5, lambda _: enter(shop.house, told["token"]))
    assert sorted(outcomes) == [201, 401, 401, 401, 401]


def test_a_link_ends_after_half_an_hour(shop: Shop) -> None:
    token = link_for(shop.owner, "mei@tea.test").json()["token"]
    shop.house.pass_time(minutes=30)
    assert enter(shop.house, token) == 401
    assert enter(shop.house, "ksl_made_up") == 401
    stored = shop.house.read(lambda s: s.scalars(select(SignInLinkRow.token_hash)).all())
    assert token not in stored


def test_a_link_is_made_only_for_who_works_here(shop: Shop) -> None:
    assert link_for(shop.owner, "nobody@tea.test").status_code == 404


# Staff and store


@pytest.mark.usefixtures("cheap_passwords")
def test_an_owner_adds_people_each_once(shop: Shop) -> None:
    person = {"name": "Bo", "email": "bo@tea.test", "password": "blue teapot", "role": "warehouse"}
    answers = at_once(3, lambda _: shop.owner.post("/staff", person))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    again = shop.owner.post("/staff", person | {"email": "BO@tea.test"})
    assert (again.status_code, again.json()["code"]) == (409, "identity.email_taken")
    listed = shop.owner.get("/staff").json()["items"]
    assert [(item["name"], item["role"]) for item in listed] == [
        ("Bo", "warehouse"),
        ("Mei", "owner"),
    ]
    assert "password" not in str(listed)


def test_a_new_role_must_be_one_that_exists(sqlite_shop: Shop) -> None:
    person = {"name": "Bo", "email": "bo@tea.test", "password": "blue teapot", "role": "boss"}
    assert sqlite_shop.owner.post("/staff", person).json()["errors"][0]["code"] == "enum"


def test_the_stores_profile_is_changed_field_by_field(shop: Shop) -> None:
    before = shop.house.anyone.get("/store").json()
    changed = shop.owner.patch("/store", {"contact": "hi@tea.test", "name": None}).json()
    assert changed == before | {"contact": "hi@tea.test"}
    assert shop.house.anyone.get("/store").json() == changed
    assert shop.owner.patch("/store", {"name": ""}).status_code == 422


def test_a_session_is_worth_its_role_of_now(shop: Shop) -> None:
    """Roles are looked up with each request, not kept in the token."""
    caller = shop.house.staff(Role.OPERATOR)
    assert caller.get("/staff").status_code == 403

    def promote(uow: Any) -> None:  # noqa: ANN401 - JSON
        row = uow.session.scalar(select(StaffRow).where(StaffRow.role == Role.OPERATOR))
        row.role = Role.OWNER

    shop.house.run(promote)
    assert caller.get("/staff").status_code == 200
