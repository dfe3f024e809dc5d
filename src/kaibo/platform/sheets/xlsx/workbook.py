"""What a workbook says of itself: which part is the first sheet, which its texts and formats."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from kaibo.platform.sheets.errors import SheetError
from kaibo.platform.sheets.xlsx.archive import Archive
from kaibo.platform.sheets.xlsx.markup import parse_whole

_USUAL = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Workbook:
    """Names of parts; ``strings`` and ``styles`` may be absent."""

    sheet: str
    strings: str | None
    styles: str | None
    from_1904: bool


@dataclass(slots=True)
class _Relations:
    """Targets by id, each with the last word of its kind: ``worksheet`` for instance."""

    folder: str
    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.join("/", self.folder, attributes.get("Target", ""))
        self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(target).lstrip("/"))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass

    def of_kind(self, kind: str) -> str | None:
        """Give the first target of a kind."""
        return next((target for a_kind, target in self.found.values() if a_kind == kind), None)


@dataclass(slots=True)
class _Sheets:
    """The ids of the sheets in their order, and whether a person sees them."""

    found: list[tuple[str, bool]] = field(default_factory=list)
    from_1904: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            visible = attributes.get("state", "visible") == "visible"
            self.found.append((_relation_id(attributes), visible))
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


def find_parts(archive: Archive) -> Workbook:
    """Find the parts of a workbook. Raises ``SheetError``."""
    path = _relations(archive, "").of_kind("officeDocument") or _USUAL
    relations = _relations(archive, path)
    sheets = _Sheets()
    parse_whole(archive.pieces(path), sheets)
    return Workbook(
        _first_sheet(sheets, relations),
        relations.of_kind("sharedStrings"),
        relations.of_kind("styles"),
        sheets.from_1904,
    )


def _first_sheet(sheets: _Sheets, relations: _Relations) -> str:
    """Give the first sheet that is a table; hidden ones only when none is seen."""
    for id_, _ in sorted(sheets.found, key=lambda sheet: not sheet[1]):
        kind, target = relations.found.get(id_, ("", ""))
        if kind == "worksheet":
            return target
    raise SheetError


def _relations(archive: Archive, path: str) -> _Relations:
    folder, name = posixpath.split(path)
    relations = _Relations(folder)
    part = posixpath.join(folder, "_rels", f"{name}.rels")
    if archive.has(part):
        parse_whole(archive.pieces(part), relations)
    return relations


def _relation_id(attributes: dict[str, str]) -> str:
    """Give ``r:id``, whatever the prefix."""
    return next((v for k, v in attributes.items() if k.endswith(":id")), "")
