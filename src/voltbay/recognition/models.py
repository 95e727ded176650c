"""Photos of documents and what was read on them."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Owner
from voltbay.core.fields import FingerprintField, SealedJSONField
from voltbay.directory.models import Outlet
from voltbay.recognition.reading.registry import kind_names


class Document(models.Model):
    """One photo of one document: submitted, read, checked, erased.

    `fields` is sealed and holds what was recognised, by field name:
    `{value, confidence, doubtful, corrected}`. A refused document keeps neither fields nor photo.
    `problems` holds `{code, where, field}` and `notes` codes: nothing personal. The row goes at
    `erase_at`.
    """

    class Kind(models.TextChoices):
        """The documents that are taken: values as in the API and the database."""

        vars().update({name.upper(): name for name in kind_names()})

    class State(models.TextChoices):
        READING = "reading"
        RECOGNISED = "recognised"
        REFUSED = "refused"
        BY_HAND = "by_hand"  # it could not be read: its owner typed the fields

    READABLE = (State.RECOGNISED, State.BY_HAND)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="documents", db_index=False)
    # Where its owner was about to book when it came; nothing but the count of outcomes asks.
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    fields = SealedJSONField(null=True)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)  # codes of what staff should know of it
    engine = models.CharField(max_length=20, blank=True)
    photo = models.CharField(max_length=80, blank=True)  # its key in the sealed photo store
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null
    # Of the file as it came, beside its key: the same key with another photo is refused.
    upload_fingerprint = FingerprintField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)  # readings begun, also those that died
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    needed_until = models.DateTimeField(null=True)  # while a booking's review looks at it
    erase_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=kind_names()),
                name="document_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="reading", fields__isnull=True, read_at__isnull=True)
                & ~Q(photo="")
                | Q(state="recognised", fields__isnull=False, read_at__isnull=False)
                | Q(state="by_hand", fields__isnull=False, read_at__isnull=False)
                | Q(state="refused", read_at__isnull=False),
                name="document_has_what_its_state_says",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(fields__isnull=True, photo="") & ~Q(problems=[]),
                name="document_refused_keeps_nothing",
            ),
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"], name="document_once_a_key"
            ),
            models.CheckConstraint(
                condition=Q(idempotency_key__isnull=True, upload_fingerprint__isnull=True)
                | Q(idempotency_key__isnull=False, upload_fingerprint__isnull=False),
                name="document_key_knows_its_photo",
            ),
        ]
        indexes = [
            models.Index(fields=["erase_at"], name="document_to_erase"),
            models.Index(fields=["owner", "-created_at"], name="document_of_owner"),
            models.Index(
                fields=["created_at"], condition=Q(state="reading"), name="document_being_read"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Outcome(models.Model):
    """How one reading ended: what stays of a document when it is erased, and names nobody."""

    class Result(models.TextChoices):
        READ = "read"
        DOUBTFUL = "doubtful"
        REFUSED = "refused"

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Document.Kind)
    result = models.CharField(max_length=8, choices=Result)
    code = models.CharField(max_length=40, blank=True)  # the first problem that refused it

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(result="refused", code="") & (Q(result="refused") | Q(code="")),
                name="outcome_refused_says_why",
            )
        ]
        indexes = [
            models.Index(fields=["at"], include=["outlet", "result", "code"], name="outcome_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.result} {self.code}".strip()


class Submission(models.Model):
    """That an owner sent a photo, counted for an hour though it was refused or is deleted."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    # The kind of document whose file was refused before anything of it was kept.
    refused = models.CharField(max_length=16, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["owner", "at"], name="submission_of_owner"),
            models.Index(fields=["at"], name="submission_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} at {self.at:%Y-%m-%d %H:%M}Z"


class CloudMonth(models.Model):
    """How many photos a cloud provider was asked to read in a month. Names no owner."""

    id = models.BigAutoField(primary_key=True)
    provider = models.CharField(_("provider"), max_length=10)
    month = models.DateField(_("month"))  # its first day, in the mainland
    asked = models.PositiveIntegerField(_("photos sent"), default=0)
    answered = models.PositiveIntegerField(_("answered"), default=0)
    failed = models.PositiveIntegerField(_("failed"), default=0)

    class Meta:
        verbose_name = _("month of cloud readings")
        verbose_name_plural = _("cloud readings")
        constraints = [
            models.UniqueConstraint(fields=["provider", "month"], name="cloud_month_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="cloud_month_starts_on_day_one"),
            models.CheckConstraint(
                condition=Q(asked__gte=F("answered") + F("failed")),
                name="cloud_month_answers_were_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.month:%Y-%m}"
