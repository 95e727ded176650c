"""What happened at outlets, who wants to hear of it, and whether it reached them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voltbay.bookings.models import Booking
from voltbay.core.fields import FingerprintField, SealedJSONField, SealedTextField
from voltbay.core.languages import ZH
from voltbay.core.personal import SECRET
from voltbay.directory.models import Company, Outlet
from voltbay.staff_news.kinds import Channel, Kind, Vendor, When
from voltbay.staff_news.quiet import QUIET_FROM, QUIET_UNTIL

STAFF = settings.AUTH_USER_MODEL


def _choices(values: "type[Channel | Kind | Vendor | When]") -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in values]


class Listener(models.Model):
    """How somebody hears of things: in which language, in quiet from when to when, of where.

    Without outlets it is of all that they see.
    """

    staff = models.OneToOneField(STAFF, models.CASCADE, primary_key=True, related_name="listener")
    language = models.CharField(max_length=10, default=ZH)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=QUIET_UNTIL)
    outlets = models.ManyToManyField(Outlet, related_name="+")

    def __str__(self) -> str:
        return f"{self.staff_id}"


class Wish(models.Model):
    """Of what somebody wants to hear by which channel, and when; without a row of nothing."""

    listener = models.ForeignKey(Listener, models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    channel = models.CharField(max_length=6, choices=_choices(Channel))
    when = models.CharField(max_length=6, choices=_choices(When))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["listener", "kind", "channel"], name="wish_is_one")
        ]
        indexes = [models.Index(fields=["kind"], name="wish_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.when}"


class Address(models.Model):
    """Where somebody gets messages: a phone or a mailbox, used once its holder has confirmed it.

    What the link holds that was sent there is kept as a fingerprint, and until when it is good.
    """

    staff = models.ForeignKey(STAFF, models.CASCADE, related_name="news_addresses")
    channel = models.CharField(max_length=6, choices=_choices(Channel))
    value = SealedTextField()
    token_fingerprint = FingerprintField(null=True, db_comment=SECRET)
    token_until = models.DateTimeField(null=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "channel"], name="address_is_one"),
            models.CheckConstraint(
                condition=Q(channel__in=["sms", "email"]), name="address_is_a_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.staff_id}"


class Robot(models.Model):
    """A robot in a group of an outlet, or of a company's all. Its address alone lets anybody speak.

    `secret` is what DingTalk and Feishu sign with; WeCom has none beside the key in its address.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="robots")
    outlet = models.ForeignKey(Outlet, models.CASCADE, null=True, related_name="robots")
    vendor = models.CharField(max_length=8, choices=_choices(Vendor))
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default=ZH)
    webhook = SealedTextField(db_comment=SECRET)
    secret = SealedTextField(null=True, db_comment=SECRET)
    used_at = models.DateTimeField()  # when it last said something, or was added

    class Meta:
        verbose_name = _("group robot")
        verbose_name_plural = _("group robots")

    def __str__(self) -> str:
        return f"{self.vendor} {self.name}"


class News(models.Model):
    """One thing that happened at an outlet or to a company: of nobody more than plate and time.

    `dedupe_key` makes it one; `spread_at` is when it was addressed to those who want to hear of it.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=_choices(Kind))
    dedupe_key = models.CharField(max_length=100, unique=True)
    outlet = models.ForeignKey(Outlet, models.CASCADE, null=True, related_name="+")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, related_name="+")
    params = SealedJSONField()
    actor = models.ForeignKey(STAFF, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    spread_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(spread_at__isnull=True), name="news_to_spread"),
            models.Index(fields=["made_at"], name="news_to_forget"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedupe_key}"


class Delivery(models.Model):
    """One piece of news on its way to one person by one channel, or to one robot."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    news = models.ForeignKey(News, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=6, choices=_choices(Channel))
    staff = models.ForeignKey(STAFF, models.CASCADE, null=True, related_name="+")
    robot = models.ForeignKey(Robot, models.CASCADE, null=True, related_name="deliveries")
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    error_code = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["news", "channel", "staff"],
                condition=Q(staff__isnull=False),
                name="delivery_once_a_person",
            ),
            models.UniqueConstraint(
                fields=["news", "robot"],
                condition=Q(robot__isnull=False),
                name="delivery_once_a_robot",
            ),
            models.CheckConstraint(
                condition=Q(staff__isnull=False, robot__isnull=True, channel__in=["sms", "email"])
                | Q(staff__isnull=True, robot__isnull=False, channel="robots"),
                name="delivery_goes_to_one",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="delivery_due"),
            models.Index(fields=["-id"], condition=~Q(error_code=""), name="delivery_in_trouble"),
            models.Index(fields=["robot", "-sent_at"], name="delivery_of_robot"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class ReadMark(models.Model):
    """Up to which event of a source everything has been read."""

    source = models.CharField(primary_key=True, max_length=20)
    event_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.source} {self.event_id}"
