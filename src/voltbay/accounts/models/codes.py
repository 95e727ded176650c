"""Codes that are sent to phones: who asked for each, who guessed, how many went out in a day."""

from django.db import models
from django.db.models import Q

from voltbay.core.fields import FingerprintField


class SignInCode(models.Model):
    """A code that was sent to a phone; knowing it once proves having the phone.

    `tries` counts those who do not show that they asked; whoever asked has a `CodeAsk`.
    """

    id = models.BigAutoField(primary_key=True)
    phone_fingerprint = FingerprintField()
    code_hash = models.BinaryField()
    ip_fingerprint = FingerprintField()
    for_known_device = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(tries__lte=5), name="code_tried_five_times_at_most")
        ]
        indexes = [
            models.Index(fields=["phone_fingerprint", "-created_at"], name="code_of_phone"),
            models.Index(fields=["created_at"], name="code_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}Z, {self.tries} tries"


class CodeAsk(models.Model):
    """Somebody's asking for a code: the one who had it sent, or one who joined while it was open.

    Each asker has tries of its own, known by a nonce of which only the SHA-256 is kept.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.ForeignKey(SignInCode, models.CASCADE, related_name="asks")
    nonce_hash = models.BinaryField(unique=True)
    phone_fingerprint = FingerprintField()
    address_fingerprint = FingerprintField()
    by_known_device = models.BooleanField(default=False)
    tries_left = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)  # when whoever asked signed in

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tries_left__gte=0, tries_left__lte=5),
                name="ask_tries_five_times_at_most",
            )
        ]
        indexes = [
            models.Index(fields=["phone_fingerprint", "-created_at"], name="ask_for_phone"),
            models.Index(fields=["address_fingerprint", "-created_at"], name="ask_of_address"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}Z, {self.tries_left} tries left"


class WrongCode(models.Model):
    """A code that was typed wrongly, by whoever: counted by network address."""

    id = models.BigAutoField(primary_key=True)
    address_fingerprint = FingerprintField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_fingerprint", "-at"], name="wrong_code_of_address"),
            models.Index(fields=["at"], name="wrong_code_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}Z"


class CodeDay(models.Model):
    """Part of a day's count of codes: it is kept in several rows, so that senders do not queue."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()  # the mainland's
    part = models.PositiveSmallIntegerField()
    sent = models.PositiveIntegerField(default=0)
    warned_at_percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "part"], name="code_day_once_a_part")]

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"


class SpentChallenge(models.Model):
    """A proof of work that was accepted, so that it is not accepted again before it expires."""

    fingerprint = models.BinaryField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}Z"
