"""Known people: Alice books, Bob does too, Charlie may not."""

from datetime import timedelta
from typing import Any

from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.core.keys import fingerprint
from voltbay.recognition.models import Document

ALICE_PHONE = "13800138000"
BOB_PHONE = "13900139000"
ALICE_NAME = "王小燕"

ALICE_CARD = {
    "name": ALICE_NAME,
    "sex": "女",
    "ethnicity": "汉",
    "birth_date": "1985-06-15",
    "address": "上海市浦东新区张江路 1 号",
    "number": "310101198506150024",
}
ALICE_LICENCE = {
    "plate": "沪AD12345",
    "vehicle_type": "小型轿车",
    "owner": ALICE_NAME,
    "address": "上海市浦东新区张江路 1 号",
    "use_character": "非营运",
    "model": "比亚迪牌BYD7006",
    "vin": "LGXCE6DB7J0123456",
    "engine_number": "TZ200XS1234",
    "register_date": "2018-05-04",
    "issue_date": "2018-05-06",
}


def owner_with(phone: str) -> Owner:
    """Make an owner as the first sign-in does."""
    return Owner.objects.create(
        phone=phone,
        phone_fingerprint=fingerprint(phone, purpose="phone"),
        created_at=NOW,
    )


def recognised(by: Owner, kind: str, *, doubtful: tuple[str, ...] = (), **changes: Any) -> Document:
    """Make a document as the worker leaves it when everything was read."""
    truth = {**(ALICE_CARD if kind == Document.Kind.IDENTITY_CARD else ALICE_LICENCE), **changes}
    return Document.objects.create(
        owner=by,
        kind=kind,
        state=Document.State.RECOGNISED,
        fields={
            name: {
                "value": value,
                "confidence": 0.6 if name in doubtful else 0.99,
                "doubtful": name in doubtful,
                "corrected": False,
            }
            for name, value in truth.items()
        },
        created_at=NOW,
        photo="2026/04/07/drawn",
        read_at=NOW,
        erase_at=NOW + timedelta(days=1),
    )
