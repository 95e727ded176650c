"""Who may take a battery out: technicians, their certificates, weekly shifts and days of leave."""

from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from voltbay.core.fields import SealedTextField

# As `OpeningHours.Weekday`, which lies above; Monday is 0.
LAST_WEEKDAY = 6


class Technician(models.Model):
    """Somebody of an outlet who works on high voltage, as long as the certificate is valid.

    Valid on `certified_until` as well. Source: 特种作业人员安全技术培训考核管理规定 (low-voltage
    electrician's certificate, reviewed every three years).
    """

    outlet = models.ForeignKey(
        "directory.Outlet", models.CASCADE, verbose_name=_("outlet"), related_name="technicians"
    )
    name = models.CharField(_("name"), max_length=40)
    certificate = SealedTextField(verbose_name=_("certificate number"), null=True)
    certified_until = models.DateField(_("certificate valid until"))

    class Meta:
        verbose_name = _("technician")
        verbose_name_plural = _("technicians")
        ordering = ["outlet", "name"]
        constraints = [
            models.UniqueConstraint(fields=["outlet", "name"], name="technician_name_in_outlet")
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """A weekly stretch in which a technician works, Monday being 0."""

    technician = models.ForeignKey(Technician, models.CASCADE, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["technician", "weekday", "starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="shift_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=LAST_WEEKDAY), name="shift_weekday_exists"
            ),
            models.UniqueConstraint(
                fields=["technician", "weekday", "starts_at"], name="shift_once_a_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_at:%H:%M}–{self.ends_at:%H:%M}"

    @property
    def weekday_name(self) -> str:
        """The weekday in the reader's language."""
        return str(WEEKDAYS[self.weekday])


class Leave(models.Model):
    """Days on which a technician is not there, both included. Why is nobody's business here."""

    technician = models.ForeignKey(Technician, models.CASCADE, related_name="leaves")
    first_date = models.DateField()
    last_date = models.DateField()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["first_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_date__lte=F("last_date")), name="leave_begins_before_it_ends"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_date} – {self.last_date}"
