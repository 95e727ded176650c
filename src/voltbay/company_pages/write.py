"""Writing a version of a company's page, sending it to the platform, taking it back.

Whoever begins, begins with what owners see now; after a refusal with what was refused.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from voltbay.accounts.models import StaffUser
from voltbay.company_pages.content import Content, sentences
from voltbay.company_pages.errors import (
    PictureNeedsWords,
    PictureUnknown,
    VersionChanged,
    VersionUnchanged,
    VersionWaits,
)
from voltbay.company_pages.models import PageVersion, Picture
from voltbay.company_pages.queries import in_force, open_version
from voltbay.directory.introduction import clean
from voltbay.directory.models import Company

State = PageVersion.State


@transaction.atomic
def save(
    company: Company, content: Content, *, seen: str, staff: StaffUser, now: datetime
) -> PageVersion:
    """Keep what was written as the company's draft. `seen` is `mark` of what was shown before.

    Raises VersionWaits, VersionChanged, or PictureUnknown if a picture is another company's.
    """
    version = _lock(company)
    if mark(version) != seen:
        raise VersionChanged
    if version and version.state == State.WAITING:
        raise VersionWaits
    _check_pictures(company, content)
    tidy = content.model_copy(update={"introduction_html": clean(content.introduction_html)})
    if version is None:
        newest = company.page_versions.aggregate(last=Max("number"))["last"] or 0
        return PageVersion.objects.create(
            company=company, number=newest + 1, content=tidy.kept(), made_by=staff, made_at=now
        )
    version.content, version.edits = tidy.kept(), version.edits + 1
    version.made_by, version.made_at = staff, now
    version.save(update_fields=["content", "edits", "made_by", "made_at"])
    return version


@transaction.atomic
def send(company: Company, *, seen: str, now: datetime) -> PageVersion:
    """Hand the draft to the platform.

    Raises VersionChanged, VersionWaits, VersionUnchanged or PictureNeedsWords.
    """
    version = _lock(company)
    if version is None or mark(version) != seen:
        raise VersionChanged
    if version.state == State.WAITING:
        raise VersionWaits
    content = Content.model_validate(version.content)
    if any(not shown.alt.strip() for shown in content.pictures):
        raise PictureNeedsWords
    if sentences(content) == sentences(in_force(company)):
        raise VersionUnchanged
    version.state, version.sent_at, version.edits = State.WAITING, now, version.edits + 1
    version.save(update_fields=["state", "sent_at", "edits"])
    return version


@transaction.atomic
def take_back(company: Company, *, seen: str) -> None:
    """Go on writing what was sent and is not decided. Raises VersionChanged."""
    version = _lock(company)
    if version is None or version.state != State.WAITING or mark(version) != seen:
        raise VersionChanged
    version.state, version.sent_at, version.edits = State.DRAFT, None, version.edits + 1
    version.save(update_fields=["state", "sent_at", "edits"])


@transaction.atomic
def discard(company: Company, *, seen: str) -> None:
    """Throw the draft away. Raises VersionChanged or VersionWaits."""
    version = _lock(company)
    if version is None or mark(version) != seen:
        raise VersionChanged
    if version.state == State.WAITING:
        raise VersionWaits
    version.delete()


def mark(version: PageVersion | None) -> str:
    """Return what changes whenever the version on the way does."""
    return f"{version.pk}:{version.edits}" if version else ""


def _lock(company: Company) -> PageVersion | None:
    """Let one at a time write a company's page, and return the version on the way."""
    Company.objects.select_for_update(no_key=True).only("pk").get(pk=company.pk)
    return open_version(company)


def _check_pictures(company: Company, content: Content) -> None:
    wanted = content.all_pictures()
    # Locked, so that the night does not erase what is just being used.
    found = Picture.objects.select_for_update(no_key=True).filter(company=company, pk__in=wanted)
    if len(found) != len(wanted):
        raise PictureUnknown
