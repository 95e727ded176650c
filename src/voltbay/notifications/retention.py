"""How long it is kept what was told to whom."""

from voltbay.core.retention import CHOICE, SHORTEST, Period, Rule, Words

RULES = (
    Rule(
        kind="notifications.notices",
        what=Words(
            "发送给您的消息的类型、时间和结果（不保存内容）",
            "Kind, time and result of messages to you (not their content)",
        ),
        why=Words("查询消息是否送达", "finding out whether a message arrived"),
        model="notifications.Notice",
        since="created_at",
        after=Words("发送", "it was written"),
        period=Period("VOLTBAY_KEEP_NOTICES_DAYS"),
        source=CHOICE,
    ),
    Rule(
        kind="notifications.screen",
        what=Words("演示环境中显示的消息", "Messages that a demo shows"),
        why=Words("演示", "showing them"),
        model="notifications.ScreenMessage",
        since="at",
        after=Words("发送", "it was written"),
        period=Period("VOLTBAY_KEEP_NOTICES_DAYS"),
        source=CHOICE,
        of_owners=False,
    ),
    Rule(
        kind="notifications.wechat_token",
        what=Words("微信接口凭证", "WeChat’s access token"),
        why=Words("发送微信消息", "sending messages in WeChat"),
        model="notifications.WechatToken",
        since="expires_at",
        after=Words("失效", "it expires"),
        period=Period(),
        source=SHORTEST,
        columns=("token",),
        of_owners=False,
    ),
)
