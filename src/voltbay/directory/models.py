"""Who removes batteries, where, and when they are open."""

import uuid
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from voltbay.directory.fields import IntroductionField, SummaryField
from voltbay.directory.fits import Takes
from voltbay.directory.technicians import Leave, Shift, Technician
from voltbay.identifiers.vehicle import FUELS_WITH_BATTERY, KNOWN_CLASSES, Fuel, VehicleClass

__all__ = [
    "Closure",
    "Company",
    "ImportRun",
    "Leave",
    "OpenDay",
    "OpeningHours",
    "Outlet",
    "Qualification",
    "Service",
    "Shift",
    "Technician",
]
MOST_NOTICE = 336  # hours; two weeks are no short notice any more
FIRST_YEAR, LAST_YEAR = 1950, 2100  # between which a company began
MOST_BUFFER = 240  # minutes that a bay is cleaned and aired after a job
CLASSES: dict[str, Any] = {
    VehicleClass.PASSENGER_CAR.value: _("passenger cars"),
    VehicleClass.BUS.value: _("buses"),
    VehicleClass.LIGHT_LORRY.value: _("light lorries, below 4.5 t"),
    VehicleClass.MEDIUM_LORRY.value: _("medium lorries, below 12 t"),
    VehicleClass.HEAVY_LORRY.value: _("heavy lorries, from 12 t"),
    VehicleClass.SPECIAL.value: _("special vehicles"),
    VehicleClass.MOTORCYCLE.value: _("motorcycles"),
    VehicleClass.TRAILER.value: _("trailers"),
}
FUELS: dict[str, Any] = {
    Fuel.ELECTRIC.value: _("electric"),
    Fuel.HYBRID.value: _("hybrid"),
    Fuel.FUEL_CELL.value: _("fuel cell"),
}


class Company(models.Model):
    """A recycling company. Its page is `introduction_html`, cleaned when it is saved."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    name_en = models.CharField(
        _("name in English"), max_length=120, blank=True, default="", db_default=""
    )
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    credit_code_override_reason = models.CharField(
        _("why a code that fails its check is accepted"), max_length=200, blank=True
    )
    city = models.CharField(_("city of registration"), max_length=40)
    phone = models.CharField(_("telephone"), max_length=20)
    website = models.URLField(_("website"), blank=True)
    since_year = models.PositiveSmallIntegerField(
        _("recycles batteries since (year)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    introduction_html = IntroductionField(_("introduction (HTML)"), blank=True)
    introduction_summary = SummaryField(of="introduction_html", db_default="")
    # What it does in its own words, as `company_pages.content.Offer` has it.
    offers = models.JSONField(default=list, db_default=[], editable=False)
    is_listed = models.BooleanField(_("shown to owners"), default=True)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since_year__isnull=True) | Q(since_year__range=(FIRST_YEAR, LAST_YEAR)),
                name="company_since_is_a_year",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Ask the database nothing: the year's validators say the same before."""


class Qualification(models.Model):
    """A permit or certificate that a company shows to owners."""

    company = models.ForeignKey(
        Company, models.CASCADE, verbose_name=_("company"), related_name="qualifications"
    )
    name = models.CharField(_("name"), max_length=120)
    number = models.CharField(_("number"), max_length=80, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    scan = models.UUIDField(null=True, editable=False)  # the picture of it, in `company_pages`

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def is_over(self, *, today: date) -> bool:
        """Tell whether it has expired: on its last day it has not."""
        return self.valid_until is not None and self.valid_until < today


class Outlet(models.Model):
    """A place where batteries are removed. Coordinates are GCJ-02, as China's maps want them.

    `stored_kg` is kept by the database from the packs in stock, `expected_kg` is what the cars of
    the coming hours are likely to bring. `is_storage_full` follows: then no new places are given.
    """

    offered: "list[Service]"  # where it was read with them, as `directory.queries` does

    class Kind(models.TextChoices):
        COLLECTING = "collecting", _("collecting")
        CENTRAL = "central", _("central storage")

    class CoordinateSystem(models.TextChoices):
        GCJ02 = "gcj02", "GCJ-02"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey(
        Company, models.PROTECT, verbose_name=_("company"), related_name="outlets"
    )
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(
        _("name in English"), max_length=120, blank=True, default="", db_default=""
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.COLLECTING)
    city_code = models.CharField(_("city code (GB/T 2260)"), max_length=6)
    city = models.CharField(_("city"), max_length=40)
    address = models.CharField(_("address"), max_length=200)
    phone = models.CharField(_("telephone"), max_length=20)
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(73.0), MaxValueValidator(136.0)]
    )
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(3.0), MaxValueValidator(54.0)]
    )
    coord_sys = models.CharField(
        max_length=5,
        choices=CoordinateSystem,
        default=CoordinateSystem.GCJ02,
        db_default=CoordinateSystem.GCJ02,
        editable=False,
    )
    introduction_html = IntroductionField(_("introduction (HTML)"), blank=True)
    slot_minutes = models.PositiveSmallIntegerField(
        _("grid of the day, minutes"), default=30, validators=[MinValueValidator(10)]
    )
    cancel_until_hours = models.PositiveSmallIntegerField(
        _("owners may change or cancel until, hours before"), default=2
    )
    book_ahead_days = models.PositiveSmallIntegerField(
        _("days that can be booked ahead"), default=30, validators=[MaxValueValidator(90)]
    )
    fleet_share_percent = models.PositiveSmallIntegerField(
        _("of a day's places companies may take in blocks at most, percent"),
        default=50,
        db_default=50,
        validators=[MaxValueValidator(100)],
    )
    works_on_holidays = models.BooleanField(_("open on public holidays"), default=False)
    notice_hours = models.PositiveSmallIntegerField(
        _("owners book at least, hours ahead"),
        default=0,
        db_default=0,
        validators=[MaxValueValidator(MOST_NOTICE)],
    )
    walk_in_bays = models.PositiveSmallIntegerField(
        _("bays that only the desk gives"), default=0, db_default=0
    )
    counts_technicians = models.BooleanField(
        _("certified technicians are counted"), default=False, db_default=False
    )
    is_listed = models.BooleanField(_("shown to owners"), default=True)
    # Its key in the photo store, where whoever uploads one has put it; empty without one.
    photo = models.CharField(max_length=80, default="", db_default="", editable=False)
    tow_km = models.PositiveSmallIntegerField(
        _("tows cars that do not drive, within km (empty: it does not)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    on_site_km = models.PositiveSmallIntegerField(
        _("removes batteries where the car stands, within km (empty: it does not)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    storage_limit_kg = models.PositiveIntegerField(
        _("storage ceiling, kg (5,000 where batteries are collected, 30,000 at a central store)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    stored_kg = models.DecimalField(
        max_digits=9, decimal_places=1, default=Decimal(0), db_default=Decimal(0), editable=False
    )
    expected_kg = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    ceiling_kg = models.GeneratedField(
        expression=Coalesce(
            "storage_limit_kg",
            Case(When(kind="central", then=Value(30_000)), default=Value(5_000)),
        ),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    is_storage_full = models.GeneratedField(
        expression=Case(
            When(
                stored_kg__gte=Coalesce(
                    "storage_limit_kg",
                    Case(When(kind="central", then=Value(30_000)), default=Value(5_000)),
                )
                - F("expected_kg"),
                then=Value(True),
            ),
            default=Value(False),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["city", "name"]
        indexes = [models.Index(fields=["city"], name="outlet_by_city")]
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="outlet_name_in_company"),
            models.CheckConstraint(
                condition=Q(
                    longitude__gte=73, longitude__lte=136, latitude__gte=3, latitude__lte=54
                ),
                name="outlet_lies_in_china",
            ),
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=10, slot_minutes__lte=240),
                name="outlet_grid_is_sensible",
            ),
            models.CheckConstraint(
                condition=Q(notice_hours__lte=MOST_NOTICE), name="outlet_notice_is_sensible"
            ),
            models.CheckConstraint(
                condition=(Q(tow_km__isnull=True) | Q(tow_km__gte=1, tow_km__lte=500))
                & (Q(on_site_km__isnull=True) | Q(on_site_km__gte=1, on_site_km__lte=500)),
                name="outlet_reach_is_sensible",
            ),
            models.CheckConstraint(
                condition=Q(fleet_share_percent__lte=100), name="outlet_fleet_share_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """That a file of companies or outlets was imported: what it was and what it did.

    The audit log takes it down with the person, as it does each row that changed.
    """

    class Kind(models.TextChoices):
        COMPANIES = "companies"
        OUTLETS = "outlets"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=9, choices=Kind)
    name = models.CharField(max_length=120)  # of the file
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    created = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["companies", "outlets"]), name="import_kind_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


def passenger_cars() -> list[str]:
    """Return what a service takes unless somebody says more."""
    return [VehicleClass.PASSENGER_CAR.value]


def electric_and_hybrid() -> list[str]:
    """Return the fuels that a service takes unless somebody says more."""
    return [Fuel.ELECTRIC.value, Fuel.HYBRID.value]


class Service(models.Model):
    """A removal that an outlet offers: how long, what it needs in each slot, which cars it takes.

    After it the bay stays taken for `buffer_minutes`, rounded up to the grid; technicians do not.
    `notice_hours` overrides the outlet's.
    """

    outlet = models.ForeignKey(
        Outlet, models.CASCADE, verbose_name=_("outlet"), related_name="services"
    )
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(
        _("name in English"), max_length=120, blank=True, default="", db_default=""
    )
    slots_needed = models.PositiveSmallIntegerField(_("consecutive slots needed"), default=2)
    places = models.PositiveSmallIntegerField(_("bays needed in each slot"), default=1)
    technicians = models.PositiveSmallIntegerField(
        _("technicians needed in each slot"), default=1, db_default=1
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("minutes that the bay stays taken afterwards"), default=0, db_default=0
    )
    notice_hours = models.PositiveSmallIntegerField(
        _("owners book at least, hours ahead (empty: as the outlet says)"), null=True, blank=True
    )
    is_offered = models.BooleanField(_("offered"), default=True)
    vehicle_classes = ArrayField(
        models.CharField(max_length=13, choices=list(CLASSES.items())),
        default=passenger_cars,
        verbose_name=_("classes of vehicles taken"),
    )
    fuels = ArrayField(
        models.CharField(max_length=9, choices=list(FUELS.items())),
        default=electric_and_hybrid,
        verbose_name=_("fuels taken"),
    )
    heaviest_kg = models.PositiveIntegerField(
        _("heaviest total mass, kg (empty: any)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(500), MaxValueValidator(100_000)],
    )

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["outlet", "id"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "name"], name="service_name_in_outlet"),
            models.CheckConstraint(
                condition=Q(slots_needed__gte=1, slots_needed__lte=48, places__gte=1),
                name="service_needs_something",
            ),
            models.CheckConstraint(
                condition=Q(
                    vehicle_classes__len__gte=1,
                    vehicle_classes__contained_by=[one.value for one in KNOWN_CLASSES],
                ),
                name="service_takes_known_classes",
            ),
            models.CheckConstraint(
                condition=Q(
                    fuels__len__gte=1,
                    fuels__contained_by=[one.value for one in FUELS_WITH_BATTERY],
                ),
                name="service_takes_known_fuels",
            ),
            models.CheckConstraint(
                condition=Q(heaviest_kg__isnull=True) | Q(heaviest_kg__range=(500, 100_000)),
                name="service_ceiling_is_sensible",
            ),
            models.CheckConstraint(
                condition=Q(technicians__gte=1), name="service_needs_a_technician"
            ),
            models.CheckConstraint(
                condition=Q(buffer_minutes__lte=MOST_BUFFER), name="service_buffer_is_sensible"
            ),
            models.CheckConstraint(
                condition=Q(notice_hours__isnull=True) | Q(notice_hours__lte=MOST_NOTICE),
                name="service_notice_is_sensible",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes(self) -> Takes:
        """Return which cars it takes."""
        return Takes(self.vehicle_classes, self.fuels, self.heaviest_kg)

    @property
    def notice(self) -> timedelta:
        """How long before its beginning an owner has to book it."""
        own = self.notice_hours
        return timedelta(hours=self.outlet.notice_hours if own is None else own)


class OpeningHours(models.Model):
    """A weekly stretch of open time with the number of bays that are staffed in it."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    outlet = models.ForeignKey(
        Outlet, models.CASCADE, verbose_name=_("outlet"), related_name="opening_hours"
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    opens_at = models.TimeField(_("opens"))
    closes_at = models.TimeField(_("closes"))
    bays = models.PositiveSmallIntegerField(
        _("staffed bays"), default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["outlet", "weekday", "opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="hours_open_before_close"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="hours_weekday_exists"),
            models.UniqueConstraint(
                fields=["outlet", "weekday", "opens_at"], name="hours_once_a_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Closure(models.Model):
    """Days on which an outlet is shut although its week says open. Both days are included."""

    outlet = models.ForeignKey(
        Outlet, models.CASCADE, verbose_name=_("outlet"), related_name="closures"
    )
    first_date = models.DateField(_("first day"))
    last_date = models.DateField(_("last day"))
    reason = models.CharField(_("reason shown to owners"), max_length=120)
    reason_en = models.CharField(
        _("reason in English"), max_length=120, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["first_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_date__lte=F("last_date")), name="closure_begins_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_date} – {self.last_date}: {self.reason}"


class OpenDay(models.Model):
    """A day on which an outlet works as on some weekday, whatever the public calendar says.

    For make-up workdays and holidays that the calendar does not know yet. A closure outweighs it.
    """

    outlet = models.ForeignKey(
        Outlet, models.CASCADE, verbose_name=_("outlet"), related_name="open_days"
    )
    date = models.DateField(_("day"))
    works_as = models.PositiveSmallIntegerField(_("worked as"), choices=OpeningHours.Weekday)

    class Meta:
        verbose_name = _("extra opening day")
        verbose_name_plural = _("extra opening days")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "date"], name="open_day_once_a_day"),
            models.CheckConstraint(condition=Q(works_as__lte=6), name="open_day_weekday_exists"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_works_as_display()}"
