"""Who owns a car: the account, its sessions and devices, the cars noted down."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from voltbay.core.fields import FingerprintField, SealedTextField
from voltbay.core.keys import fingerprint

LONGEST_CLIENT = 200  # characters of what a browser or an app calls itself


class Owner(models.Model):
    """Somebody who books removals, known by a mobile number.

    The row outlives the account, as bookings refer to it; closing empties it of personal data.
    An owner whose number was given to somebody else has no phone either, since `phone_lost_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = SealedTextField(null=True)
    phone_fingerprint = FingerprintField(null=True, unique=True)
    phone_end_fingerprint = FingerprintField(null=True)  # of the last four digits, to be found by
    name = SealedTextField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    phone_proven_at = models.DateTimeField(null=True)  # by a code or by WeChat; desks prove none
    phone_lost_at = models.DateTimeField(null=True)  # since when somebody else has the number

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True,
                    phone_lost_at__isnull=True,
                    phone__isnull=False,
                    phone_fingerprint__isnull=False,
                )
                | Q(
                    closed_at__isnull=True,
                    phone_lost_at__isnull=False,
                    phone__isnull=True,
                    phone_fingerprint__isnull=True,
                )
                | Q(
                    closed_at__isnull=False,
                    phone__isnull=True,
                    phone_fingerprint__isnull=True,
                    name__isnull=True,
                ),
                name="owner_is_known_until_closed",
            )
        ]
        indexes = [
            models.Index(fields=["phone_end_fingerprint"], name="owner_by_phone_end"),
            models.Index(
                fields=["phone_lost_at"],
                condition=Q(phone_lost_at__isnull=False, closed_at__isnull=True),
                name="owner_without_phone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Keep the phone's end with the phone, whoever writes it."""
        end = fingerprint(self.phone[-4:], purpose="phone_end") if self.phone else None
        self.phone_end_fingerprint = end
        if update_fields is not None and "phone" in update_fields:
            update_fields = [*update_fields, "phone_end_fingerprint"]
        super().save(update_fields=update_fields, **options)


class Session(models.Model):
    """A sign-in that lasts. Only the token's SHA-256 is kept, so a stolen table opens nothing."""

    token_hash = models.BinaryField(unique=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="sessions")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    client = models.CharField(max_length=LONGEST_CLIENT, blank=True)
    # The WeChat user who opened it: of all users this one goes on when the phone changes.
    wechat_account = models.ForeignKey(
        "WechatAccount", models.CASCADE, null=True, related_name="sessions"
    )

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="session_to_forget")]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d}"


class Device(models.Model):
    """A browser or phone on which an owner has signed in before.

    Its token opens nothing by itself: strangers only cannot shut out who has it. SHA-256 is kept.
    """

    id = models.BigAutoField(primary_key=True)
    token_hash = models.BinaryField(unique=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="devices")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()
    client = models.CharField(max_length=LONGEST_CLIENT, blank=True)

    class Meta:
        indexes = [models.Index(fields=["used_at"], name="device_to_forget")]

    def __str__(self) -> str:
        return f"of {self.owner_id}"


class Vehicle(models.Model):
    """A car that an owner noted down to book with fewer taps. Its licence is read all the same."""

    class Relation(models.TextChoices):
        SELF = "self"
        COMPANY = "company"
        RELATIVE = "relative"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="vehicles", db_index=False)
    plate = SealedTextField()
    plate_fingerprint = FingerprintField()
    model = models.CharField(max_length=40, blank=True)
    relation = models.CharField(max_length=8, choices=Relation)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "plate_fingerprint"], name="vehicle_once_for_its_owner"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class WechatAccount(models.Model):
    """A WeChat user of our mini-program, and the owner whose phone that user proved."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="wechat_accounts")
    openid = SealedTextField()
    openid_fingerprint = FingerprintField(unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.owner_id}"


class PhoneQuestion(models.Model):
    """Somebody proved to have an owner's phone, so late that it may be another person's by now.

    One row an owner: a newer question replaces the older one, and what was tried in vain counts on.
    What it is asked for waits here until it is answered.
    """

    owner = models.OneToOneField(Owner, models.CASCADE, primary_key=True, related_name="+")
    token_hash = models.BinaryField(unique=True)
    expires_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    agreements = models.JSONField(default=list)  # the keys of those that were agreed to
    openid = SealedTextField(null=True)  # of the WeChat user who shared the phone
    mover = models.ForeignKey(  # who is signed in and wants this phone for the own account
        Owner, models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="proof_tried_five_times_at_most")
        ]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}Z, {self.tries} tries"
