"""What must be told of each battery, what was told when, and what of it was corrected since."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from voltbay.core.fields import PersonalField, SealedTextField
from voltbay.directory.models import Company, Outlet
from voltbay.removals.models import BatteryPack, Handover, Removal

LONGEST_WHY = 200
DIGEST = 64  # hexadecimal digits of SHA-256


class Way(models.TextChoices):
    """Which way a battery went."""

    IN = "in"
    OUT = "out"


class Sort(models.TextChoices):
    """Which list a battery stands in."""

    CODED = "coded"
    UNCODED = "uncoded"
    REUSED = "reused"


class Movement(models.Model):
    """That a battery came or left: a view over finished removals, with all that reports ask for.

    `facts` is what is known now, by name, as text, without the VIN, which is sealed in the booking.
    `known_at` is when it could be reported first, `changed_at` when something was put right last.
    """

    id = models.CharField(primary_key=True, max_length=40)
    pack = models.ForeignKey(BatteryPack, models.DO_NOTHING, related_name="+", db_constraint=False)
    way = models.CharField(max_length=3, choices=Way)
    sort = models.CharField(max_length=7, choices=Sort)
    outlet = models.ForeignKey(Outlet, models.DO_NOTHING, related_name="+", db_constraint=False)
    company = models.ForeignKey(Company, models.DO_NOTHING, related_name="+", db_constraint=False)
    removal = models.ForeignKey(Removal, models.DO_NOTHING, related_name="+", db_constraint=False)
    booking_code = models.CharField(max_length=10)
    car_maker = models.CharField(max_length=60)
    has_vin = models.BooleanField()
    happened_at = models.DateTimeField()
    known_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    facts = models.JSONField()

    class Meta:
        managed = False
        db_table = "traceability_movement"

    def __str__(self) -> str:
        return self.id


class Owed(models.Model):
    """That a profile has not been told of a movement: kept by the database, for whoever counts.

    What there is to report is read from the movements themselves; this says how much it is without
    looking at all that was ever reported. A row comes with the movement or when a report is taken
    back, and goes with the report.
    """

    id = models.BigAutoField(primary_key=True)
    profile = models.CharField(max_length=20)
    pack = models.ForeignKey(
        BatteryPack, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    way = models.CharField(max_length=3, choices=Way)
    outlet = models.ForeignKey(
        Outlet, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False
    )
    known_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "way", "profile"], name="owed_once"),
        ]
        indexes = [
            models.Index(fields=["profile", "known_at"], include=["outlet"], name="owed_anywhere"),
            models.Index(fields=["outlet", "profile", "known_at"], name="owed_at_outlet"),
        ]

    def __str__(self) -> str:
        return f"{self.way} to {self.profile}"


class CarMaker(models.Model):
    """Whose make a car is, as staff say it; the newest counts, before the licence's model."""

    id = models.BigAutoField(primary_key=True)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="car_makers")
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="car_maker_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class CorrectedReceiver(models.Model):
    """Who really took a handover; the newest counts. The handover stays as it was written."""

    id = models.BigAutoField(primary_key=True)
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="corrections")
    receiver_name = models.CharField(max_length=120)
    receiver_credit_code = models.CharField(max_length=18)
    credit_code_override_reason = models.CharField(max_length=LONGEST_WHY, blank=True)
    why = models.CharField(max_length=LONGEST_WHY)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(receiver_name="") & ~Q(why=""), name="corrected_receiver_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.receiver_name


class CorrectedVin(models.Model):
    """That the VIN of a removal's car was put right; the VIN itself is the booking's alone."""

    id = models.BigAutoField(primary_key=True)
    removal = models.ForeignKey(Removal, models.PROTECT, related_name="corrected_vins")
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"at {self.at:%Y-%m-%d %H:%M}Z"


class FormerCode(models.Model):
    """A code that a battery bore before its second life. Source: GB/T 34014-2017, 4.2."""

    id = models.BigAutoField(primary_key=True)
    pack = models.ForeignKey(
        BatteryPack, models.PROTECT, related_name="former_codes", db_index=False
    )
    code = models.CharField(max_length=24)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pack", "code"], name="former_code_once_a_pack"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9A-Z]{24}$"), name="former_code_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Report(models.Model):
    """A file that was handed on: of one profile, one list and, where it goes to one, one car maker.

    Written whole. It may be taken back once, with a reason, and then its rows are owed again.
    """

    class Form(models.TextChoices):
        XLSX = "xlsx"
        CSV = "csv"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="reports")
    profile = models.CharField(max_length=20)
    profile_sha256 = models.CharField(max_length=DIGEST)  # of the profile's file as it was then
    list_name = models.CharField(max_length=11)
    is_correction = models.BooleanField()
    car_maker = models.CharField(max_length=60, blank=True)
    form = models.CharField(max_length=4, choices=Form)
    filename = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=DIGEST)
    count = models.PositiveIntegerField()
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=LONGEST_WHY, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="report_withdrawn_says_why",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="report_has_rows"),
        ]
        indexes = [models.Index(fields=["company", "-at"], name="report_of_company")]

    def __str__(self) -> str:
        return self.filename


class ReportRow(models.Model):
    """What a report said of one battery: a link of its company's chain, never changed.

    `payload` is the text that was hashed, `digest` the SHA-256 of the digest before and of it.
    Of the VIN the payload holds only a salted hash: VIN and salt can go, and the chain still holds.
    `facts` is what it was written from; once the movement says otherwise, a correction is owed.
    The database keeps `is_current`: the last row of a battery, way and profile that counts; and
    `may_differ`: something of its battery was changed since, so that it is worth comparing.
    """

    id = models.BigAutoField(primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="rows")
    company = models.ForeignKey(Company, models.PROTECT, related_name="+", db_index=False)
    sequence = models.PositiveBigIntegerField()
    profile = models.CharField(max_length=20)
    pack = models.ForeignKey(
        BatteryPack, models.PROTECT, related_name="report_rows", db_index=False
    )
    way = models.CharField(max_length=3, choices=Way)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    at = models.DateTimeField()
    facts = models.JSONField()
    payload = models.TextField()
    previous = models.CharField(max_length=DIGEST)
    digest = models.CharField(max_length=DIGEST)
    vin = SealedTextField(null=True)
    salt = PersonalField(null=True)
    is_current = models.BooleanField(default=True)
    may_differ = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "sequence"], name="report_rows_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["profile", "pack", "way"],
                condition=Q(is_current=True),
                name="report_once_a_profile",
            ),
            models.CheckConstraint(
                condition=Q(vin__isnull=True, salt__isnull=True)
                | Q(vin__isnull=False, salt__isnull=False),
                name="report_row_vin_has_a_salt",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(id__gt=F("corrects")),
                name="report_row_corrects_an_older_one",
            ),
        ]
        indexes = [
            models.Index(fields=["pack", "way"], name="report_row_of_pack"),
            models.Index(
                fields=["profile"],
                condition=Q(is_current=True, may_differ=True),
                name="report_row_to_compare",
            ),
            models.Index(
                fields=["at"], condition=Q(vin__isnull=False), name="report_row_with_a_vin"
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.sequence}"


class Archive(models.Model):
    """That a company's year was written out and signed: who, when, and the chain's end then."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="archives")
    year = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()
    head = models.CharField(max_length=DIGEST)
    filename = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=DIGEST)
    at = models.DateTimeField()
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["company", "-at"], name="archive_of_company")]

    def __str__(self) -> str:
        return self.filename
