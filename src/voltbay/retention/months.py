"""Months of the logs: those to come are made ahead, those that are over go as a whole."""

import logging
from datetime import datetime
from typing import Any

from django.db import OperationalError, connection
from django.db.models import QuerySet

from voltbay.core import partitions
from voltbay.core.partitions import Month, Table
from voltbay.core.retention import Rule
from voltbay.retention.held import is_held

log = logging.getLogger(__name__)


def prepare_months(*, now: datetime) -> list[str]:
    """Make the months to come of every table that is kept by month; return their names.

    Has the tables counted as well: PostgreSQL does so by itself for parts alone. A table that
    somebody keeps is left for the next time.
    """
    made = []
    for table in partitions.tables():
        try:
            made += partitions.make_months(table, now=now)
        except OperationalError as kept:
            log.warning("months of %s are not made: %s", table.name, type(kept).__name__)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {table.name}")
    return made


def drop_over(rule: Rule, *, now: datetime) -> int:
    """Drop the months whose every row is over; return how many rows those were.

    One that somebody keeps locked is left to the next night. Nothing is dropped of what a legal
    hold may keep: that is ended row by row.
    """
    if is_held(rule) is not None:
        return 0
    mine = [each for each in partitions.tables() if each.name == rule.table._meta.db_table]
    return sum(_drop(rule, month) for table in mine for month in _over(rule, table, now=now))


def _over(rule: Rule, table: Table, *, now: datetime) -> list[Month]:
    boundary = rule.boundary(now)
    return [month for month in partitions.months_of(table) if month.ends_at <= boundary]


def _drop(rule: Rule, month: Month) -> int:
    rows = _rows(rule, month).count()
    try:
        partitions.drop_month(month)
    except OperationalError as kept:
        log.warning("retention: %s of %s stays: %s", month.name, rule.kind, type(kept).__name__)
        return 0
    log.info("retention: %s dropped %s with %s rows", rule.kind, month.name, rows)
    return rows


def _rows(rule: Rule, month: Month) -> "QuerySet[Any]":
    rows = rule.table._default_manager.filter(**{f"{rule.since}__lt": month.ends_at})
    return rows.filter(**{f"{rule.since}__gte": month.starts_at}) if month.starts_at else rows
