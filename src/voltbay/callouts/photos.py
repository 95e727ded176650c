"""The photo of the car, sealed like those of documents; every look is written down."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_call_out
from voltbay.callouts.errors import CalledOutTooOften, CallOutOver
from voltbay.callouts.lifecycle import State
from voltbay.callouts.models import CallOut
from voltbay.limits.spend import Limit, spend
from voltbay.recognition import photos as store
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.intake.take_in import take_in

# Decoding one takes up to a second of a processor; a few tries are enough for one car.
PHOTOS = Limit("photo of a call-out", 12, timedelta(hours=1), CalledOutTooOften)


def attach(call_out: CallOut, image: bytes, *, now: datetime) -> None:
    """Keep a photo of the car beside what is asked for; it takes the place of an earlier one.

    It is kept upright and without what the camera wrote into it. Raises CallOutOver once it is
    answered, CalledOutTooOften, IntakeBusy, PhotoTookTooLong, StorageFull or one of
    `recognition.reading.errors`.
    """
    if call_out.state != State.ASKED:
        raise CallOutOver
    spend(PHOTOS, str(call_out.owner_id), now=now)
    picture = take_in(image, sender=f"owner {call_out.owner_id}")  # before anything is locked
    with transaction.atomic():
        asked = CallOut.objects.select_for_update().filter(pk=call_out.pk, state=State.ASKED)
        current = asked.first()
        if current is None:
            raise CallOutOver
        # A folder of its own: what lies among documents without a document is swept away.
        key = f"call-outs/{now:%Y/%m/%d}/{uuid.uuid4()}"
        drop_photo(current.photo)
        CallOut.objects.filter(pk=current.pk).update(photo=key)
        store.put(key, picture.jpeg)
    call_out.photo = key


def reveal(
    call_out: CallOut,
    *,
    staff: StaffUser,
    purpose: Purpose = Purpose.OTHER,
    why: str,
    now: datetime,
) -> bytes | None:
    """Write down that somebody is about to see phone, place and photo; return the photo, if any."""
    view_call_out(
        call_out.pk,
        outlet_id=call_out.outlet_id,
        staff=staff,
        purpose=purpose,
        why=why,
        now=now,
    )
    return store.fetch(call_out.photo) if call_out.photo else None
