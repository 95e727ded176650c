"""The page that a receipt's QR code opens: genuine or not, in words for anybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from voltbay.api.language import language_of
from voltbay.api.limits import RECEIPT_CHECKS, spend_by_address
from voltbay.brand.brand import brand
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.limits.errors import LimitReached
from voltbay.removals.receipts.queries import check_receipt
from voltbay.sentences import sentence
from voltbay.sentences.statuses import status_of


@require_safe
def receipt_page(request: HttpRequest, serial: str) -> HttpResponse:
    """Say whether a receipt is genuine; 404 if it is not, so that machines see it as well.

    429 where an address checks too many.
    """
    try:
        spend_by_address(RECEIPT_CHECKS, request, now=clock.now())
    except LimitReached as refusal:
        return _wait(request, refusal)
    found = check_receipt(serial, signature=request.GET.get("s"))
    gaps = {
        "language": (language := language_of(request)),
        "brand_short": brand().short(language),
        "serial": found.serial[:40],
        "is_genuine": found.is_genuine,
        "issued_at": f"{local(found.issued_at):%Y-%m-%d %H:%M}" if found.issued_at else "",
        "says": found.says,
        "voided_at": f"{local(found.voided_at):%Y-%m-%d %H:%M}" if found.voided_at else "",
        "replaced_by": found.replaced_by,
        "reduced_on": f"{local(found.reduced_at):%Y-%m-%d}" if found.reduced_at else "",
    }
    status = 200 if found.is_genuine else 404
    return _kept_nowhere(render(request, "api/receipt.html", gaps, status=status))


def _wait(request: HttpRequest, refusal: LimitReached) -> HttpResponse:
    language = language_of(request)
    said = {"language": language, "brand_short": brand().short(language)}
    said |= {"wait": sentence(refusal.code, language, refusal.data)}
    answer = render(request, "api/receipt.html", said, status=status_of(refusal))
    answer["Retry-After"] = str(refusal.retry_after_seconds)
    return _kept_nowhere(answer)


def _kept_nowhere(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


urlpatterns = [path("r/<str:serial>", receipt_page, name="receipt")]
