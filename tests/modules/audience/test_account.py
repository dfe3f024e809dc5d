"""What the owner of an account sees to: name, language, picture."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kaibo.modules.audience import facade as audience
from kaibo.modules.audience import repository, service, sessions
from kaibo.platform.db import UnitOfWork
from tests.support.house import House, settings_for
from tests.support.mailing import Tray, sign_in
from tests.support.pictures import jpeg


def test_a_picture_is_encoded_anew_and_square_and_replaces_the_one_before(house: House) -> None:
    house.set_up()
    lin = sign_in(Tray(house), house.viewer(), "lin@buyer.test")
    urls = []
    for size in ((900, 600), (40, 80)):
        answer = lin.request("PUT", "/api/v1/viewers/me/picture", jpeg(size))
        assert answer.status_code == 200, answer.text
        urls.append(answer.json()["avatar_url"])
    assert lin.request("GET", urls[0]).status_code == 404
    served = lin.request("GET", urls[1])
    with Image.open(io.BytesIO(served.content)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (40, 40))
    assert b"secret place" not in served.content
    assert lin.delete("/viewers/me/picture").json()["avatar_url"] is None
    assert lin.request("GET", urls[1]).status_code == 404


def test_what_is_no_picture_is_refused_and_guests_have_none(house: House) -> None:
    house.set_up()
    lin = sign_in(Tray(house), house.viewer(), "lin@buyer.test")
    for upload in (b"<svg onload=alert(1)>", b"", jpeg((4, 4))[:40]):
        answer = lin.request("PUT", "/api/v1/viewers/me/picture", upload)
        assert (answer.status_code, answer.json()["code"]) == (422, "audience.bad_avatar")
    guest = house.viewer()
    answer = guest.request("PUT", "/api/v1/viewers/me/picture", jpeg((4, 4)))
    assert (answer.status_code, answer.json()["code"]) == (409, "audience.guest")


def test_the_account_tells_address_and_language_of_mails(house: House) -> None:
    house.set_up()
    lin = sign_in(Tray(house), house.viewer(), "lin@buyer.test", accept_language="zh-HK")
    told = lin.get("/viewers/me/account").json()
    assert (told["email"], told["language"], told["mail"]) == ("lin@buyer.test", "zh-TW", "smtp")
    lin.patch("/viewers/me", {"language": "en"})
    told = lin.get("/viewers/me/account").json()
    assert (told["language"], told["viewer"]["display_name"]) == ("en", "小明")


def test_a_session_that_ends_while_it_is_looked_up_is_not_kept_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.set_up()
    lin = sign_in(Tray(house), house.viewer(), "lin@buyer.test")
    (told,) = lin.get("/viewers/me/sessions").json()
    book = audience.SessionBook(house.context.db, house.clock)
    look_up = house.context.db.read

    async def read_and_end(*asked: Any) -> object:  # noqa: ANN401 - whatever is asked
        found = await look_up(*asked)
        await house.context.db.run(sessions.close, book, lin.id)
        return found

    async def main() -> None:
        monkeypatch.setattr(house.context.db, "read", read_and_end)
        assert await book.is_open(told["id"])
        monkeypatch.undo()
        assert not await book.is_open(told["id"])

    house.await_(main())


def test_a_picture_set_between_the_first_look_at_an_account_and_its_erasure_is_let_go_too(
    postgresql_url: str, tmp_path: Path
) -> None:
    """On PostgreSQL, where transactions go side by side; SQLite has them wait for each other."""
    house = House(settings_for(tmp_path / "data", postgresql_url))
    try:
        house.set_up()
        lin = sign_in(Tray(house), house.viewer(), "lin@buyer.test")

        def erase(uow: UnitOfWork) -> list[str]:
            looked_at = repository.viewer(uow.session, lin.id)
            assert looked_at is not None
            house.run(service.set_avatar, lin.id, "ava_1.webp")
            assert looked_at.avatar is None
            return audience.erase(uow, lin.id).pictures

        assert house.run(erase) == ["ava_1.webp"]
        assert house.read(audience.get_viewer, lin.id).avatar_url is None
    finally:
        house.close()
