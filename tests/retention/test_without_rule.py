"""Nothing personal is kept that no rule ends, and every rule can be carried out."""

import pytest
from django.core.checks import run_checks
from django.db import models

from tests.places import NOW
from voltbay.core.fields import SealedTextField
from voltbay.core.languages import EN, ZH
from voltbay.core.retention import Period, register
from voltbay.retention.held import without_held
from voltbay.retention.state import state_of
from voltbay.retention.without_rule import without_rule

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
