"""What the owner's data may be used for, and the owner's word on each purpose."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from django.middleware.csrf import get_token
from ninja import Router, Schema
from pydantic import Field, StrictBool

from voltbay.accounts.models import Owner
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.client import client_name
from voltbay.api.entries import Body, Text
from voltbay.bookings.purposes.agree import agree
from voltbay.bookings.purposes.queries import purposes_of, words_of
from voltbay.bookings.purposes.withdraw import withdraw
from voltbay.core import clock

router = Router(tags=["me"], auth=owner_auth)

Name = Literal["documents", "aliyun", "wechat", "reminders"]


class PurposeOut(Schema):
    """`version` is of the text that is agreed to by switching it on, for purposes with a text."""

    name: Name
    is_on: bool
    since: datetime | None
    version: str | None


class WordOut(Schema):
    """One yes or no. `name` is a purpose or `terms`, `privacy`; `by_staff` says: at the desk."""

    name: str
    action: Literal["given", "withdrawn"]
    at: datetime
    version: str
    by_staff: bool


class PurposesOut(Schema):
    """`history` goes back fifty words; the copy of one's data has all."""

    items: list[PurposeOut]
    history: list[WordOut]


class PurposeIn(Body):
    """`version` of the text that was shown, for switching on a purpose that has one."""

    is_on: StrictBool  # a yes is said, not guessed from 1 or "on"
    version: Annotated[Text, Field(max_length=20)] = ""


@router.get("/me/purposes", response=PurposesOut, summary="What I agreed to, purpose by purpose")
def purposes(request: OwnerRequest) -> dict[str, Any]:
    """List what rests on the owner's yes, whether it stands, and every word said on it.

    Also hands a browser the CSRF cookie it needs to change it.
    """
    get_token(request)
    return _out(request.owner)


@router.post("/me/purposes/{name}", response=PurposesOut, summary="Say yes or no to a purpose")
def say(request: OwnerRequest, name: Name, body: PurposeIn) -> dict[str, Any]:
    """Switch a purpose on or off, at once. Repeating it changes nothing.

    Off: `documents` erases photos and what was read, `aliyun` sends no more photos away, `wechat`
    forgets the WeChat user and signs out there, `reminders` takes back what is queued. 409
    `purpose_needs_wechat`: that one is switched on by signing in there.
    """
    client, now = client_name(request), clock.now()
    if body.is_on:
        agree(name, version=body.version, owner=request.owner, client=client, now=now)
    else:
        withdraw(name, owner=request.owner, client=client, now=now)
    return _out(request.owner)


def _out(owner: Owner) -> dict[str, Any]:
    return {
        "items": [asdict(each) for each in purposes_of(owner, now=clock.now())],
        "history": [asdict(each) for each in words_of(owner)],
    }
