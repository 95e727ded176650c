"""Robots of an outlet's groups: managers add, try and remove them; secrets never come back."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.places import open_outlet
from tests.staff import let_in, staff_with
from tests.staff_news.robot_server import DINGTALK, KEY, SECRET
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.staff_news.models import Delivery, News, Robot

ENTRY = {"vendor": "dingtalk", "name": "前台群", "webhook": DINGTALK, "secret": SECRET}


@pytest.fixture
def page_of(outlet):
    return reverse("console:robots", kwargs={"outlet_id": outlet.pk})


@pytest.fixture
def office(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


def press(browser, page, action, **entries):
    return browser.post(page, {"key": str(uuid4()), "action": action, **entries})


def test_a_manager_adds_a_robot_whose_secrets_are_never_shown(office, page_of, outlet):
    assert press(office, page_of, "add", **ENTRY).status_code == 302

    robot = Robot.objects.get()
    assert (robot.outlet, robot.webhook, robot.secret) == (outlet, DINGTALK, SECRET)
    assert Delivery.objects.get().robot == robot  # a trial
    page = office.get(page_of).content.decode()
    assert "前台群" in page
    assert "已加签" in page
    assert KEY not in page
    assert SECRET not in page


def test_the_audit_log_knows_of_it_without_its_secrets(office, page_of):
    press(office, page_of, "add", **ENTRY)

    entry = AuditEntry.objects.get(what="staff_news_robot.insert")
    assert entry.staff.username == "carol"
    assert (entry.after["webhook"], entry.after["secret"]) == ("***", "***")


def test_what_was_refused_is_typed_again_but_for_the_secret(office, page_of):
    wrong = {**ENTRY, "webhook": "https://127.0.0.1/robot/send?access_token=1"}

    answer = press(office, page_of, "add", **wrong)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "完整 Webhook 地址" in page
    assert 'value="前台群"' in page
    assert SECRET not in page
    assert not Robot.objects.exists()


def test_an_outlets_manager_leaves_the_companys_robot_alone(office, page_of, outlet):
    press(office, page_of, "add", of_company="on", **ENTRY)
    assert Robot.objects.get().outlet == outlet
    Robot.objects.update(outlet=None)

    robot = Robot.objects.get()
    assert "公司全部网点" in office.get(page_of).content.decode()
    assert press(office, page_of, "drop", robot=robot.pk).status_code == 404

    company = let_in(Client(), staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora"))
    assert press(company, page_of, "drop", robot=robot.pk).status_code == 302
    assert not Robot.objects.exists()


def test_another_outlets_robots_are_not_there(office, page_of):
    other = open_outlet("徐汇回收服务网点").outlet
    robot = Robot.objects.create(
        company=other.company, outlet=other, vendor="wecom", name="别家", webhook="x",
        used_at=timezone.now(),
    )  # fmt: skip

    assert press(office, page_of, "try", robot=robot.pk).status_code == 404
    assert office.get(reverse("console:robots", kwargs={"outlet_id": other.pk})).status_code == 404


def test_what_did_not_reach_the_group_is_listed_and_sent_again(office, page_of, outlet):
    press(office, page_of, "add", **ENTRY)
    now = timezone.now()
    news = News.objects.create(kind="new", dedupe_key="n", outlet=outlet, params={}, made_at=now)
    Delivery.objects.create(
        news=news, channel="robots", robot=Robot.objects.get(), state="failed", due_at=now,
        error_code="310000", tries=1,
    )  # fmt: skip

    page = office.get(page_of).content.decode()
    assert "签名、关键词或 IP 校验未通过" in page
    assert "310000" in page
    press(office, page_of, "again")

    assert Delivery.objects.get(news=news).state == "queued"


def test_staff_of_the_desk_do_not_come_in(desk, page_of):
    assert desk.get(page_of).status_code == 403
