"""How customer service is reached."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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
