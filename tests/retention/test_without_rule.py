"""Nothing personal is kept that no rule ends, and every rule can be carried out."""

import re

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models

from tests.places import NOW
from voltbay.core.fields import SealedTextField
from voltbay.core.languages import EN, ZH
from voltbay.core.retention import Period, register
from voltbay.retention.held import without_held
from voltbay.retention.state import state_of
from voltbay.retention.without_rule import without_rule

# What somebody types in a word of their own: it may name anybody.
FREE = re.compile(r"(^|_)(why|reason|note|remark|condition|answer|words|comment)$")
STAYS = {
    "directory.Company.credit_code_override_reason": "of a company's code, typed by an operator",
    "articles.Article.reason": "of a company's article, typed by an operator, read by it",
    "company_pages.PageVersion.reason": "of a company's page, typed by an operator, read by it",
    "directory.Closure.reason": "of an outlet's hours, read by owners",
    "bookings.BookingEvent.why": "a code of `desk.change.Why`, never a text",
    "console.IdempotencyKey.answer": "the address that a form went on to",
}
RULES = list(register().values())


def test_every_personal_and_secret_column_has_a_rule():
    assert without_rule() == []


def test_a_new_personal_column_without_a_rule_is_refused():
    column = SealedTextField(null=True)
    column.contribute_to_class(register()["directory.certificates"].table, "nickname")
    try:
        assert without_rule() == ["directory.Technician.nickname"]
        assert [error.id for error in run_checks() if error.id == "voltbay.E001"] == [
            "voltbay.E001"
        ]
    finally:
        Technician = register()["directory.certificates"].table  # noqa: N806
        Technician._meta.local_fields.remove(column)
        Technician._meta._expire_cache()
        delattr(Technician, "nickname")


def test_every_free_text_has_a_rule_or_a_reason_to_stay():
    ended = {
        f"{rule.table._meta.label}.{name}"
        for rule in RULES
        for name in rule.columns or [column.name for column in rule.table._meta.concrete_fields]
    }
    free = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.local_concrete_fields
        if model.__module__.startswith("voltbay.") and FREE.search(column.name)
        if not column.choices and model._meta.managed
    }

    assert len(free) > 20
    assert free - ended == set(STAYS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_a_rule_can_be_asked_and_says_itself_in_both_languages(db, rule):
    assert list(without_held(rule, rule.due(NOW))[:1]) == []
    assert state_of(rule, now=NOW).overdue == 0
    assert rule.said(ZH) != rule.said(EN)
    assert all((*rule.what, *rule.why, *rule.after, rule.source.text))
    assert rule.source.certainty in {"P", "S", "M", "D"}


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.since], ids=lambda rule: rule.kind)
def test_a_rule_counts_from_a_moment(rule):
    model = rule.table
    for step in rule.since.split("__"):
        column = model._meta.get_field(step)
        model = column.related_model or model

    assert isinstance(column, models.DateField)


def test_periods_are_the_settings(settings):
    settings.VOLTBAY_KEEP_UNDONE_DAYS = 7

    assert Period("VOLTBAY_KEEP_UNDONE_DAYS").said(EN) == "7 days"
