"""Photos of documents and what was read on them."""

import uuid

from django.db import models
from django.db.models import Q

from voltbay.accounts.models import Owner
from voltbay.core.fields import SealedJSONField


class Document(models.Model):
    """One photo of one document: submitted, read, checked, erased.

    `fields` is sealed and holds what was recognised, by field name:
    `{value, confidence, doubtful, corrected}`. A refused document keeps neither fields nor photo.
    """

    class Kind(models.TextChoices):
        IDENTITY_CARD = "identity_card"
        VEHICLE_LICENCE = "vehicle_licence"

    class State(models.TextChoices):
        READING = "reading"
        RECOGNISED = "recognised"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    fields = SealedJSONField(null=True)
    problems = models.JSONField(default=list)
    engine = models.CharField(max_length=20, blank=True)
    photo = models.CharField(max_length=80, blank=True)  # its key in the sealed photo store
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    erase_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(fields__isnull=True, photo=""),
                name="document_refused_keeps_nothing",
            ),
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"], name="document_once_a_key"
            ),
        ]
        indexes = [
            models.Index(fields=["erase_at"], name="document_to_erase"),
            models.Index(fields=["owner", "-created_at"], name="document_of_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
