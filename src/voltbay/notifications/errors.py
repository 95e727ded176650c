"""What a channel may answer instead of sending, and what we then do about it."""

from enum import StrEnum


class Advice(StrEnum):
    """What to do about a message that was not sent."""

    RETRY_ONCE = "retry_once"  # their fault, and they know
    RETRY = "retry"  # nobody answered
    GIVE_UP = "give_up"  # about this phone or this moment; the owner asks again
    ALARM = "alarm"  # about our account or settings; every message will fail until a person acts


class NotSent(Exception):
    """The channel did not take the message; `code` is the channel's own word for why."""

    def __init__(self, code: str, *, advice: Advice) -> None:
        super().__init__(code)
        self.code = code
        self.advice = advice
