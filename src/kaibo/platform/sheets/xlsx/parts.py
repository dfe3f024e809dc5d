"""The parts of an XLSX around its cells, as short as spreadsheets take them."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Iterator

from kaibo.platform.sheets.xlsx.texts import escaped

SHEET = "xl/worksheets/sheet1.xml"
SHEET_FOOT = "</sheetData></worksheet>"

# Places in the list of cell formats below.
GENERAL, TEXT, HEADER, DAY, MOMENT, TWO_DECIMALS = range(6)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# Signs that no sheet's name may have, and its length.
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\'")
_NAME_LENGTH = 31

_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>\
<Override PartName="/{SHEET}" ContentType="{_TYPE}.worksheet+xml"/>\
</Types>"""

_ROOT = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>\
</Relationships>"""

_RELATIONS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">\
<Relationship Id="rId1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="{_DOCUMENT}/styles" Target="styles.xml"/>\
</Relationships>"""

_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
<fills count="2"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
</cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def around(name: str) -> Iterator[tuple[str, str]]:
    """Give all parts but the sheet, whose name is ``name`` as far as it can be."""
    yield "[Content_Types].xml", _TYPES
    yield "_rels/.rels", _ROOT
    yield "xl/workbook.xml", _workbook(name)
    yield "xl/_rels/workbook.xml.rels", _RELATIONS
    yield "xl/styles.xml", _STYLES


def sheet_head(columns: str) -> str:
    """Begin the sheet; its first row stays in sight. ``columns`` are ``col`` elements."""
    cols = f"<cols>{columns}</cols>" if columns else ""
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews>{cols}<sheetData>"
    )


def info(name: str) -> zipfile.ZipInfo:
    """Describe a part without a time, so that the same rows make the same file."""
    described = zipfile.ZipInfo(name)
    described.compress_type = zipfile.ZIP_DEFLATED
    return described


def _workbook(name: str) -> str:
    shown = escaped(name.translate(_NOT_IN_NAMES).strip()[:_NAME_LENGTH]) or "Sheet1"
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><bookViews><workbookView/>'
        f'</bookViews><sheets><sheet name="{html.escape(shown)}" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
