"""The texts that owners agree to, and agreeing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from voltbay.accounts.agreements.clouds import When, cloud_in_use
from voltbay.accounts.agreements.give_consent import give_consent
from voltbay.accounts.agreements.queries import current_agreement, offered_agreements
from voltbay.accounts.models import Agreement
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.client import client_name
from voltbay.api.language import language_of
from voltbay.api.me_out import OwnerOut, owner_out
from voltbay.api.sign_in import AgreedIn
from voltbay.core import clock
from voltbay.core.languages import EN
from voltbay.recognition.documents.withdraw import withdraw_and_erase

router = Router(tags=["agreements"])


class AgreementOut(Schema):
    """`sha256` covers the texts in both languages; a consent is stored with it."""

    kind: str
    version: str
    title: str
    sha256: str
    effective_at: datetime


class AgreementTextOut(AgreementOut):
    html: str


class CloudOut(Schema):
    """Who else may read photos, if the owner agrees to the agreement of this `kind`.

    `when` tells which photos go there: those that are `doubtful` here, or `always` all of them.
    """

    kind: str
    name: str
    when: When


class AgreementsOut(Schema):
    """`cloud` is null where every photo stays with us: then nobody is asked."""

    items: list[AgreementOut]
    cloud: CloudOut | None


@router.get("/agreements", response=AgreementsOut, summary="Agreements in force")
def agreements(request: HttpRequest) -> dict[str, Any]:
    """List the version in force of each kind, without its text.

    `terms` and `privacy` are needed to sign in, `documents` to send photos. A cloud provider's is
    asked for beside the photos and never needed.
    """
    current = offered_agreements(now=clock.now())
    return {
        "items": [_out(each, request) for _, each in sorted(current.items())],
        "cloud": _cloud_out(current, request),
    }


@router.get("/agreements/{kind}", response=AgreementTextOut, summary="Text of an agreement")
def agreement(request: HttpRequest, kind: str) -> dict[str, Any]:
    """Return the version in force of a kind, with its text as HTML that was cleaned."""
    found = current_agreement(kind, now=clock.now())
    english = language_of(request) == EN
    return {**_out(found, request), "html": found.html_en if english else found.html_zh}


@router.post(
    "/me/consents", auth=owner_auth, response=OwnerOut, summary="Agree to the version in force"
)
def consent(request: OwnerRequest, body: AgreedIn) -> OwnerOut:
    """Record a yes. Repeating it changes nothing."""
    give_consent(
        owner=request.owner,
        kind=body.kind,
        version=body.version,
        client=client_name(request),
        now=clock.now(),
    )
    return owner_out(request.owner)


@router.delete(
    "/me/consents/{kind}", auth=owner_auth, response={204: None}, summary="Withdraw a consent"
)
def withdraw(request: OwnerRequest, kind: str) -> Status[None]:
    """Record that a yes is taken back; only what no account needs can be.

    Without the consent to documents, photos and what was read on them are erased.
    """
    withdraw_and_erase(kind, owner=request.owner, client=client_name(request), now=clock.now())
    return Status(204, None)


def _cloud_out(current: Mapping[str, Agreement], request: HttpRequest) -> dict[str, Any] | None:
    """Tell of a provider in use, once there is a text that names it."""
    cloud = cloud_in_use()
    if cloud is None or cloud.provider.consent not in current:
        return None
    provider = cloud.provider
    name = provider.name_en if language_of(request) == EN else provider.name_zh
    return {"kind": provider.consent.value, "name": name, "when": cloud.when}


def _out(agreement: Agreement, request: HttpRequest) -> dict[str, Any]:
    english = language_of(request) == EN
    return {
        "kind": agreement.kind,
        "version": agreement.version,
        "title": agreement.title_en if english else agreement.title_zh,
        "sha256": agreement.sha256,
        "effective_at": agreement.effective_at,
    }
