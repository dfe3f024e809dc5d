"""What webhooks ask is carried out alike for every kind of media server."""

import pytest

from kaibo.adapters.media.hooks.servers import HookedServers
from kaibo.adapters.media.livekit.names import ingress_name
from tests.support.hooked import Hooked, livekit_token
from tests.support.house import Shop
from tests.support.studio import Studio

ENDING = ["nginx-rtmp", "srs", "ovenmediaengine"]


def test_an_encoder_with_the_key_of_its_name_may_push(hooked: Hooked) -> None:
    assert hooked.publish()
    assert hooked.running() is not None
    inputs = hooked.shop.owner.get(f"/shows/{hooked.show}/picture").json()["inputs"]
    assert (inputs[0]["state"], inputs[0]["server_id"]) == ("connecting", hooked.kind)


def test_the_backup_pushes_beside_it(hooked: Hooked) -> None:
    assert hooked.publish()
    assert hooked.publish(hooked.backup_key, name=f"{hooked.show}-backup", client="2")
    assert hooked.running() != hooked.running(f"{hooked.show}-backup")


def test_a_key_that_nobody_has_opens_nothing(hooked: Hooked) -> None:
    assert not hooked.publish("sk_nobody")
    assert not hooked.publish("")
    assert hooked.running() is None


def test_a_key_opens_its_own_name_and_not_its_neighbours(hooked: Hooked) -> None:
    neighbour = hooked.shop.house.show(hooked.shop.product.id, slug="neighbour")
    assert not hooked.publish(name=neighbour.id)
    assert not hooked.publish(name=f"{hooked.show}-backup")
    assert not hooked.publish(hooked.backup_key)
    assert hooked.running() is None
    assert hooked.running(neighbour.id) is None


def test_a_name_that_only_begins_like_an_inputs_is_nobodys(hooked: Hooked) -> None:
    for name in (f"{hooked.show}-other", f"{hooked.show}-main", hooked.shop.show.slug):
        assert not hooked.publish(name=name)
        assert not hooked.play(name)
    assert hooked.running() is None


@pytest.mark.parametrize("name", ["?", "../x", "a b", "\x00", "x" * 5000, "シー"])
def test_a_name_that_no_input_can_have_is_refused(hooked: Hooked, name: str) -> None:
    assert not hooked.publish(name=name)
    assert not hooked.play(name)


def test_a_key_that_no_input_can_have_is_refused(hooked: Hooked) -> None:
    assert not hooked.publish("sk_\x00")
    assert not hooked.publish("k" * 5000)


def test_a_second_encoder_is_refused(hooked: Hooked) -> None:
    assert hooked.publish()
    first = hooked.running()
    assert not hooked.publish(client="2")
    assert hooked.running() == first
    told = hooked.shop.owner.get(f"/shows/{hooked.show}/picture").json()["inputs"][0]
    assert told["last_refusal"]["code"] == "key_in_use"


def test_a_show_that_is_over_takes_no_encoder(hooked: Hooked) -> None:
    hooked.shop.owner.post(f"/shows/{hooked.show}/end")
    assert not hooked.publish()


@pytest.mark.parametrize("kind", ENDING)
def test_an_encoder_that_leaves_ends_its_stream(hooked_shop: Shop, kind: str) -> None:
    hooked = Hooked(hooked_shop, kind)
    hooked.publish()
    hooked.end()
    assert hooked.running() is None
    hooked.end()  # told twice
    assert hooked.publish(client="2")


@pytest.mark.parametrize("kind", ENDING)
def test_the_end_of_an_old_connection_does_not_end_its_successor(
    taking_over: Shop, kind: str
) -> None:
    hooked = Hooked(taking_over, kind)
    assert hooked.publish(client="1")
    assert hooked.publish(client="2")
    successor = hooked.running()
    hooked.end(client="1")
    assert hooked.running() == successor
    hooked.end(client="77")  # of which nobody heard
    assert hooked.running() == successor
    hooked.end(client="2")
    assert hooked.running() is None


def test_with_take_over_the_newcomer_gets_the_place(taking_over: Shop) -> None:
    hooked = Hooked(taking_over, "srs")
    assert hooked.publish(client="1")
    first = hooked.running()
    assert hooked.publish(client="2")
    assert hooked.running() not in {None, first}


def test_after_a_restart_of_core_the_name_says_which_stream_has_ended(hooked_shop: Shop) -> None:
    hooked = Hooked(hooked_shop, "srs")
    hooked.publish(client="1")
    hooked_shop.house.context.port(HookedServers)["srs"].desk._clients.clear()  # noqa: SLF001 - a restart
    hooked.end(client="1")
    assert hooked.running() is None


def test_a_public_show_can_be_watched_until_it_is_over(hooked: Hooked) -> None:
    assert hooked.play()
    hooked.shop.owner.post(f"/shows/{hooked.show}/end")
    assert not hooked.play()
    assert not hooked.play("shw_nobody")


def test_a_show_by_invitation_needs_a_signature(hooked: Hooked) -> None:
    hooked.shop.owner.patch(f"/shows/{hooked.show}", {"access": "invited"})
    assert not hooked.play()
    assert not hooked.play(sig="~99999999999.forgedforgedforgedforg")
    assert not hooked.play(sig=hooked.signed("shw_other"))
    assert hooked.play(sig=hooked.signed())


def test_core_may_be_asked_about_a_viewer_by_a_web_server(hooked: Hooked) -> None:
    ask = hooked.shop.house.anyone.get
    place = f"/media/hooks/{hooked.kind}/play?name={hooked.show}"
    assert ask(f"{place}&token={hooked.token}").status_code == 204
    assert ask(f"{place}&token=wrong").status_code == 401
    hooked.shop.owner.patch(f"/shows/{hooked.show}", {"access": "invited"})
    assert ask(f"{place}&token={hooked.token}").status_code == 403
    signed = f"{place}&token={hooked.token}&sig={hooked.signed()}"
    assert ask(signed).status_code == 204


def test_a_forged_webhook_changes_nothing(hooked: Hooked) -> None:
    hooked.publish()
    before = hooked.running()
    hooked.token = "not-the-token-of-this-server"
    for forged in (
        hooked.call({"call": "publish_done", "action": "on_unpublish", "name": hooked.show}),
        hooked.send(b"{}", {}),
    ):
        assert forged.status_code == 401
    assert hooked.running() == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"a":' * 5000, b"7"])
def test_a_malformed_webhook_is_refused_and_harmless(hooked_shop: Shop, body: bytes) -> None:
    for kind in ("nginx-rtmp", "srs", "mediamtx"):
        token = {"token": Hooked(hooked_shop, kind).token}
        assert Hooked(hooked_shop, kind).send(body, token).status_code == 422
    livekit = Hooked(hooked_shop, "livekit")
    signed = livekit_token(body, livekit.token)
    assert livekit.send(body, {}, authorization=signed).status_code == 422


def test_a_server_that_is_not_in_the_file_has_no_webhooks(hooked_shop: Shop) -> None:
    assert hooked_shop.house.anyone.post("/media/hooks/nowhere?token=x", b"").status_code == 404


class TestLivekit:
    """LiveKit gives out its own keys, and tells instead of asking."""

    @pytest.fixture
    def livekit(self, hooked_shop: Shop) -> Hooked:
        return Hooked(hooked_shop, "livekit")

    @staticmethod
    def event(livekit: Hooked, event: str, key: str, **more: str) -> dict[str, object]:
        name = more.get("name", livekit.show)
        return {
            "event": event,
            "id": "EV_1",
            "createdAt": "1780000000",
            "ingressInfo": {
                "ingressId": "IN_1",
                "name": ingress_name(livekit.token, name, key),
                "streamKey": "livekits-own",
                "inputType": more.get("input", "RTMP_INPUT"),
                "roomName": name,
                "participantIdentity": name,
                "state": {"status": "ENDPOINT_PUBLISHING", "resourceId": "RS_1"},
            },
        }

    def test_what_was_made_for_the_inputs_key_is_a_stream(self, livekit: Hooked) -> None:
        assert livekit.call(self.event(livekit, "ingress_started", livekit.key)).status_code == 204
        assert livekit.running() is not None
        livekit.call(self.event(livekit, "ingress_ended", livekit.key))
        assert livekit.running() is None

    def test_a_whip_ingress_is_told_from_rtmp(self, livekit: Hooked) -> None:
        livekit.call(self.event(livekit, "ingress_started", livekit.key, input="WHIP_INPUT"))
        assert Studio(livekit.shop).status()["protocol"] == "whip"

    def test_what_was_made_for_a_key_since_replaced_is_none(self, livekit: Hooked) -> None:
        livekit.shop.owner.post(f"/shows/{livekit.show}/stream-keys/main/rotate")
        livekit.call(self.event(livekit, "ingress_started", livekit.key))
        assert livekit.running() is None

    def test_an_ingress_of_somebody_else_is_none(self, livekit: Hooked) -> None:
        event = self.event(livekit, "ingress_started", livekit.key, name="shw_nobody")
        assert livekit.call(event).status_code == 204
        assert livekit.running() is None

    def test_other_events_are_answered_kindly(self, livekit: Hooked) -> None:
        assert livekit.call({"event": "room_started", "room": {"name": "x"}}).status_code == 204
