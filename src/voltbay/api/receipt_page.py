"""The page that a receipt's QR code opens: genuine or not, in words for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from voltbay.api.language import language_of
from voltbay.core.local_time import local
from voltbay.removals.receipts.queries import check_receipt


@require_safe
def receipt_page(request: HttpRequest, serial: str) -> HttpResponse:
    """Say whether a receipt is genuine; 404 if it is not, so that machines see it as well."""
    found = check_receipt(serial, signature=request.GET.get("s"))
    gaps = {
        "language": language_of(request),
        "serial": found.serial[:40],
        "is_genuine": found.is_genuine,
        "issued_at": f"{local(found.issued_at):%Y-%m-%d %H:%M}" if found.issued_at else "",
        "says": found.says,
        "voided_at": f"{local(found.voided_at):%Y-%m-%d %H:%M}" if found.voided_at else "",
        "replaced_by": found.replaced_by,
    }
    status = 200 if found.is_genuine else 404
    answer = render(request, "api/receipt.html", gaps, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [path("r/<str:serial>", receipt_page, name="receipt")]
