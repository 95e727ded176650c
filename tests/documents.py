"""Owners who agreed, their photos, and engines that say what they are told."""

import io
import itertools
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image

from tests.people import ALICE_CARD, owner_with
from tests.places import NOW
from voltbay.accounts.models import Agreement, Consent, Owner
from voltbay.recognition.documents.submit import submit
from voltbay.recognition.models import Document
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import Field
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

_phones = itertools.count(13800138000)


def photos_setting(folder: Path, backend: str = "voltbay.recognition.storage.AtomicFolder") -> dict:
    """Return STORAGES with the photos in a folder."""
    return {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "photos": {"BACKEND": backend, "OPTIONS": {"location": str(folder)}},
    }


def an_owner(*, agreed: bool = True) -> Owner:
    """Make an owner with a phone of her own."""
    owner = owner_with(str(next(_phones)))
    if agreed:
        agree(owner)
    return owner


def agree(owner: Owner, kind: Agreement.Kind = Agreement.Kind.DOCUMENTS) -> None:
    """Have the owner consent to the reading of documents, or to a provider's."""
    agreement, _ = Agreement.objects.get_or_create(
        kind=kind,
        version="2026-01",
        defaults={
            "title_zh": "证件信息处理同意书",
            "title_en": "Consent to reading documents",
            "html_zh": "<p>同意</p>",
            "html_en": "<p>Yes</p>",
            "sha256": "0" * 64,
            "effective_at": datetime(2026, 1, 1, tzinfo=UTC),
            "published_at": datetime(2026, 1, 1, tzinfo=UTC),
        },
    )
    Consent.objects.create(
        owner=owner,
        agreement=agreement,
        kind=agreement.kind,
        version=agreement.version,
        sha256=agreement.sha256,
        at=NOW,
    )


@cache
def a_photo(color: str = "gray", *, exif: bytes = b"") -> bytes:
    """Return a JPEG that is a picture of nothing."""
    out = io.BytesIO()
    Image.new("RGB", (320, 200), color).save(out, "JPEG", exif=exif)
    return out.getvalue()


def a_document(owner: Owner | None = None, *, kind: str = "identity_card", now=NOW) -> Document:
    """Submit a photo of nothing."""
    return submit(owner or an_owner(), kind, a_photo(), now=now)


def recognised(kind: DocumentKind = IDENTITY_CARD, **values: str) -> Reading:
    """Return a certain reading; `values` overrides the identity card's."""
    read = {**(ALICE_CARD if kind is IDENTITY_CARD else {}), **values}
    return Reading(kind, {name: Field(value, 0.99) for name, value in read.items()}, engine="told")


class Told:
    """An engine that answers what it was told, or raises it, and counts its callers."""

    name = "told"

    def __init__(self, answer: Reading | Exception) -> None:
        self.answer = answer
        self.pictures: list[bytes] = []

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        self.pictures.append(picture_jpeg)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer
