"""The ways onward in the head of every page, for a role and at an outlet.

They are the same whenever the same role is at the same outlet's page, so they are written once:
to look up thirty addresses and to fill in a template for each took a tenth of a day board's time.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Role
from voltbay.console.access.permissions import may

OF_OUTLET = [
    ("day", _("Day")),
    ("week", _("Week")),
    ("book", _("New booking")),
    ("scan", _("Check in")),
    ("call-outs", _("Call-outs")),
    ("stock", _("Battery packs")),
    ("hours", _("Opening")),
    ("technicians", _("Technicians")),
    ("robots", _("Group robots")),
    ("rights-new", _("Acting for an owner")),
]
OF_ALL = [
    ("review-queue", _("Review")),
    ("dashboard", _("Dashboard")),
    ("money", _("Prices and payouts")),
    ("trace", _("Traceability")),
    ("rights", _("Rights of owners")),
    ("staff", _("Staff")),
    ("hear", _("What I hear of")),
    ("messages", _("Message texts")),
    ("unsent", _("Messages not sent")),
    ("agreements", _("Agreements")),
    ("account-move", _("Account of a caller")),
    ("company-pages", _("Companies' pages")),
    ("company-pages-waiting", _("Companies to check")),
    ("fleets", _("Companies' accounts")),
    ("work-behind", _("Workers and jobs")),
    ("views", _("Views of personal data")),
    ("audit", _("Audit log")),
    ("retention", _("Kept and erased")),
]


# What stands in the head of a wide screen itself; the menu has the rest.
IN_THE_HEAD = frozenset({"day", "book", "scan", "stock", "review-queue", "dashboard", "audit"})
COUNTED = "review-queue"  # how much waits there stands behind its name
KEPT = 2048  # menus: a company's people are at few outlets


class Menu(NamedTuple):
    """Links as HTML, in two parts: how many reviews wait stands in between."""

    first: SafeString
    rest: SafeString


@lru_cache(KEPT)
def menu(role: str, outlet_id: UUID | None, *, here: str, language: str) -> Menu:
    """Return the ways that are open to a role.

    `here` is the name of the page; `language` that of this moment, in which titles are written.
    """
    links = list(_links(role, outlet_id, here))
    at = next((at for at, (name, __) in enumerate(links) if name == COUNTED), -1)
    html = [link for __, link in links]
    if at < 0:
        return Menu(mark_safe(""), mark_safe("".join(html)))  # noqa: S308  # escaped one by one
    head = "".join(html[: at + 1]).removesuffix("</a>")
    return Menu(mark_safe(head), mark_safe("</a>" + "".join(html[at + 1 :])))  # noqa: S308


def _links(role: str, outlet_id: UUID | None, here: str) -> Iterator[tuple[str, SafeString]]:
    where = {"outlet_id": outlet_id}
    for name, title in OF_OUTLET if outlet_id else ():
        if may(role, name):
            yield name, _link(name, reverse(f"console:{name}", kwargs=where), title, here)
    for name, title in OF_ALL:
        if may(role, name):
            yield name, _link(name, reverse(f"console:{name}"), title, here)
    if may(role, "outlets"):
        yield "outlets", _link("outlets", reverse("console:outlets"), _("Outlets"), here)
    if role == Role.OPERATOR:
        yield "admin", _link("admin", reverse("admin:index"), _("Back office"), here)


def _link(name: str, path: str, title: object, here: str) -> SafeString:
    first = mark_safe(' class="first"') if name in IN_THE_HEAD else ""
    current = mark_safe(' aria-current="page"') if name == here else ""
    return format_html('<a href="{}"{}{}>{}</a>', path, first, current, title)
