"""What owners agree to, and who agreed to what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from voltbay.accounts.models.owners import LONGEST_CLIENT, Owner


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


class Consent(models.Model):
    """An owner's yes to an agreement, or its withdrawal: written once, never changed."""

    class Action(models.TextChoices):
        GIVEN = "given"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Owner, models.PROTECT, related_name="consents", db_index=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="consents")
    action = models.CharField(max_length=9, choices=Action, default=Action.GIVEN)
    kind = models.CharField(max_length=10, choices=Agreement.Kind)
    version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    client = models.CharField(max_length=LONGEST_CLIENT, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind", "-id"], name="consent_of_owner")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version} {self.action}"
