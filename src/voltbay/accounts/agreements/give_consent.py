"""Agreeing to a text, and taking it back."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from voltbay.accounts.agreements.errors import ConsentNeeded
from voltbay.accounts.agreements.queries import NEEDED, agreement_in_force, standing_consents
from voltbay.accounts.models import Agreement, Consent, Owner
from voltbay.accounts.models.owners import LONGEST_CLIENT


def give_consent(
    *, owner: Owner, kind: str, version: str, client: str, now: datetime
) -> Consent | None:
    """Record that the owner agrees to the version in force; None says that it already was.

    Raises AgreementUnknown, or AgreementOutdated if `version` is not the one in force.
    """
    agreement = agreement_in_force(kind, version, now=now)
    recorded = record_consents([agreement], owner=owner, client=client, now=now)
    return recorded[0] if recorded else None


@transaction.atomic
def record_consents(
    agreements: Iterable[Agreement], *, owner: Owner, client: str, now: datetime
) -> list[Consent]:
    """Write down a yes to each agreement that the owner has not yet said yes to."""
    _one_at_a_time(owner)
    standing = {consent.agreement_id for consent in standing_consents(owner)}
    new = [
        _word(Consent.Action.GIVEN, agreement, owner=owner, client=client, now=now)
        for agreement in agreements
        if agreement.pk not in standing
    ]
    return Consent.objects.bulk_create(new)


@transaction.atomic
def withdraw_consent(*, owner: Owner, kind: str, client: str, now: datetime) -> Consent | None:
    """Record that the owner takes a yes back; None says that there was none.

    Raises ConsentNeeded for what no account can be without: closing it is the way then.
    """
    if kind in NEEDED:
        raise ConsentNeeded
    _one_at_a_time(owner)
    for consent in standing_consents(owner):
        if consent.kind == kind:
            word = _word(
                Consent.Action.WITHDRAWN, consent.agreement, owner=owner, client=client, now=now
            )
            word.save(force_insert=True)
            return word
    return None


def _one_at_a_time(owner: Owner) -> None:
    """Lock the owner: a yes sent twice at once is written once."""
    Owner.objects.select_for_update(no_key=True).get(pk=owner.pk)


def _word(
    action: Consent.Action, agreement: Agreement, *, owner: Owner, client: str, now: datetime
) -> Consent:
    return Consent(
        owner=owner,
        agreement=agreement,
        action=action,
        kind=agreement.kind,
        version=agreement.version,
        sha256=agreement.sha256,
        at=now,
        client=client[:LONGEST_CLIENT],
    )
