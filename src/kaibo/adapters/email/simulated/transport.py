"""Printing mails instead of sending them."""

from __future__ import annotations

import sys
from typing import TextIO

from kaibo.modules.mail.ports import Envelope
from kaibo.platform.i18n import translate
from kaibo.platform.i18n.catalog import match_language


class SimulatedTransport:
    """Prints each mail where the demo was started, and says that nothing was sent."""

    name = "simulated"
    sender = "demo@example.com"

    def __init__(self, terminal: TextIO | None = None) -> None:
        self._terminal = terminal

    async def send(self, envelope: Envelope) -> None:
        """Print it."""
        note = translate("mail.simulated", match_language(envelope.language) or "en")
        print(
            f"\n[{note}] {envelope.address}\n{envelope.text}",
            file=self._terminal or sys.stderr,
            flush=True,
        )
