"""How long rows of the libraries are kept, and of this package itself."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from voltbay.core.retention import CHOICE, LOGS, SHORTEST, SIX_MONTHS, Period, Rule, Words

ENDED = ("succeeded", "failed", "cancelled", "aborted")
# The library's own tables are read-only to Django's models. What depends on a job goes with it.
DELETE_JOBS = "DELETE FROM procrastinate_jobs WHERE id = ANY(%s) AND status = ANY(%s)"


def _delete_jobs(rows: "QuerySet[Any]", _: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(DELETE_JOBS, [list(rows.values_list("pk", flat=True)), list(ENDED)])


RULES = (
    Rule(
        kind="retention.jobs",
        what=Words("失败的后台任务（只有编号）", "Jobs that failed (numbers of rows only)"),
        why=Words("查明为什么失败", "finding out why"),
        model="procrastinate.ProcrastinateJob",
        since="procrastinateevent__at",
        after=Words("排队", "it was queued"),
        period=Period(days=30),
        source=CHOICE,
        only=Q(status__in=ENDED),
        end=_delete_jobs,
        of_owners=False,
    ),
    Rule(
        kind="retention.staff_sessions",
        what=Words("工作人员的登录会话", "Sessions of staff"),
        why=Words("维持登录", "staying signed in"),
        model="sessions.Session",
        since="expire_date",
        after=Words("失效", "they expire"),
        period=Period(),
        source=SHORTEST,
        is_end=True,
        of_owners=False,
    ),
    Rule(
        kind="retention.admin_entries",
        what=Words("后台管理的操作记录", "What was done in the back office"),
        why=Words("查明谁做了什么", "finding out who did what"),
        model="admin.LogEntry",
        since="action_time",
        after=Words("操作", "it was done"),
        period=LOGS,
        source=SIX_MONTHS,
        of_owners=False,
    ),
    Rule(
        kind="retention.runs",
        what=Words("本页的清理记录", "Runs of the clean-up itself"),
        why=Words("证明按时删除", "showing that it was done"),
        model="retention.Run",
        since="day",
        after=Words("清理", "the run"),
        period=LOGS,
        source=CHOICE,
        of_owners=False,
    ),
)
