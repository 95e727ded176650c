"""What is told to whom, and whether it got there."""

from django.db import models
from django.db.models import Q

from voltbay.core.fields import FingerprintField, SealedJSONField, SealedTextField
from voltbay.core.personal import SECRET


class Notice(models.Model):
    """One message to one phone.

    There is no state "sending": its row stays locked while it is being sent, so a worker that dies
    leaves it queued, with the time at which it asked. Its parameters are emptied once it is sent
    or telling is of no use any more, as a code that was sent must not be found here.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    id = models.BigAutoField(primary_key=True)
    phone = SealedTextField()
    phone_fingerprint = FingerprintField()
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=10, default="zh-Hans")
    params = SealedJSONField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    channel = models.CharField(max_length=20, blank=True)
    receipt = models.CharField(max_length=80, blank=True)  # the channel's own number for it
    attempts = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=60, blank=True)
    dedupe_key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001  # unique unless null
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()  # telling later would mislead
    asked_at = models.DateTimeField(null=True)  # when the vendor was, if no answer came back
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(params__isnull=True),
                name="notice_forgets_what_it_said",
            )
        ]
        indexes = [
            models.Index(fields=["phone_fingerprint", "-id"], name="notice_of_phone"),
            models.Index(fields=["created_at"], name="notice_to_forget"),
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="notice_unsent"),
            models.Index(fields=["error_code"], condition=Q(state="failed"), name="notice_failed"),
            models.Index(
                fields=["expires_at"], condition=Q(params__isnull=False), name="notice_remembers"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class Outage(models.Model):
    """A vendor who takes nothing now, or nothing of one kind. What waits asks one at a time."""

    name = models.CharField(max_length=60, primary_key=True)  # of a channel, or channel:kind
    code = models.CharField(max_length=60)  # why, in the vendor's word
    failures = models.PositiveIntegerField(default=0)  # one after the other
    since = models.DateTimeField()
    again_at = models.DateTimeField()  # nobody asks before

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class TemplateText(models.Model):
    """What one kind of message says instead of the text that Voltbay brings along."""

    name = models.CharField(max_length=40, primary_key=True)  # of the kind, as in `templates`
    zh = models.TextField()
    en = models.TextField()

    def __str__(self) -> str:
        return self.name


class ScreenMessage(models.Model):
    """A message that the screen channel shows instead of sending. For demo and tests only."""

    id = models.BigAutoField(primary_key=True)
    notice = models.OneToOneField(Notice, models.CASCADE, related_name="+")
    phone = SealedTextField()
    phone_fingerprint = FingerprintField()
    text = SealedTextField()
    code = SealedTextField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["phone_fingerprint", "-id"], name="screen_of_phone")]

    def __str__(self) -> str:
        return f"at {self.at:%Y-%m-%d %H:%M}Z"


class WechatToken(models.Model):
    """WeChat's access token, one for all our processes: a new one ends the one before."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    token = SealedTextField(null=True, db_comment=SECRET)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="wechat_token_is_one_row")]

    def __str__(self) -> str:
        return f"until {self.expires_at:%Y-%m-%d %H:%M}Z"


class WechatAccept(models.Model):
    """How many more messages of one kind a phone's holder has agreed to get in WeChat.

    One tap there agrees to one message; `openid` is the recipient's address.
    """

    MOST = 20

    id = models.BigAutoField(primary_key=True)
    phone_fingerprint = FingerprintField()
    openid = SealedTextField()
    template = models.CharField(max_length=40)
    left = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_fingerprint", "template"], name="wechat_accept_once_a_kind"
            ),
            models.CheckConstraint(condition=Q(left__lte=20), name="wechat_accepts_are_few"),
        ]

    def __str__(self) -> str:
        return f"{self.left} of {self.template}"
