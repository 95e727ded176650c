"""A company's pictures: taken in as any other photo, kept in the widths that pages need."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from PIL import Image

from voltbay.accounts.models import StaffUser
from voltbay.company_pages.errors import PictureNeedsWords, PicturesTooMany, PictureUnknown
from voltbay.company_pages.models import PageVersion, Picture, PictureSize
from voltbay.directory.models import Company
from voltbay.recognition import photos
from voltbay.recognition.documents.drop_photo import drop_photo
from voltbay.recognition.intake.take_in import take_in

WIDTHS = (360, 720, 1440)  # pixels: a card on a phone, a phone's whole width, a certificate read
QUALITY = 80
MOST = 60  # of a company; what only earlier versions show is kept beside them


def add_picture(
    company: Company, image: bytes, *, alt: str, staff: StaffUser, now: datetime
) -> Picture:
    """Keep a picture for a company, upright and without what the camera wrote into it.

    Raises PictureNeedsWords, PicturesTooMany, IntakeBusy, PhotoTookTooLong, StorageFull or one of
    `recognition.reading.errors`.
    """
    alt = alt.strip()
    if not alt:
        raise PictureNeedsWords(fields={"alt": PictureNeedsWords.code})
    if Picture.objects.filter(company=company).exclude(_is_past()).count() >= MOST:
        raise PicturesTooMany(limit=MOST)
    whole = Image.open(BytesIO(take_in(image, sender=f"staff {staff.pk}").jpeg))
    picture = Picture(
        company=company,
        alt=alt[:120],
        width=whole.width,
        height=whole.height,
        added_by=staff,
        added_at=now,
    )
    with transaction.atomic():
        picture.save(force_insert=True)
        for width in _widths(whole.width):
            size = PictureSize(picture=picture, width=width, key=f"companies/{uuid.uuid4()}")
            size.save(force_insert=True)
            photos.put(size.key, _in_width(whole, width))
    return picture


def picture_in(picture: Picture, *, width: int) -> bytes:
    """Return a picture as JPEG, in the smallest width that is no smaller than asked, or the widest.

    Raises PhotoGone or PhotosAway.
    """
    sizes = sorted(picture.sizes.all(), key=lambda size: size.width)
    fitting = [size for size in sizes if size.width >= width] or sizes[-1:]
    return photos.fetch(fitting[0].key if fitting else "")


def find_picture(company: Company, picture_id: UUID) -> Picture:
    """Return a company's picture, with its sizes. Raises PictureUnknown."""
    found = company.pictures.prefetch_related("sizes").filter(pk=picture_id).first()
    if found is None:
        raise PictureUnknown
    return found


def public_picture(company_id: UUID, picture_id: UUID) -> Picture:
    """Return a picture that anybody may see, with its sizes. Raises PictureUnknown."""
    found = Picture.objects.prefetch_related("sizes").filter(
        pk=picture_id, company=company_id, company__is_listed=True, is_public=True
    )
    if picture := found.first():
        return picture
    raise PictureUnknown


def erase_pictures(pictures: Iterable[Picture]) -> None:
    """Erase pictures with their files, as soon as the caller's transaction commits."""
    for picture in pictures:
        for size in picture.sizes.all():
            drop_photo(size.key)
        picture.delete()


def unused() -> Q:
    """Return what is true of pictures that no version of their company's page needs."""
    return Q(~Exists(_versions_with(OuterRef("pk"), company=OuterRef("company"))))


def _is_past() -> Q:
    """Return what is true of pictures that earlier versions show, and none that still counts."""
    versions = _versions_with(OuterRef("pk"), company=OuterRef("company"))
    counts = versions.filter(state__in=[*PageVersion.OPEN, PageVersion.State.PUBLISHED])
    return Q(Exists(versions)) & Q(~Exists(counts))


def _versions_with(picture: OuterRef, *, company: OuterRef) -> "QuerySet[PageVersion]":
    written = PageVersion.objects.annotate(written=Cast("content", TextField()))
    return written.filter(company=company, written__contains=Cast(picture, TextField()))


def _widths(widest: int) -> list[int]:
    """Return the widths to keep, none wider than the picture.

    >>> _widths(1000), _widths(200)
    ([360, 720, 1000], [200])
    """
    return sorted({min(width, widest) for width in WIDTHS})


def _in_width(whole: Image.Image, width: int) -> bytes:
    written = BytesIO()
    height = max(1, round(whole.height * width / whole.width))
    whole.resize((width, height), Image.Resampling.LANCZOS).save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
