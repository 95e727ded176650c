"""Photos of the work, sealed like those of documents; every look is written down."""

import uuid
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.recognition import photos as store
from voltbay.recognition.intake.take_in import take_in
from voltbay.removals.models import BatteryPack, Removal, RemovalPhoto
from voltbay.removals.note import lock, note
from voltbay.removals.rules import Step


def take_photo(
    removal: Removal,
    step: Step,
    image: bytes,
    *,
    staff: StaffUser,
    now: datetime,
    of: BatteryPack | None = None,
) -> RemovalPhoto:
    """Keep a photo of a step, upright and without what the camera wrote into it.

    `of` is the battery that it shows, if it was taken for that.

    Raises RemovalFinished, IntakeBusy, PhotoTookTooLong, StorageFull or one of
    `recognition.reading.errors`.
    """
    picture = take_in(image, sender=f"staff {staff.pk}")  # before the removal is locked
    with transaction.atomic():
        current = lock(removal)
        photo_id = uuid.uuid4()
        # A folder of its own: what lies among documents without a document is swept away.
        key = f"removals/{now:%Y/%m/%d}/{photo_id}"
        photo = RemovalPhoto.objects.create(
            id=photo_id,
            removal=current,
            step=step.value,
            pack=of,
            key=key,
            taken_at=now,
            staff=staff,
        )
        shown = of.code if of else ""
        note(current, "photo", staff=staff, now=now, pack=shown, step=step.value)
        store.put(key, picture.jpeg)
    return photo


def look_at(photo: RemovalPhoto, *, staff: StaffUser, now: datetime) -> bytes:
    """Return a photo as JPEG, after noting who looks at it. Raises PhotoGone."""
    note(photo.removal, "photo_seen", staff=staff, now=now, photo=str(photo.pk))
    return store.fetch(photo.key)
