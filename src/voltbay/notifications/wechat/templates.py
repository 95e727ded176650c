"""What a subscribe message says, as WeChat's template wants it. Pure but for the settings.

`VOLTBAY_WECHAT_TEMPLATES` names for each kind the template's id and what its fields show:
`{"booking_confirmed": "ID thing1=outlet time2=time character_string3=code"}`. A field's type is
its name without the number; what does not fit it would be refused with 47003, so it is cut here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from voltbay.core.local_time import local
from voltbay.notifications.templates import TEMPLATES

LONGEST = {"thing": 20, "character_string": 32, "phrase": 5, "name": 10, "car_number": 8}
ELLIPSIS = "…"
MAY_END_IN_DOTS = ("thing",)
TIMES = ("time", "date")


@dataclass(frozen=True)
class WechatTemplate:
    """One of WeChat's templates: its id, and our parameter by the template's field."""

    id: str
    fields: Mapping[str, str]


def wechat_template(kind: str) -> WechatTemplate | None:
    """Return the template of a kind, or None where none is set up."""
    words: list[str] = settings.VOLTBAY_WECHAT_TEMPLATES.get(kind, "").split()
    if not words:
        return None
    return WechatTemplate(words[0], dict(word.split("=", 1) for word in words[1:]))


def what_is_wrong(kind: str) -> str:
    """Return what is wrong with a kind's setting, or nothing."""
    if kind not in TEMPLATES:
        return "is sent by nothing"
    try:
        template = wechat_template(kind)
    except ValueError:
        return "must read ID field=gap field=gap"
    unknown = sorted(set(template.fields.values()) - TEMPLATES[kind].params) if template else []
    return f"has no gaps {unknown}" if unknown else ""


def kind_of(template_id: str) -> str | None:
    """Return the kind that a template's id stands for."""
    for kind in settings.VOLTBAY_WECHAT_TEMPLATES:
        template = wechat_template(kind)
        if template is not None and template.id == template_id:
            return str(kind)
    return None


def written(
    template: WechatTemplate, params: Mapping[str, str], *, at: datetime
) -> dict[str, dict[str, str]]:
    """Return the message's data. `at` is when it was told: our times come without a year."""
    return {
        field: {"value": _value(field.rstrip("0123456789"), params[name], at=at)}
        for field, name in template.fields.items()
    }


def _value(kind: str, text: str, *, at: datetime) -> str:
    return cut(kind, full_time(text, at=at) if kind in TIMES else text)


def cut(kind: str, text: str) -> str:
    """Cut a text to what its field bears.

    >>> cut("thing", "浦东新区张江高科技园区动力电池回收服务网点")
    '浦东新区张江高科技园区动力电池回收服务…'
    >>> cut("phrase", "已经确认了吗")
    '已经确认了'
    """
    most = LONGEST.get(kind)
    if most is None or len(text) <= most:
        return text
    return text[: most - 1] + ELLIPSIS if kind in MAY_END_IN_DOTS else text[:most]


def full_time(text: str, *, at: datetime) -> str:
    """Write our `04-08 09:00` as WeChat wants a time: with the year that comes next.

    >>> from datetime import UTC
    >>> full_time("01-02 09:00", at=datetime(2026, 12, 30, tzinfo=UTC))
    '2027年1月2日 09:00'
    """
    day, clock = text.split()
    month, number = (int(part) for part in day.split("-"))
    told = local(at)
    year = told.year + ((month, number) < (told.month, told.day))
    return f"{year}年{month}月{number}日 {clock}"
