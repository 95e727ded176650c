"""Random tokens that somebody keeps and shows again, and what is stored of them.

A random token needs no slower hash than SHA-256: there is nothing to guess.
"""

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token(size: int = TOKEN_BYTES) -> str:
    """Make a token of so many random bytes, fit for cookies and headers.

    >>> len(new_token()), new_token() == new_token()
    (43, False)
    """
    return secrets.token_urlsafe(size)


def token_hash(token: str) -> bytes:
    """Return what is stored of a token, which opens nothing for whoever finds it.

    >>> token_hash("a").hex()[:8]
    'ca978112'
    """
    return hashlib.sha256(token.encode()).digest()
