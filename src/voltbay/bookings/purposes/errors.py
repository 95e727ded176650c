"""Why a purpose cannot be switched on or off."""

from voltbay.core.errors import Conflict, NotFound


class PurposeUnknown(NotFound):
    """No such purpose is asked for here."""

    code = "purpose_unknown"


class PurposeNeedsWechat(Conflict):
    """WeChat is switched on by signing in there: only WeChat can say who that is."""

    code = "purpose_needs_wechat"
