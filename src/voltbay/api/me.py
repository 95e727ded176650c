"""The owner's own details."""

from typing import Any, Literal

from django.http import HttpResponse
from django.middleware.csrf import get_token
from ninja import Router, Status

from voltbay.accounts.owners.change_details import change_name
from voltbay.accounts.owners.change_phone import Here, change_phone
from voltbay.api.asker import Attempt, Device, asker_of
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Name, Phone
from voltbay.api.language import language_of
from voltbay.api.limits import DATA_COPIES, LISTED
from voltbay.api.me_out import OwnerOut, owner_out
from voltbay.api.phone_questions import Question
from voltbay.api.presented import presented_token
from voltbay.api.sign_in import Code, forget_session_cookie
from voltbay.bookings.close_account import close_account
from voltbay.bookings.new_holder import take_over
from voltbay.bookings.owner.export_data import kept_photos
from voltbay.core import clock
from voltbay.core.errors import Invalid
from voltbay.limits.spend import spend
from voltbay.rights.copy_of import copy_of
from voltbay.rights.data_file import data_file

router = Router(tags=["me"], auth=owner_auth)
ZIP = "application/zip"


class EntryMissing(Invalid):
    """A new phone comes with the code that was sent to it."""

    code = "invalid"


class DetailsIn(Body):
    """What is not sent stays. An empty name (null) is forgotten.

    `question` is what 409 `phone_in_question` asked: sending it says that the phone is the owner's
    own now and was another's before, and moves the account there. `attempt` is what asking for the
    code gave, and `device` what signing in gave, from clients without cookies.
    """

    name: Name | None = None
    phone: Phone | None = None
    code: Code | None = None
    question: Question | None = None
    attempt: Attempt = ""
    device: Device = ""


@router.get("/me", response=OwnerOut, summary="My details")
def me(request: OwnerRequest) -> OwnerOut:
    """Return the owner's details. Also hands a browser the CSRF cookie it needs to change them."""
    if presented_token(request)[1]:
        get_token(request)
    return owner_out(request.owner)


# WeChat's wx.request knows no PATCH, so a mini-program posts.
@router.post(
    "/me",
    response=OwnerOut,
    operation_id="change_my_details_by_post",
    summary="Change my details, where PATCH is not known",
)
@router.patch("/me", response=OwnerOut, summary="Change my details")
def change(request: OwnerRequest, body: DetailsIn) -> OwnerOut:
    """Change the name; or the phone, proved by the code sent to the new one.

    With a new phone every other device is signed out and the old phone is told. 409
    `phone_in_question` says that another account had the phone long ago: see `question`.
    """
    owner, now = request.owner, clock.now()
    here = Here(
        session=presented_token(request)[0],
        asker=asker_of(request, attempt=body.attempt, device=body.device),
        language=language_of(request),
    )
    if (body.phone is None) != (body.code is None):
        raise EntryMissing(fields={"phone" if body.phone is None else "code": "missing"})
    if body.phone is not None and body.code is not None:
        change_phone(owner=owner, phone=body.phone, code=body.code, here=here, now=now)
    if body.question is not None:
        take_over(question=body.question, owner=owner, here=here, now=now)
    if "name" in body.model_fields_set:
        change_name(owner=owner, name=body.name)
    return owner_out(owner)


@router.delete("/me", response={204: None}, summary="Close my account", openapi_extra=LISTED)
def close(request: OwnerRequest, response: HttpResponse) -> Status[None]:
    """Cancel what is booked, erase what identifies the owner, and sign out everywhere."""
    close_account(owner=request.owner, now=clock.now())
    forget_session_cookie(response)
    return Status(204, None)


@router.get("/me/data", response=dict[str, Any], summary="A copy of my data", openapi_extra=LISTED)
def export(
    request: OwnerRequest,
    response: HttpResponse,
    format: Literal["json", "zip"] | None = None,  # noqa: A002  # the word in the URL
    language: Literal["zh-Hans", "en"] | None = None,
) -> dict[str, Any] | HttpResponse:
    """Return everything that is kept about the owner, as a file.

    As JSON, or with `format=zip` (or `Accept: application/zip`) together with a page to read in
    `language`, else the caller's, and the photos that are still kept. It is made now and kept
    nowhere.
    """
    spend(DATA_COPIES, str(request.owner.pk), now=clock.now())
    data = copy_of(request.owner)
    if format == "zip" or (format is None and ZIP in request.headers.get("Accept", "")):
        packed = HttpResponse(
            data_file(data, kept_photos(request.owner), language=language or language_of(request)),
            content_type=ZIP,
        )
        return _as_download(packed, "my-data.zip")
    _as_download(response, "my-data.json")
    return data


def _as_download(response: HttpResponse, name: str) -> HttpResponse:
    """Let a browser save it, and nothing on the way keep it."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
