"""What a channel may answer instead of sending, and why a text is not taken."""

from enum import StrEnum

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound


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


class KindUnknown(NotFound):
    """Voltbay sends no such kind of message."""

    code = "message_kind_unknown"


class TextWrong(Invalid):
    """A message's text is empty, too long, or has a gap that this kind cannot fill."""

    code = "message_text_wrong"


class TextFixed(NotAllowed):
    """The vendor sends a text that it approved; it is changed there."""

    code = "message_text_fixed"


class TextEdited(Conflict):
    """Somebody else changed the text meanwhile; nothing was overwritten."""

    code = "message_text_edited"
