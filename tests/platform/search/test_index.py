"""A search index finds the same on both databases, and follows its module's transactions."""

from collections.abc import Iterator

import pytest
from sqlalchemy import String, func, select, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from kaibo.kernel.clock import FixedClock
from kaibo.platform.db import Database, UnitOfWork
from kaibo.platform.search import Entry, SearchIndex, ddl, scripts, tokens, tsvector
from kaibo.platform.work import Outbox, Registry
from tests.platform.search.test_tokens import finds

TEXTS = (
    "西湖龙井茶 明前特级 TEA-100-RED",
    "凍頂烏龍 Oolong Tea 250g",
    "冻顶乌龙茶 Oolong tea 2026春季",
    "龍井茶葉禮盒",
    "井 龙",
    "茶",
    "Tea tin, red / blue",
    "TEA-100-BLUE T恤",
    "iPhone15 手机壳",
    "コーヒー豆 커피원두",
    "NEAR the \"river\" AND (road) OR 'x' -minus col:on *",
    "100% wool – 羊毛 & silk",
    "tea tea tea tea",
    "",
)
# Asked for as they stand, and besides them whatever short piece of the texts.
QUERIES = (
    *(
        "乌龙",
        "烏龍",
        "龍井",
        "龙井 tea",
        "礼盒",
        "春季 凍頂",
        "oolong te",
        "tea-100",
        "tea100",
        "100",
        "red 100",
    ),
    *('"', "te*", "NEAR(", "NEAR(tea red)", "-red", "words:tea", "tea AND red", "tea OR x"),
    *("a\x00b", "茶\x00", "\ud800龙井", "'tea'", "tea:*", "!tea", "tea & red", "\\", "{tea}"),
    *("^tea", "tea + red", "不在", "row_no", "tea red 西湖 茶"),
)


class Shop(DeclarativeBase):
    """Metadata of the tests' own: the migrations' check compares the application's."""


class Article(Shop):
    """What is found: a table of the tests' own."""

    __tablename__ = "test_articles"

    number: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default="")


INDEX = SearchIndex("test_search", Shop.metadata)


@pytest.fixture
def db(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url, clock=FixedClock(), outbox=Outbox(Registry()))
    Shop.metadata.create_all(database.write_engine)
    with database.write_engine.begin() as connection:
        for statement in ddl(INDEX.name, connection.dialect.name):
            connection.execute(text(statement))
    yield database
    database.close()


def fill(uow: UnitOfWork, *entries: Entry) -> None:
    uow.session.add_all([Article(number=entry.row_no) for entry in entries])
    INDEX.put_many(uow.session, entries)


def found(
    session: Session,
    query: str,
    *,
    marks: tuple[str, ...] = (),
    before: int | None = None,
    limit: int = 1000,
) -> list[int]:
    statement = select(Article.number)
    rows = INDEX.newest(
        session,
        statement,
        query,
        key=Article.number,
        marks=marks,
        before=before,
        limit=limit,
    )
    return [] if rows is None else [number for (number,) in rows]


def selected(session: Session, query: str) -> list[int]:
    matching = INDEX.matching(session, query)
    if matching is None:
        return []
    statement = select(Article.number).where(Article.number.in_(matching))
    return list(session.scalars(statement.order_by(Article.number.desc())))


def test_both_databases_find_what_the_tokens_say(db: Database) -> None:
    db.run_blocking(fill, *(Entry(number, words) for number, words in enumerate(TEXTS, 1)))
    pieces = {words[at : at + size] for words in TEXTS for size in (1, 2, 5) for at in range(24)}

    def look(session: Session) -> None:
        for query in sorted(pieces | set(QUERIES)):
            meant = [
                number
                for number, words in reversed(list(enumerate(TEXTS, 1)))
                if INDEX.matching(session, query) is not None and finds(query, words)
            ]
            assert found(session, query) == meant, query
            assert selected(session, query) == meant, query

    db.read_blocking(look)


def test_a_query_of_nothing_to_look_for_is_none(db: Database) -> None:
    def look(session: Session) -> None:
        assert INDEX.matching(session, ' "* ') is None
        statement = select(Article.number)
        asked = INDEX.newest(
            session, statement, "", key=Article.number, marks=("a",), before=None, limit=1
        )
        assert asked is None

    db.read_blocking(look)


@pytest.mark.parametrize("newest_rows", [1, 7, 4000])
def test_pages_hold_every_row_once_newest_first(
    db: Database, monkeypatch: pytest.MonkeyPatch, newest_rows: int
) -> None:
    monkeypatch.setattr(tsvector, "NEWEST_ROWS", newest_rows)
    # One word in every row, one in every seventh, one in the oldest alone.
    words = dict.fromkeys(range(1, 60), "茶叶")
    words.update(dict.fromkeys(range(1, 60, 7), "茶叶 乌龙"))
    words[1] += " 龙井"
    db.run_blocking(fill, *(Entry(number, said) for number, said in words.items()))

    def pages(session: Session, query: str) -> list[int]:
        whole: list[int] = []
        while page := found(session, query, before=whole[-1] if whole else None, limit=5):
            whole += page
        return whole

    for query in ("茶叶", "茶", "乌龙 茶叶", "龙井", "无"):
        meant = [number for number in range(59, 0, -1) if finds(query, words[number])]
        assert db.read_blocking(pages, query) == meant, query


def test_the_statements_own_conditions_hold(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsvector, "NEWEST_ROWS", 5)
    db.run_blocking(fill, *(Entry(number, "茶叶") for number in range(1, 31)))

    def odd(session: Session) -> list[int]:
        statement = select(Article).where(Article.number % 2 == 1)
        rows = INDEX.newest(session, statement, "茶", key=Article.number, before=20, limit=4)
        return [article.number for (article,) in rows or ()]

    assert db.read_blocking(odd) == [19, 17, 15, 13]


def test_only_rows_among_those_selected_are_given(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tsvector, "NEWEST_ROWS", 5)
    db.run_blocking(fill, *(Entry(number, "茶叶") for number in range(1, 31)))

    def tenth(session: Session, before: int | None, limit: int) -> list[int]:
        among = select(Article.number).where(Article.number % 10 == 0)
        rows = INDEX.newest(
            session,
            select(Article.number),
            "茶",
            key=Article.number,
            among=among,
            before=before,
            limit=limit,
        )
        return [number for (number,) in rows or ()]

    assert db.read_blocking(tenth, None, 9) == [30, 20, 10]
    assert db.read_blocking(tenth, None, 1) == [30]
    assert db.read_blocking(tenth, 30, 1) == [20]


def test_marks_narrow_what_is_found(db: Database) -> None:
    tea, tin = "category:茶 / 'tea'", "category:tin"
    entries = [Entry(1, "红 Tea", (tea,)), Entry(2, "红 tin", (tin,)), Entry(3, "红", (tea, tin))]
    db.run_blocking(fill, *entries)

    assert db.read_blocking(found, "红") == [3, 2, 1]
    assert db.read_blocking(found, "红", marks=(tea,)) == [3, 1]
    assert db.read_blocking(found, "红", marks=(tea, tin)) == [3]
    assert db.read_blocking(found, "红", marks=("category",)) == []
    assert db.read_blocking(found, "category") == []


def test_what_was_stored_before_is_forgotten(db: Database) -> None:
    db.run_blocking(fill, Entry(1, "乌龙茶"), Entry(2, "龙井茶"))
    db.run_blocking(lambda uow: INDEX.put(uow.session, Entry(1, "红茶")))

    assert db.read_blocking(found, "乌龙") == []
    assert db.read_blocking(found, "红茶") == [1]
    assert db.read_blocking(found, "茶") == [2, 1]


def test_of_a_row_that_comes_twice_the_last_counts(db: Database) -> None:
    db.run_blocking(fill, Entry(1, "乌龙"))
    twice = [Entry(1, "龙井"), Entry(1, "红茶")]
    db.run_blocking(lambda uow: INDEX.put_many(uow.session, twice))

    assert db.read_blocking(found, "龙井") == []
    assert db.read_blocking(found, "红茶") == [1]


def test_a_removed_row_is_found_by_nothing(db: Database) -> None:
    db.run_blocking(fill, Entry(1, "乌龙"), Entry(2, "乌龙"))
    db.run_blocking(lambda uow: INDEX.remove(uow.session, 1))
    db.run_blocking(lambda uow: INDEX.remove(uow.session, 99))

    assert db.read_blocking(found, "乌龙") == [2]


def test_an_index_is_rebuilt_from_nothing(db: Database) -> None:
    db.run_blocking(fill, Entry(1, "乌龙"), Entry(2, "龙井"))
    fresh = [Entry(number, "红茶") for number in range(2, 2500)]
    db.run_blocking(lambda uow: INDEX.rebuild(uow.session, fresh))

    def count(session: Session, query: str) -> int | None:
        matching = INDEX.matching(session, query)
        assert matching is not None
        return session.scalar(select(func.count()).select_from(matching.subquery()))

    assert db.read_blocking(count, "龙") == 0
    assert db.read_blocking(count, "红茶") == 2498


def test_an_index_is_settled_once_all_is_stored_as_queries_are_cut_today(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    db.run_blocking(fill, Entry(1, "乌龙"))
    assert not db.read_blocking(INDEX.is_settled)

    db.run_blocking(lambda uow: INDEX.settle(uow.session))
    assert db.read_blocking(INDEX.is_settled)

    with monkeypatch.context() as otherwise:
        otherwise.setattr(scripts, "fingerprint", lambda: "of other tables")
        assert not db.read_blocking(INDEX.is_settled)
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    assert not db.read_blocking(INDEX.is_settled)

    db.run_blocking(lambda uow: INDEX.rebuild(uow.session, [Entry(1, "龙井")]))
    assert db.read_blocking(INDEX.is_settled)
    assert db.read_blocking(found, "龙井") == [1]


def test_a_use_case_that_fails_leaves_the_index_as_it_was(db: Database) -> None:
    db.run_blocking(fill, Entry(1, "乌龙"))

    def fail(uow: UnitOfWork) -> None:
        INDEX.put(uow.session, Entry(1, "红茶"))
        INDEX.put(uow.session, Entry(2, "乌龙"))
        raise LookupError

    with pytest.raises(LookupError):
        db.run_blocking(fail)

    assert db.read_blocking(selected, "红茶") == []
    assert db.read_blocking(selected, "乌龙") == [1]


def test_the_longest_of_texts_are_stored(db: Database) -> None:
    words = [chr(0x10400 + number % 40) * 40 + str(number) for number in range(5000)]
    db.run_blocking(
        fill, Entry(1, " ".join(words)), Entry(2, "茶" * 100_000), Entry(2**31 - 1, "茶")
    )

    assert db.read_blocking(found, "茶茶茶") == [2]
    assert db.read_blocking(found, words[7]) == [1]
