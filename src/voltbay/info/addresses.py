"""Where each page is: paths by language, whole addresses, and the way into booking."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from voltbay.core.languages import EN, ZH
from voltbay.directory.models import Outlet

SPACES = {ZH: "info", EN: "info-en"}  # instances of the same routes: see urls.py
BOOKING = "/#/pages/time/time"  # the page of the owners' client that offers times


@dataclass(frozen=True)
class Route:
    """A page of the site, in whatever language: its name, what it is of, and its query."""

    name: str
    of: tuple[Any, ...] = ()
    query: tuple[tuple[str, str], ...] = ()

    def path(self, language: str) -> str:
        """Return the path of the page in a language."""
        path = reverse(f"info:{self.name}", args=self.of, current_app=SPACES[language])
        return f"{path}?{urlencode(self.query)}" if self.query else path

    def address(self, language: str) -> str:
        """Return the whole address."""
        return absolute(self.path(language))


def absolute(path: str) -> str:
    """Return the whole address of a path, as people outside reach it."""
    return f"{settings.VOLTBAY_PUBLIC_URL}{path}"


def booking_path(outlet: Outlet, service_id: int | None = None) -> str:
    """Return where an owner chooses a time at an outlet, its service chosen already."""
    chosen = {"outlet": str(outlet.pk)} | ({"service": str(service_id)} if service_id else {})
    return f"{BOOKING}?{urlencode(chosen)}"
