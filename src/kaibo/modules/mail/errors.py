"""What can go wrong with mail."""

from kaibo.kernel.errors import ConflictError, KaiboError


class MailServerDownError(KaiboError):
    """The mail server does not answer, or asks to be tried later; ``reason`` in its words."""

    code = "mail.server_down"
    status = 503


class MailRefusedError(KaiboError):
    """The mail server refuses this mail for good; ``reason`` in its words."""

    code = "mail.refused"
    status = 502


class MailNotSetUpError(ConflictError):
    """No mail server is set up."""

    code = "mail.not_set_up"


class NoAddressError(ConflictError):
    """The member of staff has no e-mail address."""

    code = "mail.no_address"
