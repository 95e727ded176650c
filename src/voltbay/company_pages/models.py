"""What companies say of themselves: versions, pictures, and companies that sign up."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import StaffUser
from voltbay.core.fields import SealedTextField
from voltbay.core.personal import PERSONAL, SECRET
from voltbay.directory.models import Company


class PageVersion(models.Model):
    """A version of a company's page, kept for good: who wrote it, who let it be seen or not.

    `content` is a `Content`. A company has one version on the way at most (written or waiting),
    and one that owners see. `edits` counts how often it was saved, so that nobody saves over what
    they have not seen.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        WAITING = "waiting"
        PUBLISHED = "published"
        REPLACED = "replaced"
        REFUSED = "refused"

    OPEN = (State.DRAFT, State.WAITING)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="page_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    content = models.JSONField()
    edits = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=400, blank=True, default="", db_default="")

    class Meta:
        verbose_name = _("version of a company's page")
        verbose_name_plural = _("versions of companies' pages")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="page_version_is_numbered"),
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(state__in=["draft", "waiting"]),
                name="page_has_one_version_on_the_way",
            ),
            models.UniqueConstraint(
                fields=["company"], condition=Q(state="published"), name="page_is_shown_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting", "published", "replaced", "refused"]),
                name="page_version_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "waiting"], decided_at__isnull=True)
                | Q(
                    state__in=["published", "replaced", "refused"],
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                ),
                name="page_version_is_decided_by_staff",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="page_refusal_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sent_at"], condition=Q(state="waiting"), name="page_waits_for_platform"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.number}"


class Picture(models.Model):
    """A picture that a company put there, to be shown or as the scan of a certificate.

    Nobody outside sees it before a version with it was let through (`is_public`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.CASCADE, related_name="pictures")
    alt = models.CharField(_("what it shows"), max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    is_public = models.BooleanField(default=False, db_default=False)
    added_by = models.ForeignKey(StaffUser, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("picture of a company")
        verbose_name_plural = _("pictures of companies")
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.alt


class PictureSize(models.Model):
    """A picture in one width, under its key in the photo store."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="sizes")
    width = models.PositiveIntegerField()
    key = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("size of a picture")
        verbose_name_plural = _("sizes of pictures")
        constraints = [
            models.UniqueConstraint(fields=["picture", "width"], name="picture_once_in_a_width")
        ]

    def __str__(self) -> str:
        return self.key


class SignUp(models.Model):
    """A company that asks to be listed: who it is, whom to call, its business licence.

    Let in, it has a company of its own and a manager who signs in with the credit code and the
    password chosen here, of which only the hash is kept.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        APPROVED = "approved"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    credit_code = models.CharField(_("unified social credit code"), max_length=18)
    city = models.CharField(_("city of registration"), max_length=40)
    phone = models.CharField(_("telephone"), max_length=20)
    contact_name = SealedTextField(null=True)
    contact_phone = SealedTextField(null=True)
    password = models.CharField(max_length=128, blank=True, default="", db_comment=SECRET)
    evidence = models.CharField(max_length=80, blank=True, default="", db_default="")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(StaffUser, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(
        max_length=200, blank=True, default="", db_default="", db_comment=PERSONAL
    )
    company = models.OneToOneField(Company, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("company that signs up")
        verbose_name_plural = _("companies that sign up")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, company__isnull=True)
                | Q(state="approved", decided_by__isnull=False, company__isnull=False)
                | Q(state="refused", decided_by__isnull=False, company__isnull=True),
                name="sign_up_is_decided_by_staff",
            ),
            models.UniqueConstraint(
                fields=["credit_code"], condition=Q(state="asked"), name="sign_up_waits_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="asked"), name="sign_up_waits_for_platform"
            )
        ]

    def __str__(self) -> str:
        return self.name
