"""The brand for every template that is rendered for a request."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from voltbay.brand.brand import brand
from voltbay.core.languages import ZH


def shown(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001  # Django's signature
    """Return the brand, and its short name in the language of staff pages."""
    found = brand()
    return {"brand": found, "brand_short": found.short(get_language() or ZH)}
