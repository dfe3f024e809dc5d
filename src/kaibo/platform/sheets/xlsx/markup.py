"""Reading XML as a stream of tags, without ever expanding an entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol
from xml.parsers import expat

from kaibo.platform.sheets.errors import SheetError


class Listener(Protocol):
    """Hears of tags by their names without the root's prefix, and of the text between them."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag begins."""
        ...

    def end(self, name: str) -> None:
        """A tag ends."""
        ...

    def text(self, data: str) -> None:
        """Text stands there, perhaps a part of it."""
        ...


def parse(pieces: Iterable[bytes], listener: Listener) -> Iterator[None]:
    """Tell the listener of a document, and pause after each piece of it.

    Raises ``SheetError`` for a document type, which no spreadsheet writes and which is where
    entities are defined; ``expat.ExpatError`` for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.CharacterDataHandler = listener.text

    def root(name: str, attributes: dict[str, str]) -> None:
        prefix = name[: name.rfind(":") + 1]
        parser.StartElementHandler = _without(prefix, listener.start)
        parser.EndElementHandler = _without(prefix, listener.end)
        listener.start(name.removeprefix(prefix), attributes)

    parser.StartElementHandler = root
    for piece in pieces:
        parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by position only
        yield
    parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield


def parse_whole(pieces: Iterable[bytes], listener: Listener) -> None:
    """Tell the listener of a whole document; raises as ``parse``."""
    for _ in parse(pieces, listener):
        pass


def _without(prefix: str, handler: Callable[..., None]) -> Callable[..., None]:
    """Take the root's prefix from the names; in most files it has none."""
    if not prefix:
        return handler
    return lambda name, *rest: handler(name.removeprefix(prefix), *rest)


def _refuse(*_: object) -> None:
    raise SheetError
