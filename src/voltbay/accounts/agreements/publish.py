"""Publishing a version of an agreement, after which the database keeps it as it is."""

import hashlib
import json
from datetime import datetime

import nh3
from django.db import transaction

from voltbay.accounts.agreements.errors import AgreementPublished
from voltbay.accounts.models import Agreement

TEXTS = ("title_zh", "title_en", "html_zh", "html_en")


def text_hash(agreement: Agreement) -> str:
    """Return the SHA-256 of an agreement's kind, version and texts in both languages.

    Over JSON with sorted keys and without spaces, in UTF-8: anybody can compute it again.
    """
    parts = {name: getattr(agreement, name) for name in ("kind", "version", *TEXTS)}
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def publish_agreement(agreement: Agreement, *, now: datetime) -> Agreement:
    """Publish a draft: its HTML is cleaned, hashed and final. Raises AgreementPublished."""
    if agreement.published_at is not None:
        raise AgreementPublished
    agreement.html_zh = nh3.clean(agreement.html_zh)
    agreement.html_en = nh3.clean(agreement.html_en)
    agreement.sha256 = text_hash(agreement)
    agreement.published_at = now
    agreement.save()
    return agreement
