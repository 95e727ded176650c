"""Call-outs: what owners ask outlets for, and what these answer."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models import Owner
from voltbay.callouts.lifecycle import LIVE, State
from voltbay.callouts.rules import LIVE_AT_A_TIME, Kind
from voltbay.callouts.triage import Charge, Sign
from voltbay.core.fields import FingerprintField, SealedTextField
from voltbay.core.personal import PERSONAL
from voltbay.directory.models import Outlet


def _choices(*values: str) -> list[tuple[str, str]]:
    return [(str(value), str(value)) for value in values]


class CallOut(models.Model):
    """An owner asks an outlet for help with a dangerous battery, for a tow or a removal on site.

    `until` is when time ends a live one: see `lifecycle.BY_TIME`. `place` is an address as people
    write it and `position` its `longitude,latitude` in GCJ-02, if the owner's phone told it.
    `photo` is the key of a picture of the car in the sealed photo store. What is personal is
    emptied thirty days after the end.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="call_outs")
    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="call_outs")
    kind = models.CharField(max_length=7, choices=_choices(*Kind))
    state = models.CharField(max_length=9, choices=_choices(*State), default=State.ASKED)
    signs = models.JSONField(default=list)
    drives = models.BooleanField()
    charge = models.CharField(max_length=7, choices=_choices(*Charge))
    place = SealedTextField(null=True)
    position = SealedTextField(null=True)
    distance_m = models.PositiveIntegerField(null=True, db_comment=PERSONAL)
    phone = SealedTextField(null=True)
    phone_fingerprint = FingerprintField(null=True)
    name = SealedTextField(null=True)
    plate = SealedTextField(null=True)
    note = SealedTextField(null=True)
    photo = models.CharField(max_length=80, blank=True, default="", db_default="")
    wanted_from = models.DateTimeField(null=True)
    wanted_before = models.DateTimeField(null=True)
    ordinal = models.PositiveSmallIntegerField()
    idempotency_key = models.CharField(max_length=80, null=True)  # noqa: DJ001  # unique unless null
    created_at = models.DateTimeField()
    until = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    message = SealedTextField(null=True)
    agreed_from = models.DateTimeField(null=True)
    agreed_before = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("call-out")
        verbose_name_plural = _("call-outs")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State])
                & Q(kind__in=[kind.value for kind in Kind])
                & Q(charge__in=[charge.value for charge in Charge])
                & Q(signs__contained_by=[sign.value for sign in Sign]),
                name="call_out_words_are_known",
            ),
            models.CheckConstraint(
                condition=Q(kind="danger") & ~Q(signs=[])
                | ~Q(kind="danger") & Q(signs=[], drives=False),
                name="call_out_fits_what_is_wrong",
            ),
            models.CheckConstraint(
                condition=Q(kind="danger")
                | Q(wanted_from__isnull=False, wanted_before__isnull=False),
                name="call_out_says_when",
            ),
            models.CheckConstraint(
                condition=Q(wanted_from__isnull=True, wanted_before__isnull=True)
                | Q(wanted_from__lt=F("wanted_before")),
                name="call_out_wish_is_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(agreed_from__isnull=True, agreed_before__isnull=True)
                | Q(
                    agreed_from__lt=F("agreed_before"), state__in=["accepted", "withdrawn", "done"]
                ),
                name="call_out_agreed_is_not_empty",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in LIVE])
                | Q(phone__isnull=False, ended_at__isnull=True)
                & (Q(kind="danger") | Q(place__isnull=False)),
                name="call_out_live_can_be_reached",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in LIVE]) | Q(ended_at__isnull=False),
                name="call_out_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined", "done"])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="call_out_answer_is_somebodys",
            ),
            models.CheckConstraint(
                condition=Q(kind="danger")
                | ~Q(state__in=["accepted", "done"])
                | Q(agreed_from__isnull=False),
                name="call_out_agreed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(ordinal__gte=1, ordinal__lte=LIVE_AT_A_TIME),
                name="call_out_ordinal_is_one_of_few",
            ),
            models.UniqueConstraint(
                fields=["owner", "ordinal"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="call_outs_are_numbered",
            ),
            models.UniqueConstraint(
                fields=["owner", "idempotency_key"], name="call_out_once_a_key"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="call_out_of_owner"),
            models.Index(fields=["outlet", "-created_at"], name="call_out_of_outlet"),
            models.Index(
                fields=["until"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="call_out_running_out",
            ),
            # Each hold asks for it: see `bookings/migrations/0002_guard.py`.
            models.Index(
                fields=["owner", "outlet"],
                condition=Q(kind="danger", state__in=[state.value for state in LIVE]),
                name="call_out_in_danger",
            ),
            models.Index(
                fields=["ended_at"],
                condition=Q(phone_fingerprint__isnull=False),
                name="call_out_to_forget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"
