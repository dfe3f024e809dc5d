"""Search in short texts, such as titles, that also finds two Chinese characters in their midst.

    TITLES = SearchIndex("products_search")

    TITLES.put(uow.session, Entry(row.seq, row.title, marks=(f"category:{row.category_id}",)))
    TITLES.newest(session, select(ProductRow), "乌龙", key=ProductRow.seq, before=None, limit=51)

A module keeps its index in the transaction that changes its rows, and hands in its own text and
row numbers; the index knows nothing else of them. Whatever the database, the tokens are the same
(``tokens``) and so is what is found: SQLite keeps them in an FTS5 table, PostgreSQL in a narrow
table of its own with a GIN index. Neither database ever cuts or folds text by itself.

A column that has no index is asked by ``holds``, which takes both Chinese scripts for one too.

A migration makes the table, with the statements of ``ddl`` written out in it, because a revision
must outlive this code. The table is empty then: as long as the index ``is_settled`` not, its
module has every row to store. ``drift`` and ``is_looked_at`` are for the migrations' check.
"""

from kaibo.platform.search.columns import holds
from kaibo.platform.search.index import Entry, SearchIndex
from kaibo.platform.search.schema import ddl, drift, is_looked_at

__all__ = ["Entry", "SearchIndex", "ddl", "drift", "holds", "is_looked_at"]
