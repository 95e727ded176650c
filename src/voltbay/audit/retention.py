"""How long it is kept who did what, and who looked at whom."""

from voltbay.core.retention import LOGS, SIX_MONTHS, Rule, Words

RULES = (
    Rule(
        kind="audit.views",
        what=Words(
            "谁在什么时候、为什么查看了您的完整信息",
            "Who looked at your details in full, when and why",
        ),
        why=Words("查明是否有人不当查看", "finding out whether somebody looked without need"),
        model="audit.View",
        since="at",
        after=Words("查看", "the look"),
        period=LOGS,
        source=SIX_MONTHS,
    ),
    Rule(
        kind="audit.entries",
        what=Words("工作人员的操作记录", "What staff did"),
        why=Words("查明谁做了什么", "finding out who did what"),
        model="audit.AuditEntry",
        since="at",
        after=Words("操作", "it was done"),
        period=LOGS,
        source=SIX_MONTHS,
        by_month=True,
        of_owners=False,
    ),
)
