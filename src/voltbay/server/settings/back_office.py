"""How the back office looks and what its side bar leads to."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

# The client's green, from light to dark.
GREEN = {
    "50": "oklch(97% .02 160)",
    "100": "oklch(94% .045 160)",
    "200": "oklch(89% .08 160)",
    "300": "oklch(82% .12 160)",
    "400": "oklch(73% .14 160)",
    "500": "oklch(63% .135 160)",
    "600": "oklch(52% .115 160)",
    "700": "oklch(45% .1 160)",
    "800": "oklch(38% .08 160)",
    "900": "oklch(33% .065 160)",
    "950": "oklch(24% .045 160)",
}


def _list(title: Any, icon: str, model: str) -> dict[str, Any]:
    """Describe a link to the list of a model, for those who may see it."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": lambda request: request.user.has_perm(f"{app}.view_{name}"),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Voltbay back office"),
    "SITE_HEADER": "Voltbay",
    "SITE_SUBHEADER": _("battery removal"),
    "SITE_SYMBOL": "electric_car",
    "SITE_URL": "/",
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "voltbay.server.web.today.today",
    "ENVIRONMENT": "voltbay.recognition.admin.budget_label",
    "COLORS": {"primary": GREEN},
    "SIDEBAR": {
        "navigation": [
            {
                "title": _("Places"),
                "items": [
                    _list(_("Companies"), "domain", "directory.company"),
                    _list(_("Outlets"), "home_repair_service", "directory.outlet"),
                    _list(_("Slots"), "calendar_view_week", "slots.slot"),
                ],
            },
            {
                "title": _("Bookings"),
                "items": [_list(_("Bookings"), "event_available", "bookings.booking")],
            },
            {
                "title": _("Platform"),
                "items": [
                    _list(_("Articles"), "article", "articles.article"),
                    _list(_("Agreements"), "contract", "accounts.agreement"),
                    _list(_("Customer service"), "support_agent", "accounts.support"),
                    _list(_("Cloud readings"), "cloud", "recognition.cloudmonth"),
                    _list(_("Staff"), "badge", "accounts.staffuser"),
                    _list(_("Groups"), "groups", "auth.group"),
                ],
            },
        ]
    },
}
