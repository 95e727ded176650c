"""Agreements: their versions, and what each changed."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from voltbay.accounts.agreements.compare import compare
from voltbay.accounts.agreements.consents import history
from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.pages import page

LONGEST_NUMBER = 9  # digits of an id


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """Show every version, how many agreed to it, and the way to what it changed."""
    may_write = may(request.staff.role, "consent-reveal")
    shown = {"rows": history(), "may_write": may_write}
    return page(request, "texts/agreements.html", shown)


@require_safe
def diff(request: StaffRequest) -> HttpResponse:
    """Show what one version of a kind says otherwise than another, in both languages."""
    found = compare(_number(request.GET.get("old", "")), _number(request.GET.get("new", "")))
    texts = [
        {"name": "中文", "lang": "zh-Hans", "parts": found.zh},
        {"name": "English", "lang": "en", "parts": found.en},
    ]
    shown = {"old": found.old, "new": found.new, "others": found.versions, "texts": texts}
    return page(request, "texts/agreement_diff.html", shown)


def _number(text: str) -> int:
    """Return an id, or 0, which nothing has."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else 0
