"""A show as a calendar file (RFC 5545).

Its UID stays, and SEQUENCE rises with every change of what it shows, so that a file that is
imported again moves the entry instead of adding another.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kaibo.modules.shows.contracts import Show, ShowState

# Nobody plans an end; calendars want one.
_LENGTH = timedelta(hours=1)
_ALARM = timedelta(minutes=10)
# Octets of a line, without its end (RFC 5545, 3.1).
_LINE = 75
_STAMP = "%Y%m%dT%H%M%SZ"


def calendar_of(show: Show, starts_at: datetime, address: str, *, now: datetime) -> str:
    """Give the file; ``address`` is the show's page, times are told in UTC."""
    status = "CANCELLED" if show.state is ShowState.CLOSED and not show.on_air_at else "CONFIRMED"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kaibo//Shows//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{show.id}@kaibo",
        f"SEQUENCE:{show.revision}",
        f"DTSTAMP:{_stamp(now)}",
        f"DTSTART:{_stamp(starts_at)}",
        f"DTEND:{_stamp(starts_at + _LENGTH)}",
        f"SUMMARY:{_text(show.title)}",
        f"DESCRIPTION:{_text(chr(10).join(filter(None, (show.description, address))))}",
        f"LOCATION:{_text(address)}",
        f"URL:{address}",
        f"STATUS:{status}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"TRIGGER:-PT{int(_ALARM.total_seconds() // 60)}M",
        f"DESCRIPTION:{_text(show.title)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_STAMP)


def _text(value: str) -> str:
    """Escape a text (RFC 5545, 3.3.11)."""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line after 75 octets at most, never inside a character."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        # Lines that go on begin with a space, which counts.
        if size + octets > _LINE:
            parts.append(part)
            part, size = "", 1
        part += letter
        size += octets
    return "\r\n ".join([*parts, part])
