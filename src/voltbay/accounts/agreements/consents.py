"""Finding who agreed to what, by phone, kind, version and day; and how often to each version."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, Q, QuerySet

from voltbay.accounts.models import Agreement, Consent, Owner
from voltbay.core.keys import fingerprint
from voltbay.core.local_time import day_bounds
from voltbay.identifiers.phone import normalise_phone
from voltbay.notifications.tell import phone_fingerprint

PHONE_END = 4  # digits


@dataclass(frozen=True)
class Asked:
    """What to look for; `phone` is a whole number or its last four digits."""

    phone: str = ""
    kind: str = ""
    version: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Version:
    """A version of an agreement, with `given`: how many yeses it got; and the one before it."""

    version: Agreement
    before: Agreement | None


def consents(asked: Asked) -> QuerySet[Consent]:
    """Return each yes and each withdrawal that fits, newest first."""
    found = Consent.objects.filter(_of_phone(asked.phone)).select_related("owner")
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.version:
        found = found.filter(version=asked.version)
    if asked.since:
        found = found.filter(at__gte=day_bounds(asked.since)[0])
    if asked.until:
        found = found.filter(at__lt=day_bounds(asked.until)[1])
    return found.order_by("-id")


def consents_of(owner: Owner) -> QuerySet[Consent]:
    """Return an owner's yeses and withdrawals, newest first."""
    return consents(Asked()).filter(owner=owner)


def history() -> list[Version]:
    """Return every version, the newest of a kind first. One statement."""
    given = Count("consents", filter=Q(consents__action=Consent.Action.GIVEN))
    versions = list(Agreement.objects.annotate(given=given).order_by("kind", "-effective_at"))
    return [
        Version(version, older if older and older.kind == version.kind else None)
        for version, older in pairwise([*versions, None])
        if version
    ]


def _of_phone(text: str) -> Q:
    if not text:
        return Q()
    digits = normalise_phone(text)
    if len(digits) == PHONE_END:
        return Q(owner__phone_end_fingerprint=fingerprint(digits, purpose="phone_end"))
    return Q(owner__phone_fingerprint=phone_fingerprint(digits))
