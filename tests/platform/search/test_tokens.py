"""Texts become tokens, and queries what a text must hold, the same whatever the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaibo.platform.search.tokens import (
    PHRASES_LIMIT,
    TOKENS_LIMIT,
    VERSION,
    WORD_LIMIT,
    Phrase,
    marks_of,
    phrases_of,
    tokens_of,
)

HAN = st.text("龍井乌龙茶叶西湖", min_size=1, max_size=12)


def finds(query: str, text: str) -> bool:
    """Whether the text holds all that the query asks for: what a database must answer."""
    stored = tokens_of(text)
    return all(_holds(stored, phrase) for phrase in phrases_of(query))


def _holds(stored: list[str], phrase: Phrase) -> bool:
    *whole, last = phrase.tokens
    return any(
        stored[at : at + len(whole)] == whole
        and any(
            token == last or (phrase.is_open and token.startswith(last))
            for token in stored[at + len(whole) : at + len(whole) + 1]
        )
        for at in range(len(stored))
    )


def test_a_chinese_run_is_stored_as_pairs_and_its_last_character() -> None:
    assert tokens_of("龙井茶") == ["龙井", "井茶", "茶"]


def test_two_chinese_characters_are_one_token() -> None:
    assert phrases_of("乌龙") == [Phrase(("乌龙",))]


def test_one_chinese_character_is_the_beginning_of_a_token() -> None:
    assert phrases_of("茶") == [Phrase(("茶",), is_open=True)]


def test_version_2_cuts_like_this() -> None:
    """When this changes, so must `VERSION`: what is stored was cut as it says."""
    text = "明前 西湖龍井-特级 TEA-100/Red 250g iPhone15 ｺｰﾋｰ 커피 é ß Ⅳ 🍵"
    stored = (
        "明前 前 西湖 湖龙 龙井 井 特级 级 tea 100 red 250 g iphone 15"
        " コー ーヒ ヒー ー 커피 피 é ss iv"
    )
    assert VERSION == 2
    assert " ".join(tokens_of(text)) == stored


@given(before=HAN, middle=HAN, after=HAN)
def test_any_part_of_a_chinese_run_is_found(before: str, middle: str, after: str) -> None:
    assert finds(middle, before + middle + after)


@given(text=HAN, query=HAN)
def test_a_chinese_run_is_found_by_its_parts_alone(text: str, query: str) -> None:
    assert finds(query, text) == (query.replace("龙", "龍") in text.replace("龙", "龍"))


def test_characters_of_two_runs_are_no_pair() -> None:
    assert not finds("龙井", "乌龙 井盐")


@pytest.mark.parametrize("text", ["コーヒー豆", "ｺｰﾋｰ豆", "커피원두", "ㄅㄆㄇ", "𠮷野家"])
def test_kana_hangul_bopomofo_and_rare_characters_are_pairs_too(text: str) -> None:
    assert all(len(token) == 2 for token in tokens_of(text)[:-1])
    assert finds(text[1:], text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("tea", "Green TEA"),
        ("TEA", "ｔｅａ"),
        ("straße", "STRASSE"),
        ("①", "1"),
        ("龙井", "龙\u200b井"),
        ("coop", "co\u00adop"),
    ],
)
def test_case_width_and_unseen_characters_do_not_matter(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("乌龙", "凍頂烏龍茶"),
        ("烏龍", "冻顶乌龙茶"),
        ("乌龍", "凍頂烏龙茶"),
        ("龍", "龙"),
        ("面粉", "麵粉 1kg"),
        ("⿓井", "龙井"),
    ],
)
def test_traditional_and_simplified_characters_are_one(query: str, text: str) -> None:
    assert finds(query, text)
    assert finds(text, text)


@pytest.mark.parametrize(
    "query", ["tea-100", "TEA-100-RED", "tea100", "tea-1", "100", "100-re", "red", "tea100red"]
)
def test_an_article_number_is_found_by_its_pieces(query: str) -> None:
    assert finds(query, "Tin TEA-100-RED")


@pytest.mark.parametrize("query", ["tea-200", "red-tea", "00", "ea-100", "tea 10 red"])
def test_an_article_number_is_not_found_by_other_pieces(query: str) -> None:
    assert not finds(query, "Tin TEA-100-RED")


def test_letters_and_digits_may_be_written_together_or_apart() -> None:
    assert finds("iphone 15", "iPhone15 Pro")
    assert finds("iphone15", "iPhone 15 Pro")


def test_only_the_last_word_may_be_unfinished() -> None:
    assert finds("oolong te", "Oolong Tea")
    assert not finds("ool tea", "Oolong Tea")
    assert finds("te *", "Oolong Tea")
    assert not finds("te 茶", "茶 Tea")


def test_words_that_are_written_apart_may_stand_anywhere() -> None:
    assert finds("red 龙井 tea", "Tea 西湖龙井茶 RED")
    assert not finds("red 龙井 tin", "Tea 西湖龙井茶 RED")


@pytest.mark.parametrize("query", ["", " ", "!?", '"*:-', "\x00", "\ud800", "🍵", "\u200b"])
def test_a_query_of_signs_asks_for_nothing(query: str) -> None:
    assert phrases_of(query) == []


@given(st.text() | st.text("\"*:-^()+{}NEAR\x00\ud800\\'", min_size=1))
def test_a_token_holds_nothing_but_letters_digits_and_their_marks(text: str) -> None:
    tokens = [*tokens_of(text), *(token for phrase in phrases_of(text) for token in phrase.tokens)]
    for token in tokens:
        assert token.isprintable()
        assert token
        assert not set(token) & set(" \"'*:-^()+{}\\\x00&|!<>_")
        token.encode()


def test_marks_are_tokens_that_no_text_makes() -> None:
    (token,) = marks_of(["category:cat_1"])
    assert token not in tokens_of(f"category:cat_1 {token}")
    assert Phrase((token,)) not in phrases_of(token)
    assert marks_of(["category:cat_2"]) != [token]


def test_texts_and_queries_without_end_are_cut() -> None:
    assert len(tokens_of("茶" * 100_000)) == TOKENS_LIMIT
    assert tokens_of("a" * 1000) == ["a" * WORD_LIMIT]
    assert finds("a" * 1000, "a" * 1000)
    assert len(phrases_of(" ".join(f"word{n}" for n in range(1000)))) == PHRASES_LIMIT
