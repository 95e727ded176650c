"""Who works here: what each may do, and how each signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models.owners import LONGEST_CLIENT
from voltbay.core.fields import FingerprintField, SealedTextField
from voltbay.core.personal import SECRET
from voltbay.directory.models import Company, Outlet


class Role(models.TextChoices):
    """What a member of staff works as; without one nobody gets past the door."""

    OUTLET_STAFF = "outlet_staff", _("outlet staff")
    OUTLET_MANAGER = "outlet_manager", _("outlet manager")
    COMPANY_MANAGER = "company_manager", _("company manager")
    OPERATOR = "operator", _("platform operator")
    AUDITOR = "auditor", _("auditor")


class StaffManager(UserManager["StaffUser"]):
    """Makes staff; whoever runs `createsuperuser` operates the platform and chose the password."""

    def create_superuser(self, username: str, *args: Any, **fields: Any) -> "StaffUser":
        """Make a platform operator."""
        fields = {"role": Role.OPERATOR, "must_change_password": False, **fields}
        return super().create_superuser(username, *args, **fields)


class StaffUser(AbstractUser):
    """Somebody who works for the platform or at an outlet, signing in to the staff pages.

    Outlet roles see the outlets named here, company managers their company's, the platform all.
    """

    # As Django has it, but marked as what the audit log must not hold.
    password = models.CharField(_("password"), max_length=128, db_comment=SECRET)
    role = models.CharField(_("role"), max_length=16, choices=Role, blank=True, default="")
    company = models.ForeignKey(
        Company, models.PROTECT, verbose_name=_("company"), null=True, blank=True, related_name="+"
    )
    outlets = models.ManyToManyField(
        Outlet, verbose_name=_("outlets"), blank=True, related_name="staff"
    )
    must_change_password = models.BooleanField(
        _("must choose a new password at the next sign-in"), default=True
    )

    # Since when somebody who had not signed in for long may again: see `accounts.staff.dormant`.
    woken_at = models.DateTimeField(_("woken"), null=True, editable=False)

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff members")
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="company_manager") | Q(company__isnull=False),
                name="company_manager_has_a_company",
            )
        ]

    def save(self, *args: Any, **options: Any) -> None:
        """Save; with a new password, whoever set it, known devices end."""
        # As Django's own save tells a new password from one that is only hashed anew.
        is_new_password = getattr(self, "_password", None) is not None and not self._state.adding
        super().save(*args, **options)
        if is_new_password:
            self.known_devices.all().delete()


class SecondFactor(models.Model):
    """The secret that a member of staff shares with an authenticator app, sealed.

    It counts once confirmed. `last_step` is the newest 30 s step whose code was accepted: a code
    opens one door once.
    """

    staff = models.OneToOneField(StaffUser, models.CASCADE, related_name="second_factor")
    secret = SealedTextField(db_comment=SECRET)  # base32, as authenticator apps take it
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"of {self.staff_id}"


class KnownDevice(models.Model):
    """A browser in which a member of staff signed in wholly: strangers' tries never stop it.

    Its token is in a cookie there; here is only the fingerprint. A first password that was just
    handed over counts as one too, so that it works whatever others try under the same name.
    """

    staff = models.ForeignKey(StaffUser, models.CASCADE, related_name="known_devices")
    token_fingerprint = FingerprintField(db_comment=SECRET)
    client = models.CharField(max_length=LONGEST_CLIENT, blank=True)
    used_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "token_fingerprint"], name="device_once_for_each_of_the_staff"
            )
        ]

    def __str__(self) -> str:
        return f"of {self.staff_id}, until {self.expires_at:%Y-%m-%d}"
