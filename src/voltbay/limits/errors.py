"""Why one has to wait."""

from voltbay.core.errors import TooMany

MINUTE = 60  # seconds


class LimitReached(TooMany):
    """Too often; `retry_after_minutes` is the wait as it is said to people, rounded up."""

    code = "limit_reached"

    def __init__(self, *, retry_after_seconds: int, **data: object) -> None:
        minutes = -(-retry_after_seconds // MINUTE)
        super().__init__(
            retry_after_seconds=retry_after_seconds, retry_after_minutes=minutes, **data
        )
