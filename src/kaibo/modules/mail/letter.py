"""A letter, and how it looks as text and as HTML.

Mail programs know little of HTML: one column, tables where there must be, every style on its
element, no picture and nothing that is loaded. All that is told is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from kaibo.modules.mail.contracts import Letterhead

_FONT = "font-family:-apple-system,'Segoe UI','PingFang TC','Microsoft JhengHei',sans-serif"
_INK = "color:#1d2126"
_DIM = "color:#5b6470"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; ``code`` is set large, ``rows`` are pairs, ``link`` is text and path."""

    language: str
    subject: str
    paragraphs: tuple[str, ...]
    code: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    link: tuple[str, str] | None = None
    closing: str = ""


def as_text(letter: Letter, head: Letterhead) -> str:
    """Give the letter as plain text."""
    parts = [letter.subject, *letter.paragraphs]
    if letter.code:
        parts.append(f"    {letter.code}")
    if letter.rows:
        parts.append(
            "\n".join(f"{name}: {value}" if name else value for name, value in letter.rows)
        )
    if letter.link and head.url:
        label, path = letter.link
        parts.append(f"{label}:\n{head.url}{path}")
    if letter.closing:
        parts.append(letter.closing)
    parts.append(f"-- \n{_signature(head)}")
    return "\n\n".join(parts) + "\n"


def as_html(letter: Letter, head: Letterhead) -> str:
    """Give the letter as HTML."""
    body = [
        f'<h1 style="{_FONT};{_INK};font-size:20px;margin:0 0 16px">{escape(letter.subject)}</h1>'
    ]
    body += [_paragraph(text) for text in letter.paragraphs]
    if letter.code:
        body.append(
            f'<p style="{_FONT};{_INK};font-size:32px;letter-spacing:6px;font-weight:700;'
            f'margin:8px 0 16px">{escape(letter.code)}</p>'
        )
    if letter.rows:
        body.append(_table(letter.rows))
    if letter.link and head.url:
        body.append(_button(letter.link[0], head.url + letter.link[1]))
    if letter.closing:
        body.append(_paragraph(letter.closing, _DIM))
    foot = "<br>".join(escape(line) for line in _signature(head).splitlines())
    return (
        f'<!doctype html><html lang="{escape(letter.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(letter.subject)}</title></head>"
        '<body style="margin:0;padding:24px 12px;background:#f4f5f6">'
        '<div style="max-width:560px;margin:0 auto;padding:24px;background:#ffffff;'
        f'border-radius:12px">{"".join(body)}</div>'
        f'<p style="{_FONT};{_DIM};max-width:560px;margin:16px auto 0;padding:0 24px;'
        f'font-size:12px;line-height:1.6">{foot}</p></body></html>'
    )


def _signature(head: Letterhead) -> str:
    return "\n".join(part for part in (head.store, head.legal_line) if part)


def _paragraph(text: str, colour: str = _INK) -> str:
    style = f"{_FONT};{colour};font-size:15px;line-height:1.6;margin:0 0 16px"
    return f'<p style="{style}">{escape(text)}</p>'


def _table(rows: tuple[tuple[str, str], ...]) -> str:
    cell = f"{_FONT};font-size:15px;line-height:1.5;padding:6px 0;vertical-align:top"
    told = "".join(
        f'<tr><td style="{cell};{_DIM};padding-right:16px">{escape(name)}</td>'
        f'<td style="{cell};{_INK};text-align:right">{escape(value)}</td></tr>'
        for name, value in rows
    )
    line = "1px solid #e3e6e9"
    return (
        '<table role="presentation" width="100%" cellspacing="0" cellpadding="0" '
        f'style="border-top:{line};border-bottom:{line};margin:0 0 20px">{told}</table>'
    )


def _button(label: str, url: str) -> str:
    return (
        f'<p style="margin:0 0 20px"><a href="{escape(url, quote=True)}" style="{_FONT};'
        "display:inline-block;padding:12px 20px;border-radius:8px;background:#1d2126;"
        f'color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">{escape(label)}</a></p>'
    )
