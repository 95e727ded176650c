"""Handing an owner a copy of what accounts hold. Source: PIPL art. 45."""

from typing import Any

from voltbay.accounts.models import Choice, Consent, Device, Owner, Session, WechatAccount
from voltbay.accounts.owners.vehicles import vehicles_of
from voltbay.core.personal import disclosed
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint


def export_account(owner: Owner) -> dict[str, Any]:
    """Return everything that is kept about the owner here, ready to be written as JSON."""
    return {
        "account": {
            "id": str(owner.pk),
            "created_at": owner.created_at,
            "phone_proven_at": owner.phone_proven_at,
            **disclosed(owner),
        },
        "consents": list(
            Consent.objects.filter(owner=owner)
            .order_by("id")
            .values("kind", "version", "sha256", "action", "at", "client")
        ),
        "choices": list(
            Choice.objects.filter(owner=owner).order_by("id").values("of", "action", "at", "client")
        ),
        "sessions": list(
            Session.objects.filter(owner=owner)
            .order_by("id")
            .values("created_at", "expires_at", "client")
        ),
        "devices": list(
            Device.objects.filter(owner=owner)
            .order_by("id")
            .values("created_at", "used_at", "client")
        ),
        "vehicles": [
            {
                **disclosed(vehicle),
                "model": vehicle.model,
                "relation": vehicle.relation,
                "created_at": vehicle.created_at,
            }
            for vehicle in vehicles_of(owner)
        ],
        "messages": _messages(owner),
        "wechat": [
            {"created_at": each.created_at, **disclosed(each)}
            for each in WechatAccount.objects.filter(owner=owner).order_by("id")
        ],
    }


def _messages(owner: Owner) -> list[dict[str, Any]]:
    """Return what was told to the owner's phone; what the messages said is no longer known."""
    if owner.phone is None:
        return []
    told = Notice.objects.filter(phone_fingerprint=phone_fingerprint(owner.phone))
    columns = ("template", "state", "created_at", "sent_at")
    return [dict(row) for row in told.order_by("id").values(*columns)]
