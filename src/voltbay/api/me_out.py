"""An owner as the owner sees it."""

from datetime import datetime

from ninja import Schema

from voltbay.accounts.agreements.queries import standing_consents
from voltbay.accounts.models import Owner
from voltbay.core.masking import mask_name, mask_phone


class MaskedOut(Schema):
    """What a screen shows until it is tapped."""

    phone: str
    name: str | None


class ConsentOut(Schema):
    kind: str
    version: str
    at: datetime


class OwnerOut(Schema):
    """Full values, for the owner only."""

    phone: str
    name: str | None
    masked: MaskedOut
    created_at: datetime
    consents: list[ConsentOut]


def owner_out(owner: Owner) -> OwnerOut:
    """Write an owner for that owner."""
    phone = owner.phone or ""
    return OwnerOut(
        phone=phone,
        name=owner.name,
        masked=MaskedOut(phone=mask_phone(phone), name=owner.name and mask_name(owner.name)),
        created_at=owner.created_at,
        consents=[
            ConsentOut(kind=consent.kind, version=consent.version, at=consent.at)
            for consent in standing_consents(owner)
        ],
    )
