"""Why something about news is refused."""

from voltbay.core.errors import Conflict, Invalid, NotFound
from voltbay.limits.errors import LimitReached


class AddressWrong(Invalid):
    """That is no mobile number of the mainland, or no e-mail address."""

    code = "news_address_wrong"


class ConfirmationOver(NotFound):
    """The link is another person's, was used, or is older than a day."""

    code = "news_confirmation_over"


class EmailOff(Conflict):
    """This installation sends no e-mail."""

    code = "news_email_off"


class EmailNotTaken(Conflict):
    """The mail server did not take the letter; `why` is its word for it."""

    code = "news_email_not_taken"


class NowhereToTry(Conflict):
    """There is no confirmed address yet that a message could be tried at."""

    code = "news_nowhere_to_try"


class WishUnknown(Invalid):
    """There is no such kind, channel or time of news for this person."""

    code = "news_wish_unknown"


class RobotWrong(Invalid):
    """A robot's address is not one of its vendor's, or its secret is lacking."""

    code = "news_robot_wrong"


class TooManyRobots(Conflict):
    """An outlet has as many robots as it may have."""

    code = "news_too_many_robots"


class RobotUnknown(NotFound):
    """There is no such robot here."""

    code = "news_robot_unknown"


class TooManyTrials(LimitReached):
    """So many messages were tried lately that the next one has to wait."""

    code = "news_too_many_trials"
