"""Write the room's protocol for those who do not read Python: `python tools/room_protocol.py`.

From `kaibo.modules.rooms.frames` come the types of the room client, `src/protocol.ts`, and the
JSON Schema of all frames, `protocol.schema.json`, for clients in other languages. `make api` runs
this; `tests/modules/rooms/test_protocol.py` fails when the files fell behind.
"""

import inspect
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec.inspect import (
    BoolType,
    DictType,
    Field,
    FloatType,
    IntType,
    ListType,
    LiteralType,
    NoneType,
    StrType,
    StructType,
    Type,
    VarTupleType,
    multi_type_info,
)
from msgspec.inspect import UnionType as UnionInfo

from kaibo.modules.rooms import frames
from kaibo.modules.rooms.limits import RoomPolicy
from kaibo.modules.rooms.text import MAX_CHARACTERS
from kaibo.platform.realtime import Limits, wire

PACKAGE = Path(__file__).resolve().parent.parent / "web" / "packages" / "room-client"
UNIONS: dict[str, UnionType] = {
    "RoomEvent": frames.RoomEvent,
    "ServerFrame": frames.ServerFrame,
    "ClientFrame": frames.ClientFrame,
}
# `Event` is the browser's own word.
RENAMED = {"Event": "SequencedEvent"}
PLAIN: dict[type[Type], str] = {
    BoolType: "boolean",
    FloatType: "number",
    IntType: "number",
    NoneType: "null",
    StrType: "string",
}
HEAD = """/**
 * Every frame of the room's socket.
 *
 * Generated from the server's own definitions by `make api`; do not edit.
 *
 * Times are integer milliseconds since 1970 (UTC), money is integer minor units.
 */
"""


def main() -> None:
    """Write the files."""
    for path, text in files().items():
        path.write_text(text)
        print(f"Wrote {path.name}")


def files() -> dict[Path, str]:
    """Return what is to be in which file."""
    return {
        PACKAGE / "src" / "protocol.ts": "\n".join([HEAD, *_constants(), *_types()]),
        PACKAGE / "protocol.schema.json": schema(),
    }


def schema() -> str:
    """Return the JSON Schema of what either side sends."""
    roots = (frames.ServerFrame, frames.ClientFrame, frames.RoomSnapshot)
    (server, client, _), parts = msgspec.json.schema_components(
        roots, ref_template="#/$defs/{name}"
    )
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Frames of Kaibo's room socket",
        "version": frames.PROTOCOL,
        "$defs": {**parts, "ServerFrame": server, "ClientFrame": client},
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _constants() -> Iterator[str]:
    policy, limits = RoomPolicy(), Limits()
    yield "/** The version of the protocol that these types are of. */"
    yield f"export const PROTOCOL = {frames.PROTOCOL};\n"
    closes = {
        "slow_down": wire.POLICY_VIOLATION,
        "restarting": wire.SERVICE_RESTART,
        "later": wire.TRY_AGAIN_LATER,
        "ticket": wire.TICKET_REFUSED,
        "no_room": wire.NOT_FOUND,
        "version": wire.VERSION_UNKNOWN,
        "too_slow": wire.TOO_SLOW,
    }
    yield "/** Codes with which the server closes a socket. */"
    yield f"export const CLOSE = {_record(closes)} as const;\n"
    bounds = {
        "frame_bytes": limits.message_bytes,
        "text_characters": MAX_CHARACTERS,
        "say_at_once": policy.say_burst,
        "likes_per_frame": policy.likes_per_frame,
    }
    yield "/** What one visitor may do; see the server's answers for the rest. */"
    yield f"export const LIMITS = {_record(bounds)} as const;\n"


def _record(values: dict[str, int]) -> str:
    return "{ " + ", ".join(f"{name}: {value}" for name, value in values.items()) + " }"


def _types() -> Iterator[str]:
    aliases = {
        frozenset(get_args(value)): name
        for name, value in vars(frames).items()
        if get_origin(value) is Literal
    }
    for values, name in aliases.items():
        yield f"export type {name} = {_choice(sorted(values))};\n"
    write = _Writer(aliases)
    for info in multi_type_info(_structs()):
        if isinstance(info, StructType):
            yield write.interface(info)
    for name, union in UNIONS.items():
        yield f"export type {name} =\n  | " + "\n  | ".join(map(_name, get_args(union))) + ";\n"


def _structs() -> list[type[msgspec.Struct]]:
    """Return the public classes in the order of the source."""
    return [
        value
        for value in vars(frames).values()
        if isinstance(value, type)
        and issubclass(value, msgspec.Struct)
        and value.__module__ == frames.__name__
    ]


def _name(cls: type) -> str:
    return RENAMED.get(cls.__name__, cls.__name__)


def _choice(values: Iterable[object]) -> str:
    return " | ".join(json.dumps(value) for value in values)


class _Writer:
    """Writes TypeScript; `aliases` are names of sets of literals."""

    def __init__(self, aliases: dict[frozenset[Any], str]) -> None:
        self._aliases = aliases

    def interface(self, info: StructType) -> str:
        """Return the interface of a struct, with what its class says of itself."""
        lines = [*_comment(info.cls), f"export interface {_name(info.cls)} {{"]
        if info.tag_field is not None:
            lines.append(f"  {info.tag_field}: {json.dumps(info.tag)};")
        lines += [self._field(info, field) for field in info.fields]
        return "\n".join([*lines, "}\n"])

    def _field(self, info: StructType, field: Field) -> str:
        # Who sends may leave out what has a default; our encoder does so only where it is told to.
        is_ours = info.cls not in get_args(frames.ClientFrame)
        is_whole = is_ours and not info.cls.__struct_config__.omit_defaults
        mark = "" if field.required or is_whole else "?"
        return f"  {field.encode_name}{mark}: {self._type(field.type)};"

    def _type(self, info: Type) -> str:
        match info:
            case StructType():
                return _name(info.cls)
            case LiteralType():
                return self._aliases.get(frozenset(info.values)) or _choice(info.values)
            case UnionInfo():
                return self._union(info)
            case VarTupleType() | ListType():
                inner = self._type(info.item_type)
                return f"({inner})[]" if " " in inner else f"{inner}[]"
            case DictType():
                return f"Record<string, {self._type(info.value_type)}>"
            case _:
                return PLAIN[type(info)]

    def _union(self, info: UnionInfo) -> str:
        classes = {part.cls for part in info.types if isinstance(part, StructType)}
        for name, union in UNIONS.items():
            if classes == set(get_args(union)):
                return name
        return " | ".join(self._type(part) for part in info.types)


def _comment(cls: type) -> list[str]:
    text = (inspect.getdoc(cls) or "").splitlines()
    if len(text) == 1:
        return [f"/** {text[0]} */"]
    return ["/**", *(f" * {line}".rstrip() for line in text), " */"]


if __name__ == "__main__":
    main()
