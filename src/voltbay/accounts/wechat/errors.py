"""Why signing in with WeChat is refused."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable


class WechatNotOffered(NotFound):
    """No mini-program is set up here."""

    code = "wechat_not_offered"


class WechatCodeWrong(Invalid):
    """The code of wx.login is unknown, too old or was used."""

    code = "wechat_code_wrong"


class WechatPhoneCodeWrong(Invalid):
    """The code of the phone button is unknown, too old or was used, or is one of wx.login."""

    code = "wechat_phone_code_wrong"


class WechatPhoneNeeded(Conflict):
    """This WeChat user is new here: come again with a phone code and a fresh login code."""

    code = "wechat_phone_needed"


class WechatTooOften(TooMany):
    """WeChat lets one user sign in a hundred times a minute."""

    code = "wechat_too_often"


class WechatBlocked(NotAllowed):
    """WeChat holds this user for risky and does not vouch for them."""

    code = "wechat_blocked"


class WechatUnavailable(Unavailable):
    """WeChat does not answer, or refuses our own account."""

    code = "wechat_unavailable"


class WechatNotLinked(Conflict):
    """This owner has never signed in with WeChat, so there is no one to write to there."""

    code = "wechat_not_linked"


class TemplateUnknown(Invalid):
    """It is no message template of ours."""

    code = "wechat_template_unknown"
