"""The Django app of this package."""

from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class RetentionConfig(AppConfig):
    name = "voltbay.retention"
    label = "retention"
    verbose_name = _("retention")

    def ready(self) -> None:
        """Refuse to migrate while something personal is kept that no rule ends."""
        register(_endless)


def _endless(**_: Any) -> list[CheckMessage]:
    from voltbay.retention.without_rule import without_rule  # models are there only now

    hint = "say in the package's retention.py how long it is kept"
    return [
        Error(f"no rule ends {column}", hint=hint, id="voltbay.E001") for column in without_rule()
    ]
