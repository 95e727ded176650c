"""How long what is personal is kept: for anybody to read, and what closing an account leaves."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.language import language_of
from voltbay.core import clock
from voltbay.retention.told import closing_of, of_owners

router = Router(tags=["me"])


class RuleOut(Schema):
    """One kind of what is kept, in the caller's language; `kept` says how long and from when."""

    kind: str
    what: str
    why: str
    kept: str


class RuleList(Schema):
    items: list[RuleOut]


class KeptOut(Schema):
    """What stays sealed after closing, and when the last of it is erased."""

    kind: str
    what: str
    why: str
    until: datetime


class ClosingOut(Schema):
    """What closing the account now would do, in two stages.

    `at_once` is erased then and there. `kept` is what the law or a claim needs: only stored and
    protected, then erased by itself. `held_until` is set while a dispute keeps a booking longer.
    """

    at_once: list[str]
    kept: list[KeptOut]
    held_until: datetime | None


@router.get("/retention", response=RuleList, summary="How long data is kept")
def retention(request: HttpRequest) -> dict[str, Any]:
    """List what is kept of owners, why and how long; it is erased by itself when that is over."""
    language = language_of(request)
    return {
        "items": [
            {
                "kind": rule.kind,
                "what": rule.what.said(language),
                "why": rule.why.said(language),
                "kept": rule.said(language),
            }
            for rule in of_owners()
        ]
    }


@router.get("/me/closing", response=ClosingOut, auth=owner_auth, summary="What closing would do")
def closing(request: OwnerRequest) -> dict[str, Any]:
    """Tell what closing my account would erase at once, and what stays until when and why."""
    language = language_of(request)
    found = closing_of(request.owner, now=clock.now())
    return {
        "at_once": [rule.what.said(language) for rule in found.at_once],
        "kept": [
            {
                "kind": each.rule.kind,
                "what": each.rule.what.said(language),
                "why": each.rule.why.said(language),
                "until": each.until,
            }
            for each in found.kept
        ],
        "held_until": found.held_until,
    }
