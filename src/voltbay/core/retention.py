"""How long what is personal is kept, and what happens then: the words in which packages say it.

Each package says it in the `RULES` of its `retention.py`; the package `retention` carries it out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Field, Model, Q, QuerySet

from voltbay.core.languages import ZH
from voltbay.core.partitions import month_start

YEAR = 365  # days, as settings count them
# What the database asks before it lets go of a row that is otherwise only added to.
OVER = "SELECT set_config('voltbay.over_before', %s, true)"


class Words(NamedTuple):
    """The same in Chinese and English."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """Return it in a language."""
        return self.zh if language == ZH else self.en


class Source(NamedTuple):
    """Where a period comes from, and how sure that is.

    P: read in the law's own text. S: said by others. M: known by heart. D: our own choice, where
    the law names no period: the shorter one.
    """

    text: str
    certainty: str


@dataclass(frozen=True)
class Period:
    """How long something is kept: as a setting says (days, or hours), or always so many days."""

    setting: str = ""
    days: float = 0
    in_hours: bool = False

    @property
    def length(self) -> timedelta:
        """How long that is now."""
        if not self.setting:
            return timedelta(days=self.days)
        count = getattr(settings, self.setting)
        return timedelta(hours=count) if self.in_hours else timedelta(days=count)

    def said(self, language: str) -> str:
        """Return it as people say it.

        >>> Period(days=1095).said("en"), Period(days=30).said("zh-Hans"), Period().said("en")
        ('3 years', '30 天', 'at once')
        """
        hours = round(self.length / timedelta(hours=1))
        for size, zh, en in ((24 * YEAR, "年", "year"), (24, "天", "day"), (1, "小时", "hour")):
            if hours and hours % size == 0:
                count = hours // size
                plural = f"{count} {en}{'' if count == 1 else 's'}"
                return f"{count} {zh}" if language == ZH else plural
        return "立即" if language == ZH else "at once"


ACCOUNT = Period()  # as long as the account exists: counted from its closing, when it is over
CLOSING = Words("账号注销", "the account is closed")
LOGS = Period("VOLTBAY_KEEP_LOGS_DAYS")
SHORTEST = Source("《个人信息保护法》第 19、47 条：最短必要时间 (PIPL art. 19, 47)", "P")
SIX_MONTHS = Source(
    "《网络安全法》：网络日志不少于六个月 (Cybersecurity Law: logs six months at least)", "P"
)
CHOICE = Source("没有规定期限，取较短的 (no period is laid down: the shorter one)", "D")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One kind of what is kept: why, from when, how long, and what happens then.

    `since` is the column that it is counted from, as a path from `model`, and `after` what that is
    in words; `only` says which rows; where no column says when, `over` says which of them. Then
    `columns` are emptied and figures without a person stay; without columns the row goes. `end`
    does it where more belongs to it, and gets the locked rows.
    """

    kind: str
    what: Words
    why: Words
    model: str
    after: Words
    source: Source
    period: Period = ACCOUNT
    since: str = ""
    only: Q = field(default_factory=Q)
    over: Q | None = None
    columns: tuple[str, ...] = ()
    end: "Callable[[QuerySet[Any], datetime], None] | None" = None
    is_end: bool = False  # `since` is the end itself, which was written with the period in mind
    owner: str = ""  # the path to the owner whom it tells of
    closes: bool = False  # it ends at once when that owner closes the account
    of_booking: str = ""  # the path to the booking, whose legal hold this keeps to
    often: bool = False  # every five minutes, not only at night
    by_month: bool = False  # kept to the end of the month, which goes as a whole (core/partitions)
    of_owners: bool = True  # or of staff, or of nobody

    @property
    def table(self) -> type[Model]:
        """The model that its rows are of."""
        return apps.get_model(self.model)

    @property
    def meets_many(self) -> bool:
        """Whether `since` is of many rows beside each of its own, which then must be told apart."""
        model: Any = self.table
        for part in filter(None, self.since.split("__")):
            column = model._meta.get_field(part)
            if column.one_to_many or column.many_to_many:
                return True
            model = column.related_model
        return False

    def said(self, language: str) -> str:
        """Return how long it is kept, as people say it."""
        after, period = self.after.said(language), self.period
        if not period.length:
            return f"到{after}为止" if language == ZH else f"until {after}"
        long = period.said(language)
        if language == ZH:
            return f"{after}之后 {long}{'，到当月月底' if self.by_month else ''}"
        return f"{long} after {after}{', to the end of that month' if self.by_month else ''}"

    def kept(self) -> "QuerySet[Any]":
        """Return the rows that still have something to end."""
        return self.table._default_manager.filter(self.only & self._has_something())

    def kept_of(self, owner: Model) -> "QuerySet[Any]":
        """Return those of an owner."""
        return self.kept().filter(**{self.owner: owner})

    def due(self, now: datetime) -> "QuerySet[Any]":
        """Return those of them whose time is over, the oldest first."""
        if self.over is not None:
            return self.kept().filter(self.over).order_by("pk")
        before = "lt" if self.by_month else "lte"  # a month's first instant is of the next to go
        over = Q(**{f"{self.since}__{before}": self.boundary(now)})
        if self.closes and not self.since.endswith("closed_at"):
            over |= Q(**{f"{self.owner}__closed_at__lte": now})
        return self.kept().filter(over).order_by(self.since)

    def carry_out(self, rows: "QuerySet[Any]", now: datetime) -> None:
        """End what the rows hold; needs a transaction that has locked them."""
        with connection.cursor() as cursor:
            cursor.execute(OVER, [self.boundary(now).isoformat()])
        if self.end is not None:
            self.end(rows, now)
        elif self.columns:
            rows.update(**{name: _nothing(self._column(name)) for name in self.columns})
        else:
            rows.delete()

    def boundary(self, now: datetime) -> datetime:
        """Return the instant before which its time is over."""
        if self.is_end:
            return now
        over = now - self.period.length
        return month_start(over) if self.by_month else over

    def _has_something(self) -> Q:
        found = Q()
        for name in () if self.end else self.columns:
            empty = _nothing(self._column(name))
            found |= ~Q(**{name: empty}) if empty is not None else Q(**{f"{name}__isnull": False})
        return found

    def _column(self, name: str) -> "Field[Any, Any]":
        return next(each for each in self.table._meta.concrete_fields if each.name == name)


@cache
def register() -> dict[str, Rule]:
    """Return every rule of every package by its kind. Raises ValueError if two have the same.

    What Django knows as an app is looked through, as its admin does: nobody keeps a list.
    """
    found: dict[str, Rule] = {}
    for app in apps.get_app_configs():
        for rule in _rules_of(app.name):
            if rule.kind in found:
                raise ValueError(f"two rules are called {rule.kind}")
            found[rule.kind] = rule
    return found


def _rules_of(package: str) -> tuple[Rule, ...]:
    if find_spec(f"{package}.retention") is None:
        return ()
    return getattr(import_module(f"{package}.retention"), "RULES", ())


def _nothing(column: "Field[Any, Any]") -> str | None:
    """Return what an empty column holds. Raises TypeError if it cannot be empty."""
    if column.null:
        return None
    if not column.blank:
        raise TypeError(f"{column.model.__name__}.{column.name} cannot be emptied")
    return ""
