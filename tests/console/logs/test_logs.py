"""Whoever reads the audit log sees what was done, and at which outlet, by name."""

from django.urls import reverse

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.record import record
from voltbay.core import clock


def test_words_and_names_stand_where_codes_are_written(client, outlet):
    eve = staff_with(Role.OPERATOR, outlet=outlet, name="eve")
    record("hours apply 302", by=eve, target=str(outlet.pk), address="", now=clock.now())
    record("sign-in", by=eve, address="", now=clock.now())

    page = let_in(client, eve).get(reverse("console:audit"), {"what": "hours"}).content.decode()

    assert "修改营业时间 · 保存" in page
    assert f"<td>{outlet.name}</td>" in page
    assert ">登录</td>" not in page
