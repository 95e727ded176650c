"""How long it is kept what staff were told, and where they are told it."""

from django.db.models import Q

from voltbay.core.retention import CHOICE, LOGS, SHORTEST, Period, Rule, Words

RULES = (
    Rule(
        kind="staff_news.news",
        what=Words(
            "通知网点员工的事项：号牌和时间", "What an outlet’s staff were told: plate and time"
        ),
        why=Words("让网点及时知道预约和异常", "outlets learning of bookings and dangers in time"),
        model="staff_news.News",
        since="made_at",
        after=Words("发生", "it happened"),
        period=Period("VOLTBAY_KEEP_STAFF_NEWS_DAYS"),
        source=CHOICE,
        owner="booking__owner",
        closes=True,
    ),
    Rule(
        kind="staff_news.addresses",
        what=Words("员工接收通知的手机号、邮箱", "Phone and mailbox at which staff are told"),
        why=Words("通知员工", "telling staff"),
        model="staff_news.Address",
        after=Words("离岗或停用", "the account of the member of staff is closed"),
        source=SHORTEST,
        over=Q(staff__is_active=False),
        of_owners=False,
    ),
    Rule(
        kind="staff_news.robots",
        what=Words("群机器人的地址和密钥", "Addresses and secrets of group robots"),
        why=Words("通知网点员工", "telling an outlet’s staff"),
        model="staff_news.Robot",
        since="used_at",
        after=Words("最后一次使用", "it last said something"),
        period=LOGS,
        source=CHOICE,
        of_owners=False,
    ),
)
