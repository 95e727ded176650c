"""Who owns a car, who works here, and what each owner agreed to."""

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.core.fields import SealedTextField
from voltbay.core.keys import fingerprint
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


class SecondFactor(models.Model):
    """The secret that a member of staff shares with an authenticator app, sealed.

    It counts once confirmed. `last_step` is the newest 30 s step whose code was accepted: a code
    opens one door once.
    """

    staff = models.OneToOneField(StaffUser, models.CASCADE, related_name="second_factor")
    secret = SealedTextField()  # base32, as authenticator apps take it
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"of {self.staff_id}"


class SignInAttempt(models.Model):
    """One try to sign in as staff, by name and by address; forgotten when it succeeds."""

    id = models.BigAutoField(primary_key=True)
    name_fingerprint = models.BinaryField()
    address_fingerprint = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name_fingerprint", "at"], name="attempt_by_name"),
            models.Index(fields=["address_fingerprint", "at"], name="attempt_by_address"),
            models.Index(fields=["at"], name="attempt_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}Z"


class Owner(models.Model):
    """Somebody who books removals, known by a mobile number.

    The row outlives the account, as bookings refer to it; closing empties it of personal data.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = SealedTextField(null=True)
    phone_fingerprint = models.BinaryField(null=True, unique=True)
    phone_end_fingerprint = models.BinaryField(null=True)  # of the last four digits, to be found by
    name = SealedTextField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    closed_at__isnull=True, phone__isnull=False, phone_fingerprint__isnull=False
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
        indexes = [models.Index(fields=["phone_end_fingerprint"], name="owner_by_phone_end")]

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
    client = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="session_to_forget")]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d}"


class SignInCode(models.Model):
    """A code that was sent to a phone; knowing it once proves having the phone."""

    id = models.BigAutoField(primary_key=True)
    phone_fingerprint = models.BinaryField()
    code_hash = models.BinaryField()
    ip_fingerprint = models.BinaryField()
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
            models.Index(fields=["ip_fingerprint", "-created_at"], name="code_of_address"),
            models.Index(fields=["created_at"], name="code_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}Z, {self.tries} tries"


class SpentChallenge(models.Model):
    """A proof of work that was accepted, so that it is not accepted again before it expires."""

    fingerprint = models.BinaryField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}Z"


class Agreement(models.Model):
    """One version of a text that owners agree to; once published the database keeps it as it is."""

    class Kind(models.TextChoices):
        TERMS = "terms", _("terms of use")
        PRIVACY = "privacy", _("privacy notice")
        DOCUMENTS = "documents", _("consent to reading documents")
        ALIYUN = "aliyun", _("consent to recognition by Aliyun")  # a provider each has its own

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    version = models.CharField(_("version"), max_length=20)
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80)
    html_zh = models.TextField(_("text in Chinese (HTML)"))
    html_en = models.TextField(_("text in English (HTML)"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, editable=False)
    effective_at = models.DateTimeField(_("in force from"))
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["kind", "-effective_at"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="agreement_once_a_version"),
            models.UniqueConstraint(
                fields=["kind", "effective_at"], name="agreement_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.version}"


class Vehicle(models.Model):
    """A car that an owner noted down to book with fewer taps. Its licence is read all the same."""

    class Relation(models.TextChoices):
        SELF = "self"
        COMPANY = "company"
        RELATIVE = "relative"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="vehicles")
    plate = SealedTextField()
    plate_fingerprint = models.BinaryField()
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


class Consent(models.Model):
    """An owner's yes to an agreement, or its withdrawal: written once, never changed."""

    class Action(models.TextChoices):
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="consents")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="consents")
    action = models.CharField(max_length=9, choices=Action, default=Action.GIVEN)
    kind = models.CharField(max_length=10, choices=Agreement.Kind)
    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    client = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind", "-id"], name="consent_of_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.action}"


class Support(models.Model):
    """How customer service is reached: one row, edited in the back office."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    number = models.CharField(_("telephone"), max_length=20)
    hours_zh = models.CharField(_("hours, in Chinese"), max_length=120)
    hours_en = models.CharField(_("hours, in English"), max_length=120)

    class Meta:
        verbose_name = _("customer service")
        verbose_name_plural = _("customer service")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="support_is_one_row")]

    def __str__(self) -> str:
        return self.number


class WechatAccount(models.Model):
    """A WeChat user of our mini-program, and the owner whose phone that user proved."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.CASCADE, related_name="wechat_accounts")
    openid = SealedTextField()
    openid_fingerprint = models.BinaryField(unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"of {self.owner_id}"
