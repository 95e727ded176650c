"""How the back office looks and what its side bar leads to."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from voltbay.brand.brand import Brand, brand
from voltbay.brand.colours import oklch
from voltbay.core.languages import ZH

# Lightness and, as a share of the brand's own, chroma: from light to dark. White is read on 600.
SHADES = {
    "50": (97, 0.17),
    "100": (94, 0.39),
    "200": (89, 0.7),
    "300": (82, 1.04),
    "400": (73, 1.22),
    "500": (63, 1.17),
    "600": (52, 1.0),
    "700": (45, 0.87),
    "800": (38, 0.7),
    "900": (33, 0.57),
    "950": (24, 0.39),
}


def shades(colour: str) -> dict[str, str]:
    """Return a colour's shades, as django-unfold names them.

    >>> shades("#0a7552")["600"]
    'oklch(52% 0.104 163)'
    """
    _, chroma, hue = oklch(colour)
    return {
        name: f"oklch({lightness}% {chroma * share:.3f} {hue:.0f})"
        for name, (lightness, share) in SHADES.items()
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


def unfold(shown: Brand) -> dict[str, Any]:
    """Return the back office in the operator's name."""
    of_logo: dict[str, Any] = {}
    if shown.logo_path:
        icon = {"rel": "icon", "type": "image/png", "href": shown.logo_path}
        of_logo = {"SITE_ICON": shown.logo_path, "SITE_FAVICONS": [icon]}
    return {**FIXED, **of_logo, "COLORS": {"primary": shades(shown.light.accent)}}


def site_title(request: HttpRequest) -> str:
    """Return what a browser's tab says."""
    return f"{site_header(request)} · {gettext('Back office')}"


def site_header(request: HttpRequest) -> str:
    """Return the short name in the language of whoever reads it."""
    return brand().short(get_language() or ZH)


def site_subheader(request: HttpRequest) -> str:
    """Return the whole name beneath the short one, if it is another."""
    name = brand().name(get_language() or ZH)
    return "" if name == site_header(request) else name


FIXED: dict[str, Any] = {
    "SITE_TITLE": site_title,
    "SITE_HEADER": site_header,
    "SITE_SUBHEADER": site_subheader,
    "SITE_SYMBOL": "electric_car",
    "SITE_URL": "/",
    "SHOW_LANGUAGES": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "DASHBOARD_CALLBACK": "voltbay.server.web.today.today",
    "ENVIRONMENT": "voltbay.recognition.admin.budget_label",
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
