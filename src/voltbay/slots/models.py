"""An outlet's day cut into slots, and the claims that take places in them."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from voltbay.directory.models import Outlet


class TsTzRange(Func):
    """The half-open interval that a slot covers, for the exclusion constraint."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class Slot(models.Model):
    """A stretch of an outlet's day; `capacity` bays are staffed, `taken` of them are claimed.

    `taken` is kept by the database from the claims: a trigger adds and subtracts, another refuses
    every other writer, and `slot_not_overbooked` refuses the claim that would be one too many.
    When hours shrink below what is taken, `capacity` stays at what is taken and falls, as places
    are given back, to `shrinks_to`.

    Two more things are counted in the same way. `technicians` are certified and on shift: null
    where the outlet does not count them, and only there. `for_owners` is how many of the bays
    owners may take by themselves: null where the desk keeps none back.
    """

    outlet = models.ForeignKey(
        Outlet,
        models.PROTECT,
        verbose_name=_("outlet"),
        related_name="slots",
        db_index=False,
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField(_("staffed bays"))
    taken = models.PositiveSmallIntegerField(_("taken"), default=0, db_default=0, editable=False)
    shrinks_to = models.PositiveSmallIntegerField(null=True, editable=False)
    technicians = models.PositiveSmallIntegerField(_("certified technicians"), null=True)
    technicians_taken = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    technicians_shrink_to = models.PositiveSmallIntegerField(null=True, editable=False)
    for_owners = models.PositiveSmallIntegerField(_("bays for owners"), null=True)
    owners_taken = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    owners_shrink_to = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        # For the back office's list and for forgetting: all others ask for one outlet. Not of what
        # taking a place changes, so that such an update stays heap-only.
        indexes = [models.Index(fields=["starts_at"], name="slot_by_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="slot_not_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(technicians__isnull=True) | Q(technicians_taken__lte=F("technicians")),
                name="slot_technicians_not_overbooked",
            ),
            models.CheckConstraint(
                condition=Q(for_owners__isnull=True) | Q(owners_taken__lte=F("for_owners")),
                name="slot_reserve_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="slot_starts_before_it_ends"
            ),
            models.UniqueConstraint(fields=["outlet", "starts_at"], name="slot_once_a_start"),
            ExclusionConstraint(
                name="slots_do_not_overlap",
                expressions=[
                    ("outlet", RangeOperators.EQUAL),
                    (
                        TsTzRange("starts_at", "ends_at", RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}Z {self.taken}/{self.capacity}"


class Claim(models.Model):
    """Places in one slot that are taken for one claimant, a booking by its id.

    The claimant is a plain id because bookings lie above slots. Deleting the claim gives back.
    While a bay is only cleaned after a job, the claim has no `technicians`.
    """

    id = models.BigAutoField(primary_key=True)
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="claims")
    claimant = models.UUIDField(default=uuid.uuid4)
    places = models.PositiveSmallIntegerField(default=1, db_default=1)
    technicians = models.PositiveSmallIntegerField(default=1, db_default=1)
    by_desk = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="claim_takes_something"),
            models.UniqueConstraint(fields=["claimant", "slot"], name="claim_once_a_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.places} in slot {self.slot_id}"
