"""How long photos of documents, and what was read on them, are kept."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from voltbay.core.retention import SHORTEST, Period, Rule, Words
from voltbay.recognition.documents.drop_photo import drop_photo


def _erase(rows: "QuerySet[Any]", _: datetime) -> None:
    for document in rows:
        drop_photo(document.photo)
    rows.delete()


RULES = (
    Rule(
        kind="recognition.documents",
        what=Words(
            "证件照片及识别出的内容（预约在审核的，到审核结束）",
            "Photos of documents and what is read on them (while a booking is in review, until "
            "that is decided)",
        ),
        why=Words("核对预约人和车辆", "checking person and vehicle"),
        model="recognition.Document",
        since="erase_at",
        after=Words("提交", "it was sent"),
        period=Period("VOLTBAY_DOCUMENT_HOURS", in_hours=True),
        source=SHORTEST,
        is_end=True,
        end=_erase,
        often=True,
        owner="owner",
        closes=True,
    ),
    Rule(
        kind="recognition.submissions",
        what=Words("您提交照片的次数", "How many photos you sent"),
        why=Words("防止滥用", "stopping abuse"),
        model="recognition.Submission",
        since="at",
        after=Words("提交", "it was sent"),
        period=Period(days=1 / 24),
        source=SHORTEST,
        often=True,
    ),
)
