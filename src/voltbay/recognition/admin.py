"""The back office's look at what goes to the cloud, and its warning near the month's limit."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voltbay.accounts.agreements.clouds import ALIYUN
from voltbay.accounts.models import Role, StaffUser
from voltbay.back_office.lists import ListAdmin
from voltbay.core import clock
from voltbay.recognition.engines.cloud_budget import month_of, usage
from voltbay.recognition.models import CloudMonth

NAMES = {ALIYUN.consent.value: gettext_lazy("Alibaba Cloud")}


@admin.register(CloudMonth)
class CloudMonthAdmin(ListAdmin):
    """Counted by the workers; here it is only looked at."""

    list_display = ["written", "who", "asked", "limit", "answered", "failed"]
    list_display_links = None
    ordering = ["-month", "provider"]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Photos that are sent count themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Nobody: a count that can be edited limits nothing."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Likewise."""
        return False

    @admin.display(description=gettext_lazy("month"), ordering="month")
    def written(self, counted: CloudMonth) -> str:
        """Show year and month."""
        return f"{counted.month:%Y-%m}"

    @admin.display(description=gettext_lazy("provider"), ordering="provider")
    def who(self, counted: CloudMonth) -> Any:
        """Show the name that people know."""
        return NAMES.get(counted.provider, counted.provider)

    @admin.display(description=gettext_lazy("limit and share used"))
    def limit(self, counted: CloudMonth) -> str:
        """Show this month's limit; earlier ones are not kept."""
        now = clock.now()  # noqa: TID251  # a door
        used = usage(now=now)
        if not used or (counted.provider, counted.month) != (used.provider, month_of(now)):
            return "—"
        return f"{used.most} ({used.percent}%)"


def budget_label(request: HttpRequest) -> tuple[str, str] | None:
    """Return the words at the head of every page, and their colour, when the limit comes near.

    For operators only: the sign-in page has the same head.
    """
    staff = request.user
    if not isinstance(staff, StaffUser) or staff.role != Role.OPERATOR:
        return None
    used = usage(now=clock.now())  # noqa: TID251  # a door
    if used is None or not used.is_short:
        return None
    counts = {"percent": used.percent, "asked": used.asked, "most": used.most}
    said = _("Cloud readings this month: %(percent)s%% used (%(asked)s of %(most)s)") % counts
    return said, "danger" if used.asked >= used.most else "warning"
