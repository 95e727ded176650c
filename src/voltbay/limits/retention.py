"""How long it is counted who did something how often."""

from voltbay.core.retention import SHORTEST, Period, Rule, Words

RULES = (
    Rule(
        kind="limits.spent",
        what=Words(
            "操作次数的计数（只保存账号、网络地址的不可还原的校验值）",
            "Counts of how often something was done (of account and network address only a check "
            "value that cannot be turned back)",
        ),
        why=Words("防止滥用", "stopping abuse"),
        model="limits.Spent",
        since="free_at",
        after=Words("计数归零", "the count is empty again, a day at most"),
        period=Period(),
        source=SHORTEST,
        is_end=True,
        often=True,
    ),
)
