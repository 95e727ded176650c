"""Who asks for a code or types one, as far as we can tell before the code proves the phone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asker:
    """What a caller shows: each may be empty.

    `attempt` is the nonce given when a code was asked for, `address` the network that limits count
    by, `device` the token of a device on which an owner has signed in before.
    """

    attempt: str = ""
    address: str = ""
    device: str = ""


NOBODY = Asker()
