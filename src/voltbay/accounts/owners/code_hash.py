"""How codes and network addresses are stored.

Hashed under the process's key, so that hashing all million codes does not help whoever steals the
database.
"""

from voltbay.core.keys import fingerprint


def code_hash(code: str, *, phone: str) -> bytes:
    """Return what is stored of a code sent to a phone."""
    return fingerprint(f"{phone}:{code}", purpose="sign_in_code")


def address_fingerprint(address: str) -> bytes:
    """Return by what codes asked for from one network address are counted."""
    return fingerprint(address, purpose="network_address")
