"""What an owner is paid for batteries: what was quoted and answered, and the payout.

Nothing is paid by Voltbay; it keeps what was agreed, and what staff say became of it.
"""

import uuid
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round

from voltbay.accounts.models import Owner
from voltbay.core.fields import SealedTextField
from voltbay.directory.models import Company
from voltbay.identifiers import own_number
from voltbay.identifiers.own_number import is_own_number

DEAREST = Decimal(1_000_000)  # yuan for all batteries of a car


class Quote(models.Model):
    """What an outlet offers for the weighed batteries of a removal, and what the owner says to it.

    Written with its lines and then only answered, once: accepted or refused by whoever brought the
    car, with a signature on the outlet's tablet, or by the account's owner on the phone, who signs
    there or types a name instead: `signature` is then empty and `signer` not. A later quote of a
    higher `number` may follow; the last one that was accepted is what counts.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    class AnsweredOn(models.TextChoices):
        TABLET = "tablet"
        PHONE = "phone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    removal = models.ForeignKey("removals.Removal", models.PROTECT, related_name="quotes")
    number = models.PositiveSmallIntegerField()  # of this removal's
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    total_yuan = models.DecimalField(max_digits=9, decimal_places=2)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_on = models.CharField(max_length=6, choices=AnsweredOn, blank=True)
    answered_by = models.ForeignKey(Owner, models.PROTECT, null=True, related_name="+")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    signer = SealedTextField(null=True)
    signature = SealedTextField(null=True)  # as the path of an SVG: see `quotes.signature`
    why = SealedTextField(null=True)  # of a refusal, in the owner's words; of a withdrawal

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["removal", "number"], name="quote_one_at_a_time"),
            models.UniqueConstraint(
                fields=["removal"], condition=Q(state="waiting"), name="quote_waits_alone"
            ),
            models.CheckConstraint(
                condition=Q(total_yuan__gte=0, total_yuan__lte=DEAREST),
                name="quote_total_is_possible",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True, answered_on="")
                | Q(state="withdrawn", answered_at__isnull=False, answered_on="")
                | Q(state__in=["accepted", "refused"], answered_at__isnull=False)
                & (
                    Q(answered_on="tablet", witness__isnull=False)
                    | Q(answered_on="phone", answered_by__isnull=False)
                ),
                name="quote_says_who_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"quote {self.number}: {self.total_yuan} ({self.state})"


class QuoteLine(models.Model):
    """One battery of a quote as it was then: its code or our number, its mass, and what it fetches.

    `amount_yuan` is `unit_yuan`, times the mass if it is per kilogram, less the deduction.
    """

    class Unit(models.TextChoices):
        KG = "kg"
        PACK = "pack"

    id = models.BigAutoField(primary_key=True)
    quote = models.ForeignKey(Quote, models.PROTECT, related_name="lines")
    pack_id = models.UUIDField()  # no key: a battery that was struck out leaves its line behind
    code = models.CharField(max_length=24)
    chemistry = models.CharField(max_length=1, blank=True)
    mass_kg = models.DecimalField(max_digits=6, decimal_places=1)
    unit = models.CharField(max_length=4, choices=Unit)
    unit_yuan = models.DecimalField(max_digits=9, decimal_places=2)
    deduction_yuan = models.DecimalField(max_digits=9, decimal_places=2, default=Decimal(0))
    deduction_why = models.CharField(max_length=100, blank=True)
    amount_yuan = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "pack_id"], name="quote_line_once_a_pack"),
            models.CheckConstraint(
                condition=Q(unit_yuan__gte=0, deduction_yuan__gte=0, amount_yuan__gte=0),
                name="quote_line_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(unit="pack", amount_yuan=F("unit_yuan") - F("deduction_yuan"))
                | Q(
                    unit="kg",
                    amount_yuan=Round(F("unit_yuan") * F("mass_kg"), 2) - F("deduction_yuan"),
                ),
                name="quote_line_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(deduction_yuan=0) | ~Q(deduction_why=""),
                name="quote_deduction_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount_yuan}"

    @property
    def shown_code(self) -> str:
        """The battery's code as people are shown it, or our number as it was printed."""
        return own_number.grouped(self.code) if is_own_number(self.code) else self.code


class Payout(models.Model):
    """What is owed for an accepted quote, and what staff say became of it. Never paid by us.

    `payee` and `account` are the owner's wish; of an account only the end is kept once it is
    settled. Each change has its reason and stands in the audit log.
    """

    class State(models.TextChoices):
        OWED = "owed"
        PAID = "paid"
        FAILED = "failed"
        WAIVED = "waived"

    class Way(models.TextChoices):
        BANK = "bank"
        WECHAT = "wechat"
        ALIPAY = "alipay"
        CASH = "cash"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    quote = models.OneToOneField(Quote, models.PROTECT, related_name="payout")
    state = models.CharField(max_length=6, choices=State, default=State.OWED)
    way = models.CharField(max_length=6, choices=Way, blank=True)
    payee = SealedTextField(null=True)
    account = SealedTextField(null=True)
    paid_at = models.DateTimeField(null=True)
    reference = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    changes = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="paid") & Q(paid_at__isnull=True)
                | Q(state="paid", paid_at__isnull=False) & ~Q(way=""),
                name="payout_paid_says_when_and_how",
            ),
            models.CheckConstraint(
                condition=Q(changes=0, state="owed") | Q(changes__gt=0) & ~Q(reason=""),
                name="payout_changes_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "paid", "failed", "waived"]),
                name="payout_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"payout {self.state}"


class Statement(models.Model):
    """That a company's payouts of a month were written as a file: which sums, by whom, when."""

    class Form(models.TextChoices):
        CSV = "csv"
        XLSX = "xlsx"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    form = models.CharField(max_length=4, choices=Form)
    is_full = models.BooleanField()  # with names and accounts; each of its bookings has a view
    rows = models.PositiveIntegerField()
    agreed_yuan = models.DecimalField(max_digits=12, decimal_places=2)
    paid_yuan = models.DecimalField(max_digits=12, decimal_places=2)
    filename = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="statement_of_company")]

    def __str__(self) -> str:
        return self.filename
