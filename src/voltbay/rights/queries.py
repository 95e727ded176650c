"""Finding corrections and requests."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking
from voltbay.core.personal import disclosed
from voltbay.directory.models import Outlet
from voltbay.rights.errors import RequestUnknown
from voltbay.rights.models import Correction, RightsRequest, SeenPaper


def corrections_of(booking: Booking) -> list[Correction]:
    """Return what was corrected of a booking, or is asked, newest first."""
    of = Correction.objects.filter(booking=booking).select_related("receipt", "staff")
    return list(of.order_by("-id"))


def corrections_to_answer(outlets: "Collection[UUID] | QuerySet[Outlet, UUID]") -> list[Correction]:
    """Return what owners asked at these outlets and nobody answered, the most urgent first."""
    asked = Correction.objects.filter(
        state=Correction.State.ASKED, booking__outlet__in=outlets
    ).select_related("booking__outlet")
    return list(asked.order_by("answer_by", "id"))


def requests_at(
    outlets: "Collection[UUID] | QuerySet[Outlet, UUID]", *, state: str = ""
) -> QuerySet[RightsRequest]:
    """Return the requests at these outlets: open ones first, the most urgent on top."""
    found = RightsRequest.objects.filter(outlet__in=outlets)
    if state:
        found = found.filter(state=state)
    joined = found.select_related("outlet", "taken_by", "answered_by", "booking")
    open_first = F("answered_at").desc(nulls_first=True)
    return joined.order_by(open_first, "answer_by", "taken_at")


def find_request(
    request_id: UUID, outlets: "Collection[UUID] | QuerySet[Outlet, UUID]"
) -> RightsRequest:
    """Return one of them. Raises RequestUnknown."""
    found = requests_at(outlets).filter(pk=request_id).first()
    if found is None:
        raise RequestUnknown
    return found


def papers_of(request: RightsRequest) -> list[SeenPaper]:
    """Return what was looked at for a request, in order."""
    return list(SeenPaper.objects.filter(request=request).select_related("staff").order_by("id"))


def export_rights(owner: Owner) -> dict[str, Any]:
    """Return what was corrected and asked for an owner. Source: PIPL art. 45."""
    corrections = Correction.objects.filter(booking__owner=owner).select_related("booking")
    requests = RightsRequest.objects.filter(owner=owner)
    return {
        "corrections": [_correction(each) for each in corrections.order_by("id")],
        "rights_requests": [_request(each) for each in requests.order_by("taken_at")],
    }


def _correction(each: Correction) -> dict[str, Any]:
    return {
        "booking": each.booking.code,
        "field": each.field,
        "state": each.state,
        "at": each.asked_at,
        "answered_at": each.answered_at,
        "by_owner": each.by_owner,
        "paper": each.paper,
        **disclosed(each),
    }


def _request(each: RightsRequest) -> dict[str, Any]:
    """Leave out who asked: the name and phone of somebody else."""
    return {
        "relation": each.relation,
        "asks": each.asks,
        "state": each.state,
        "at": each.taken_at,
        "answered_at": each.answered_at,
        "papers": [{"paper": paper.kind, "at": paper.at} for paper in papers_of(each)],
        "answer": each.answer,
    }
