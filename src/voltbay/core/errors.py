"""The refusals that every layer raises and every door translates."""

from collections.abc import Mapping
from typing import ClassVar


class Refusal(Exception):
    """An anticipated "no", with a stable code and the data that explains it.

    Sentences for people are kept in `sentences`, by code; `data` fills their gaps and must never
    hold personal data, as it goes into answers and logs.
    """

    code: ClassVar[str]

    def __init__(self, *, fields: Mapping[str, str] | None = None, **data: object) -> None:
        """Refuse; `fields` maps an entry's name to the code of what is wrong with it."""
        super().__init__(self.code)
        self.fields = dict(fields or {})
        self.data = data


class Unauthenticated(Refusal):
    """Nobody, or nobody any more, is signed in."""

    code = "not_signed_in"


class NotFound(Refusal):
    """What was asked for does not exist, or not for this person."""

    code = "not_found"


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not_allowed"


class Conflict(Refusal):
    """It cannot be done in the state things are in now."""

    code = "conflict"


class Invalid(Refusal):
    """What was sent is incomplete or malformed; sending it again will not help."""

    code = "invalid"


class TooLarge(Invalid):
    """What was sent has more bytes than are read."""

    code = "too_large"


class TooMany(Refusal):
    """Asked too often; `retry_after_seconds` says when to try again."""

    code = "too_many"

    def __init__(self, *, retry_after_seconds: int, **data: object) -> None:
        super().__init__()
        self.data = {"retry_after_seconds": retry_after_seconds, **data}
        self.retry_after_seconds = retry_after_seconds


class Unavailable(Refusal):
    """A service that is needed does not answer; trying again later may help."""

    code = "unavailable"
