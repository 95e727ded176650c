"""The robots of an outlet's groups: added, tried, taken off; and what did not reach them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from voltbay.directory.models import Outlet
from voltbay.staff_news.channels.robots import is_address
from voltbay.staff_news.errors import RobotUnknown, RobotWrong, TooManyRobots
from voltbay.staff_news.kinds import Vendor
from voltbay.staff_news.models import Robot

MOST = 10  # of an outlet


@dataclass(frozen=True)
class NewRobot:
    """What is entered of a robot; `of_company` has it hear of all the company's outlets."""

    vendor: str
    name: str
    webhook: str
    secret: str = ""
    of_company: bool = False
    language: str = "zh-Hans"


def robots_at(outlet: Outlet) -> "QuerySet[Robot]":
    """Return the robots that hear of an outlet, the company's among them."""
    of_all = Q(outlet__isnull=True, company=outlet.company_id)
    return Robot.objects.filter(of_all | Q(outlet=outlet)).order_by("id")


@transaction.atomic
def add_robot(outlet: Outlet, entry: NewRobot, *, now: datetime) -> Robot:
    """Add a robot to an outlet. Raises RobotWrong or TooManyRobots.

    DingTalk and Feishu must sign: whoever finds such an address could speak in the group otherwise.
    """
    webhook, secret = entry.webhook.strip(), entry.secret.strip()
    signs = entry.vendor != Vendor.WECOM
    if not entry.name.strip() or not is_address(entry.vendor, webhook) or (signs and not secret):
        raise RobotWrong
    Outlet.objects.select_for_update(no_key=True).get(pk=outlet.pk)
    if robots_at(outlet).count() >= MOST:
        raise TooManyRobots(limit=MOST)
    return Robot.objects.create(
        company_id=outlet.company_id,
        outlet=None if entry.of_company else outlet,
        vendor=entry.vendor,
        name=entry.name.strip(),
        language=entry.language,
        webhook=webhook,
        secret=secret if signs else None,
        used_at=now,
    )


def find_robot(outlet: Outlet, robot_id: int, *, of_company: bool) -> Robot:
    """Return one of them; the company's only to who may change it there. Raises RobotUnknown."""
    mine = robots_at(outlet) if of_company else robots_at(outlet).filter(outlet__isnull=False)
    found = mine.filter(pk=robot_id).first()
    if found is None:
        raise RobotUnknown
    return found


def take_off(outlet: Outlet, robot_id: int, *, of_company: bool) -> None:
    """Tell a robot nothing any more, and forget it. Raises RobotUnknown."""
    find_robot(outlet, robot_id, of_company=of_company).delete()
