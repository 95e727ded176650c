"""What a channel may answer instead of sending, and why a text is not taken."""

from enum import StrEnum

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound


class Advice(StrEnum):
    """What to do about a message that was not sent. All but `NUMBER` are tried again."""

    RETRY = "retry"  # the vendor is busy or out of reach; after a few of these all wait
    ACCOUNT = "account"  # our balance, key, signature or quota: all wait until a person acts
    KIND = "kind"  # the template of this kind: the kind waits until a person acts
    TEXT = "text"  # what fills this message's gaps, or a word we do not know: it alone waits
    PHONE_FULL = "phone_full"  # this phone has had as many as the vendor lets it have for now
    NUMBER = "number"  # nothing can be sent there: final


class NotSent(Exception):
    """The channel did not take the message; `code` is the channel's own word for why.

    `maybe` says that it may have been taken after all, as only the answer was lost.
    """

    def __init__(self, code: str, *, advice: Advice, maybe: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.advice = advice
        self.maybe = maybe


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


class NoticeMissing(NotFound):
    """There is no such notice, or it holds nothing that could be sent any more."""

    code = "notice_missing"
