"""The window slides, forgets in time, and wakes exactly those whose part has come."""

from __future__ import annotations

from kaibo.adapters.media.builtin.hls.window import Waiter, Window
from kaibo.adapters.media.builtin.limits import StreamLimits


def make_window(segments: int = 0, parts: int = 10, *, open_parts: int = 0) -> Window:
    window = Window(StreamLimits())
    window.promise(0.2, 2)
    window.set_init(b"init")
    for _ in range(segments):
        add_segment(window, parts)
    if open_parts:
        window.open_segment(0, discontinuity=False)
        for index in range(open_parts):
            window.add_part(b"part", 0.2, independent=index == 0)
        window.commit()
    return window


def add_segment(
    window: Window, parts: int = 10, *, discontinuity: bool = False, sound: bytes | None = None
) -> None:
    window.open_segment(0, discontinuity=discontinuity)
    for index in range(parts):
        window.add_part(b"part", 0.2, independent=index == 0, sound=sound)
    window.close_segment()
    window.commit()


def shown(window: Window) -> str:
    return window.playlist().decode()


def test_at_least_six_segments_and_twelve_seconds_are_shown() -> None:
    window = make_window(20)
    assert shown(window).count("#EXTINF") == 6
    assert "#EXT-X-MEDIA-SEQUENCE:14\n" in shown(window)
    assert shown(make_window(20, parts=5)).count("#EXTINF") == 12


def test_the_bounds_never_change_once_they_are_stated() -> None:
    window = make_window(1)
    window.promise(0.5, 9)
    assert "#EXT-X-TARGETDURATION:2\n" in shown(window)
    assert "PART-TARGET=0.200" in shown(window)


def test_parts_are_listed_for_three_target_durations() -> None:
    assert shown(make_window(6)).count("#EXT-X-PART:") == 40


def test_segments_stay_fetchable_for_a_while_after_they_left() -> None:
    window = make_window(20)
    token = shown(window).split('MAP:URI="')[1].split("-")[0]
    assert window.file(f"{token}-13.m4s") is not None
    assert window.file(f"{token}-13.4.m4s") is not None
    assert window.file(f"{token}-2.m4s") is None
    assert window.file(f"{token}-2.4.m4s") is None


def test_discontinuities_that_left_are_counted() -> None:
    window = make_window(2)
    add_segment(window, discontinuity=True)
    for _ in range(10):
        add_segment(window)
    assert "#EXT-X-DISCONTINUITY-SEQUENCE:1\n" in shown(window)
    assert "#EXT-X-DISCONTINUITY\n" not in shown(window)


def test_a_segments_end_is_shown_together_with_the_first_part_of_the_next() -> None:
    window = make_window(3)
    window.open_segment(0, discontinuity=False)
    window.commit()
    assert shown(window).count("#EXTINF") == 2
    assert shown(window).count("#EXT-X-PART:") == 30
    assert window.reached(2, 9)
    assert not window.reached(2, None)
    assert not window.reached(2, 10)
    window.add_part(b"part", 0.2, independent=True)
    window.commit()
    assert shown(window).count("#EXTINF") == 3
    assert window.reached(2, None)
    assert window.reached(2, 10)


def test_a_waiter_is_woken_once_when_its_part_has_come() -> None:
    woken: list[str] = []
    window = make_window(1, open_parts=2)
    window.wait(Waiter(1, 2, 10.0, lambda: woken.append("part")))
    window.wait(Waiter(1, None, 10.0, lambda: woken.append("segment")))
    window.commit()
    assert woken == []
    window.add_part(b"part", 0.2, independent=False)
    window.commit()
    assert woken == ["part"]
    window.close_segment()
    window.commit()
    assert woken == ["part", "segment"]


def test_the_end_wakes_everyone() -> None:
    woken: list[int] = []
    window = make_window(1, open_parts=1)
    window.wait(Waiter(5, 0, 10.0, lambda: woken.append(1)))
    window.close_segment()
    window.end()
    assert woken == [1]
    assert shown(window).endswith("#EXT-X-ENDLIST\n")


def make_sounding(segments: int, *, open_parts: int = 0) -> Window:
    window = Window(StreamLimits())
    window.promise(0.2, 2)
    window.set_init(b"init", b"sound init")
    for _ in range(segments):
        add_segment(window, sound=b"sound")
    if open_parts:
        window.open_segment(0, discontinuity=False)
        for _ in range(open_parts):
            window.add_part(b"part", 0.2, independent=True, sound=b"sound")
        window.commit()
    return window


def test_sound_alone_has_the_same_parts_under_other_names() -> None:
    window = make_sounding(3, open_parts=2)
    sound = window.playlist("audio.m3u8").decode()
    picture = window.playlist().decode()
    assert sound.count("#EXT-X-PART:") == picture.count("#EXT-X-PART:")
    assert sound.count("#EXTINF:2.000,") == 3
    for line in sound.splitlines():
        if "m4s" in line and "PRELOAD" not in line:
            name = line.split('"')[1] if '"' in line else line
            assert b"".join(window.file(name) or ()) in (b"sound", b"sound" * 10)
    hint = sound.split('TYPE=PART,URI="')[1].split('"')[0]
    assert window.is_hinted(hint)
    assert 'RENDITION-REPORT:URI="index.m3u8",LAST-MSN=3,LAST-PART=1' in sound
    assert 'RENDITION-REPORT:URI="audio.m3u8",LAST-MSN=3,LAST-PART=1' in picture


def test_a_report_says_what_the_sibling_really_shows_while_an_end_is_held_back() -> None:
    window = make_sounding(3)
    window.open_segment(0, discontinuity=False)
    window.commit()
    assert "LAST-MSN=2,LAST-PART=9" in window.playlist().decode()


def test_segments_without_sound_are_gaps_in_the_sound() -> None:
    window = make_sounding(2)
    window.set_init(b"silent init")
    add_segment(window, discontinuity=True)
    text = window.playlist("audio.m3u8").decode()
    assert text.count("#EXT-X-GAP\n#EXTINF") == 1
    assert text.count(",GAP=YES") == 10
    assert text.count("#EXT-X-MAP") == 1


def test_old_players_get_the_same_segments_and_no_parts() -> None:
    window = make_sounding(3, open_parts=2)
    text = window.playlist("plain.m3u8").decode()
    assert "PART" not in text
    assert "SERVER-CONTROL" not in text
    wanted = [line for line in window.playlist().decode().splitlines() if line[:1] != "#"]
    assert [line for line in text.splitlines() if line[:1] != "#"] == wanted


def test_rates_are_those_of_the_parts() -> None:
    window = make_sounding(3)
    assert window.rates() == (4 * 10 * 8 // 2, 4 * 10 * 8 // 2)
    assert window.rates(sound=True) == (5 * 10 * 8 // 2, 5 * 10 * 8 // 2)


def test_late_waiters_are_taken_out() -> None:
    window = make_window(1, open_parts=1)
    late, patient = (Waiter(9, 0, deadline, lambda: None) for deadline in (1.0, 99.0))
    window.wait(late)
    window.wait(patient)
    assert window.expire(2.0) == [late]
    window.forget(patient)
    assert window.expire(100.0) == []
