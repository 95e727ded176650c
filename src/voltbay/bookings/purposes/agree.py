"""Saying yes to one purpose."""

from datetime import datetime

from voltbay.accounts.agreements.choose import choose
from voltbay.accounts.agreements.give_consent import give_consent
from voltbay.accounts.models import Choice, Owner
from voltbay.bookings.purposes.errors import PurposeNeedsWechat, PurposeUnknown
from voltbay.bookings.purposes.queries import WITH_TEXT


def agree(purpose: str, *, version: str, owner: Owner, client: str, now: datetime) -> None:
    """Say yes to a purpose, and to the `version` of its text where it has one. Safe to repeat.

    Raises PurposeUnknown, PurposeNeedsWechat, AgreementUnknown or AgreementOutdated.
    """
    if purpose in WITH_TEXT:
        give_consent(owner=owner, kind=purpose, version=version, client=client, now=now)
        return
    if purpose == Choice.Of.WECHAT:
        raise PurposeNeedsWechat
    if purpose not in Choice.Of.values:
        raise PurposeUnknown
    choose(Choice.Of(purpose), Choice.Action.GIVEN, owner=owner, client=client, now=now)
