"""Primitives of signing in: passwords, tokens, signatures, and who a caller is.

Who has an account and what a role may do is the identity module's; this package only
holds what each of them is built from.
"""

from kaibo.platform.auth.principal import Principal
from kaibo.platform.auth.secrets import SecretKey

__all__ = ["Principal", "SecretKey"]
