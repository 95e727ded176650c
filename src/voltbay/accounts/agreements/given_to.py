"""What the privacy notice says of whom this installation gives something to. Source: PIPL art. 17.

An operator chooses the channels by settings, so the text cannot know them by itself.
"""

from collections.abc import Mapping

from django.conf import settings

from voltbay.core.retention import Words
from voltbay.notifications.wechat.server import is_offered

SMS: Mapping[str, Words] = {
    "aliyun_sms": Words(
        "受我们委托的短信服务商（阿里云，即阿里云计算有限公司）：只得到您的手机号和短信内容。"
        "委托合同限定其用途，完成后不得保留。",
        "The SMS provider we entrust (Alibaba Cloud, Alibaba Cloud Computing Ltd.): only your "
        "number and the message. The contract limits its use and forbids keeping it.",
    ),
    "screen": Words(
        "短信：这里是演示，消息只显示在演示页面上，不交给任何短信服务商。",
        "SMS: this is a demo. Messages are shown on its own page and given to no SMS provider.",
    ),
}
WECHAT = Words(
    "微信（深圳市腾讯计算机系统有限公司）：仅当您在微信小程序中登录时，由微信确认您的微信用户和"
    "手机号；您在微信中接受的消息，内容（网点、时间、预约号）由微信发送。您可以随时在“我同意了"
    "什么”中关闭。您在小程序中打开地图时，地图由微信显示，微信会知道您看的是哪一带。",
    "WeChat (Shenzhen Tencent Computer Systems Company Limited): only if you sign in with the "
    "mini-program. It vouches for your WeChat user and number, and sends the messages that you "
    "accepted there (outlet, time, booking number). Switch it off under “What I agreed to” at any "
    "time. If you open the map in the mini-program, WeChat draws it and knows which area you see.",
)
NO_WECHAT = Words(
    "微信：本服务没有启用微信小程序，不向微信提供任何信息。",
    "WeChat: there is no mini-program of this service; WeChat gets nothing.",
)
STAFF = Words(
    "网点的内部通知：您预约的网点可以让员工通过短信、邮件或其工作群（企业微信、钉钉或飞书）及时知道"
    "预约的变化，这些服务商只得到号牌和时间，不会得到您的姓名、手机号和证件号码。",
    "Messages to the outlet’s own staff: the outlet that you book may have its staff told of "
    "changes by SMS, by e-mail or in its group (WeCom, DingTalk or Feishu). These providers get a "
    "plate and a time, not your name, phone or any paper’s number.",
)
MAPS: Mapping[str, Words] = {
    "": Words(
        "地图：本服务的网页没有启用地图服务商，“附近的网点”示意图由我们自己绘制，不向任何地图服务商提供"
        "信息。",
        "Maps: our web pages use no map provider. The plan “Nearby” is drawn by ourselves, and no "
        "map provider gets anything.",
    ),
    "amap": Words(
        "高德地图（高德软件有限公司）：仅当您在网页中选择打开地图时，由它得到您的 IP 地址、"
        "浏览器信息、您看的地图范围；您已定位的，还有约 100 米内的位置。"
        "不会得到您的姓名、手机号和预约。",
        "Amap (AutoNavi Software Co., Ltd.): only if you choose to open the map in our web pages. "
        "It gets your IP address, facts about the browser, the area you look at and, if you let us "
        "locate you, your position to about 100 m; not your name, phone or booking.",
    ),
    "tencent": Words(
        "腾讯地图（深圳市腾讯计算机系统有限公司）：仅当您在网页中选择打开地图时，由它得到您的 IP "
        "地址、浏览器信息、您看的地图范围；您已定位的，还有约 100 米内的位置。"
        "不会得到您的姓名、手机号和预约。",
        "Tencent Maps (Shenzhen Tencent Computer Systems Company Limited): only if you choose to "
        "open the map in our web pages. It gets your IP address, facts about the browser, the area "
        "you look at and, if you let us locate you, your position to about 100 m; not your name, "
        "phone or booking.",
    ),
}


def given_to() -> dict[str, Words]:
    """Return what is said of those who send messages or show a map, as the settings are now."""
    return {
        "sms": SMS[settings.VOLTBAY_SMS_CHANNEL],
        "wechat": WECHAT if is_offered() else NO_WECHAT,
        "staff": STAFF,
        "map": MAPS[settings.VOLTBAY_MAP],
    }
