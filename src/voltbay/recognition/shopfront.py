"""The photo by which owners know an outlet: taken in as any other, kept small, shown to all."""

import uuid
from io import BytesIO

from django.db import transaction
from PIL import Image

from voltbay.accounts.models import StaffUser
from voltbay.directory.models import Outlet
from voltbay.recognition import photos
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.intake.take_in import take_in

WIDEST = 960  # pixels: a card is half as wide on a phone, and the first page has twenty of them
QUALITY = 78


def hang_up(outlet: Outlet, image: bytes, *, staff: StaffUser) -> None:
    """Have a photo shown beside an outlet, in an earlier one's place.

    Upright and without what the camera wrote into it. Raises IntakeBusy, PhotoTookTooLong,
    StorageFull or one of `recognition.reading.errors`.
    """
    picture = _small(take_in(image, sender=f"staff {staff.pk}").jpeg)  # before anything is locked
    # A folder of its own: what lies among documents without a document is swept away.
    key = f"outlets/{uuid.uuid4()}"
    with transaction.atomic():
        _change(outlet, key)
        photos.put(key, picture)


def take_down(outlet: Outlet) -> None:
    """Show no photo any more; safe to repeat."""
    with transaction.atomic():
        _change(outlet, "")


def photo_of(outlet: Outlet) -> bytes:
    """Return the photo as JPEG. Raises PhotoGone if there is none, PhotosAway."""
    if not outlet.photo:
        raise PhotoGone
    return photos.fetch(outlet.photo)


def _change(outlet: Outlet, key: str) -> None:
    current = Outlet.objects.select_for_update().get(pk=outlet.pk)
    drop_photo(current.photo)
    Outlet.objects.filter(pk=outlet.pk).update(photo=key)


def _small(jpeg: bytes) -> bytes:
    shrunk, picture = BytesIO(), Image.open(BytesIO(jpeg))
    picture.thumbnail((WIDEST, WIDEST))
    picture.save(shrunk, "JPEG", quality=QUALITY)
    return shrunk.getvalue()
