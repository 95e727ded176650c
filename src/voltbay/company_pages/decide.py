"""The platform lets a version be seen, or refuses it with the reason that the company is owed."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.company_pages.content import Content, sentences
from voltbay.company_pages.errors import (
    VersionChanged,
    VersionDecided,
    VersionReasonMissing,
)
from voltbay.company_pages.models import PageVersion, Picture
from voltbay.company_pages.queries import in_force
from voltbay.directory.models import Company, Qualification

State = PageVersion.State
LONGEST_REASON = 400


@transaction.atomic
def publish(version: PageVersion, *, seen: int, staff: StaffUser, now: datetime) -> None:
    """Have owners see a version in the earlier one's place; a company that was not listed is now.

    `seen` is the version's `edits` that were looked at. Raises VersionDecided or VersionChanged.
    """
    version = _lock(version, seen=seen)
    company, content = version.company, Content.model_validate(version.content)
    is_first = not company.page_versions.filter(state=State.PUBLISHED).exists()
    company.page_versions.filter(state=State.PUBLISHED).update(state=State.REPLACED)
    _decided(version, State.PUBLISHED, staff=staff, now=now)
    for name in ("phone", "website", "since_year", "name_en", "introduction_html"):
        setattr(company, name, getattr(content, name))
    company.offers = [each.model_dump(mode="json") for each in content.offers]
    company.is_listed = company.is_listed or is_first
    company.save()
    company.qualifications.all().delete()
    Qualification.objects.bulk_create(
        Qualification(company=company, **each.model_dump()) for each in content.certificates
    )
    Picture.objects.filter(company=company, pk__in=content.all_pictures()).update(is_public=True)
    others = Picture.objects.filter(company=company).exclude(pk__in=content.all_pictures())
    others.update(is_public=False)


@transaction.atomic
def refuse(
    version: PageVersion, *, reason: str, seen: int, staff: StaffUser, now: datetime
) -> None:
    """Let a version not be seen. Raises VersionReasonMissing, VersionDecided, VersionChanged."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise VersionReasonMissing(fields={"reason": VersionReasonMissing.code})
    version = _lock(version, seen=seen)
    _decided(version, State.REFUSED, staff=staff, now=now, reason=reason)


def changes(version: PageVersion) -> list[tuple[str, str, str]]:
    """Return what a version would change: a part's name, its words now and then."""
    now = sentences(in_force(version.company))
    then = sentences(Content.model_validate(version.content))
    return [
        (name, before, after)
        for (name, before), (_, after) in zip(now, then, strict=True)
        if before != after
    ]


def _lock(version: PageVersion, *, seen: int) -> PageVersion:
    Company.objects.select_for_update(no_key=True).only("pk").get(pk=version.company_id)
    here = PageVersion.objects.select_related("company").get(pk=version.pk)
    if here.state != State.WAITING:
        raise VersionDecided
    if here.edits != seen:
        raise VersionChanged
    return here


def _decided(
    version: PageVersion, state: str, *, staff: StaffUser, now: datetime, reason: str = ""
) -> None:
    version.state, version.reason = state, reason
    version.decided_by, version.decided_at = staff, now
    version.save(update_fields=["state", "reason", "decided_by", "decided_at"])
