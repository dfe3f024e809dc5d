"""Captions of a replay: taken in by staff, shown to viewers, and gone with the recordings."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from kaibo.modules.recordings import captions
from kaibo.modules.recordings.captions import LIMIT_BYTES, NewCaptions
from kaibo.modules.recordings.contracts import DeletionCause
from kaibo.modules.recordings.service import delete
from kaibo.platform.db import UnitOfWork
from tests.support.house import Shop, at_once
from tests.support.recordings import Recorder

FILE = "WEBVTT\n\n00:01.000 --> 00:02.000\n龍井\n\n00:04.000 --> 00:05.500\n茶壺\n".encode()
OTHER = b"1\n00:00:02,000 --> 00:00:03,000\nOolong\n"


@pytest.fixture
def over(shop: Shop) -> Recorder:
    """A show that is over, with six seconds recorded."""
    recorder = Recorder(shop)
    recorder.record(recorder.push())
    recorder.end()
    return recorder


def path_of(recorder: Recorder, language: str = "zh-TW") -> str:
    return f"/shows/{recorder.shop.show.id}/captions/{language}"


def send(recorder: Recorder, content: bytes = FILE, language: str = "zh-TW") -> httpx.Response:
    path = path_of(recorder, language)
    return recorder.shop.owner.put(path, content, content_type="text/vtt")


def sent(recorder: Recorder, content: bytes = FILE, language: str = "zh-TW") -> dict[str, Any]:
    answer = send(recorder, content, language)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def tracks(recorder: Recorder) -> list[dict[str, Any]]:
    """What viewers can choose."""
    slug = recorder.shop.show.slug
    told: list[dict[str, Any]] = recorder.house.anyone.get(f"/shows/{slug}/public/replay").json()[
        "captions"
    ]
    return told


def fetch(recorder: Recorder, url: str) -> httpx.Response:
    """Fetch as a player does: with nothing but the address."""
    return recorder.house.anyone.request("GET", url)


def kept(recorder: Recorder) -> list[Path]:
    return sorted((recorder.house.settings.data / "files").glob("*.vtt"))


def test_captions_that_staff_add_can_be_chosen_by_viewers(over: Recorder) -> None:
    assert tracks(over) == []
    told = sent(over)
    assert (told["language"], told["label"], told["cues"]) == ("zh-TW", "繁體中文", 2)
    assert (told["ends_ms"], told["replay_ms"]) == (5_500, 6_000)
    sent(over, OTHER, "en")
    english, chinese = tracks(over)
    assert [(one["language"], one["label"]) for one in (english, chinese)] == [
        ("en", "English"),
        ("zh-TW", "繁體中文"),
    ]
    answer = fetch(over, chinese["url"])
    assert answer.text == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n龍井\n\n00:00:04.000 --> 00:00:05.500\n茶壺\n"
    )
    assert "00:00:02.000 --> 00:00:03.000\nOolong" in fetch(over, english["url"]).text


def test_captions_are_answered_as_players_want_them(over: Recorder) -> None:
    sent(over)
    (track,) = tracks(over)
    headers = fetch(over, track["url"]).headers
    assert headers["content-type"] == "text/vtt; charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"
    # As the playlist: the replay may be taken back.
    assert headers["cache-control"] == "private, max-age=60"
    assert headers["x-content-type-options"] == "nosniff"


def test_captions_of_a_replay_taken_back_are_gone_at_once_and_stay_open_to_the_crew(
    over: Recorder,
) -> None:
    sent(over)
    (track,) = tracks(over)
    over.shop.owner.put(f"/shows/{over.shop.show.id}/replay", {"published": False})
    assert fetch(over, track["url"]).status_code == 404
    (seen,) = over.desk()["captions"]
    assert fetch(over, seen["url"]).status_code == 200


def test_captions_open_by_their_signed_address_only(over: Recorder) -> None:
    sent(over)
    (track,) = tracks(over)
    path, _, opens = track["url"].partition("?opens=")
    assert fetch(over, path).status_code == 422
    assert fetch(over, f"{path}?opens=~99999999999.AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    (file,) = kept(over)
    assert fetch(over, f"/files/{file.name}").status_code == 404
    other = over.house.show(on_air=False)
    there = path.replace(over.shop.show.id, other.id)
    assert fetch(over, f"{there}?opens={opens}").status_code == 404
    assert fetch(over, path.replace("cap_", "cap_0") + f"?opens={opens}").status_code == 404
    over.house.pass_time(hours=8)
    assert fetch(over, track["url"]).status_code == 404


def test_captions_of_an_invited_show_are_told_to_the_invited_only(shop: Shop) -> None:
    recorder = Recorder(shop)
    recorder.record(recorder.push())
    show = shop.owner.patch(f"/shows/{shop.show.id}", {"access": "invited"}).json()
    recorder.end()
    sent(recorder)
    public = f"/shows/{shop.show.slug}/public/replay"
    assert shop.house.anyone.get(public).status_code == 404
    invite = show["invite_path"].partition("invite=")[2]
    told = shop.house.anyone.get(public, x_kaibo_invite=invite).json()
    assert fetch(recorder, told["captions"][0]["url"]).status_code == 200


def test_another_file_replaces_the_first_which_goes(over: Recorder) -> None:
    sent(over)
    (before,) = tracks(over)
    (first,) = kept(over)
    sent(over, OTHER)
    over.house.work()
    (after,) = tracks(over)
    # Another address, so that no browser shows what it kept.
    assert after["url"] != before["url"]
    assert fetch(over, before["url"]).status_code == 404
    assert "Oolong" in fetch(over, after["url"]).text
    assert len(kept(over)) == 1
    assert not first.exists()


def test_removed_captions_are_gone_with_their_file(over: Recorder) -> None:
    sent(over)
    (track,) = tracks(over)
    sent(over, OTHER, "en")
    assert over.shop.owner.delete(path_of(over)).status_code == 204
    assert [one["language"] for one in tracks(over)] == ["en"]
    assert fetch(over, track["url"]).status_code == 404
    over.house.work()
    assert len(kept(over)) == 1
    assert over.shop.owner.delete(path_of(over)).status_code == 404


def test_captions_go_with_the_last_recording_of_their_show(shop: Shop) -> None:
    recorder = Recorder(shop)
    stream = recorder.push()
    first = recorder.record(stream)
    recorder.studio.end(stream)
    recorder.house.pass_time(minutes=3)
    second = recorder.record(recorder.push())
    recorder.end()
    sent(recorder)
    sent(recorder, OTHER, "en")
    assert all(one["fits"] for one in recorder.desk()["captions"])
    recorder.shop.owner.delete(f"/recordings/{first}")
    recorder.house.work()
    # The rest is another replay, at whose times other things are said.
    assert [one["fits"] for one in recorder.desk()["captions"]] == [False, False]
    assert len(kept(recorder)) == 2
    recorder.house.run(delete, second, DeletionCause.RETENTION)
    recorder.house.work()
    assert recorder.desk()["captions"] == []
    assert kept(recorder) == []


def test_captions_come_after_the_show_and_only_where_there_is_a_replay(shop: Shop) -> None:
    recorder = Recorder(shop)
    recorder.push()
    assert refused(send(recorder)) == (409, "captions.too_early")
    recorder.end()
    assert refused(send(recorder)) == (409, "recordings.no_replay")
    assert kept(recorder) == []


def test_captions_whose_recording_is_deleted_meanwhile_leave_nothing(
    over: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    blobs = over.house.context.blobs
    put = blobs.put
    (recording,) = over.desk()["recordings"]

    def slow(name: str, content: bytes) -> None:
        put(name, content)
        over.house.run(delete, recording["id"], DeletionCause.QUOTA)

    monkeypatch.setattr(blobs, "put", slow)
    assert refused(send(over)) == (409, "recordings.no_replay")
    over.house.work()
    assert kept(over) == []
    assert over.desk()["captions"] == []


def test_of_captions_sent_at_once_one_is_kept(over: Recorder) -> None:
    show = over.shop.show.id

    def go(number: int) -> None:
        new = NewCaptions("en", f"cap_{number}.vtt", 1, 1000, 10, 6000)
        over.house.context.blobs.put(new.file, FILE)
        over.house.run(captions.put, show, new)

    at_once(6, go)
    over.house.work()
    (track,) = tracks(over)
    (file,) = kept(over)
    assert file.stem in track["url"]


@pytest.mark.parametrize(
    ("content", "status", "code", "said"),
    [
        (b"WEBVTT\n\n00:01 --> 00:02\na", 422, "captions.bad_time", "第 3 行應為時間"),
        ("WEBVTT\n\n茶".encode("cp950"), 422, "captions.not_utf8", "第 3 行不是 UTF-8"),
        (b"WEBVTT\n\n00:06.000 --> 00:07.000\na", 422, "captions.beyond", "結尾 0:00:06"),
        (b"WEBVTT\n\n" + b" " * LIMIT_BYTES, 413, "captions.too_large", "2 MB"),
    ],
)
def test_a_file_that_is_refused_is_told_why_in_the_readers_words_and_what_was_there_stays(
    over: Recorder, content: bytes, status: int, code: str, said: str
) -> None:
    sent(over)
    answer = over.shop.owner.put(path_of(over), content, accept_language="zh-TW")
    assert refused(answer) == (status, code)
    assert said in answer.json()["detail"]
    assert "龍井" in fetch(over, tracks(over)[0]["url"]).text
    assert len(kept(over)) == 1


def test_only_languages_of_the_pages_can_be_chosen(over: Recorder) -> None:
    assert send(over, FILE, "fr").status_code == 422
    assert send(over, FILE, "zh-tw").status_code == 422


def test_what_staff_do_to_captions_is_written_down(over: Recorder) -> None:
    sent(over)
    over.shop.owner.delete(path_of(over))
    lines = over.shop.owner.get("/audit?action=recordings.").json()["items"]
    target = f"{over.shop.show.id}/zh-TW"
    assert [(line["action"], line["target"]) for line in lines] == [
        ("recordings.remove_captions", target),
        ("recordings.set_captions", target),
    ]


def test_captions_are_removed_in_the_transaction_of_the_last_recording(over: Recorder) -> None:
    sent(over)
    (recording,) = over.desk()["recordings"]

    def fail_after(uow: UnitOfWork) -> None:
        delete(uow, recording["id"], DeletionCause.STAFF)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        over.house.run(fail_after)
    over.house.work()
    assert len(tracks(over)) == 1
    assert len(kept(over)) == 1
