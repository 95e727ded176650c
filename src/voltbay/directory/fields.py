"""Columns that hold HTML which owners will see."""

from typing import Any

from django.db import models

from voltbay.directory.introduction import SUMMARY_CHARACTERS, clean, summary


class IntroductionField(models.TextField):  # type: ignore[type-arg]  # generic only in the stubs
    """HTML that is cleaned on its way to the database, whoever writes it through the ORM."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # Django's
        """Clean, and let the instance hold what is stored."""
        cleaned = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, cleaned)
        return cleaned

    def get_prep_value(self, value: Any) -> Any:
        """Clean what `update` writes, which goes past `pre_save`."""
        prepared = super().get_prep_value(value)
        return clean(prepared) if isinstance(prepared, str) else prepared


class SummaryField(models.CharField):  # type: ignore[type-arg]  # generic only in the stubs
    """The beginning of an introduction as plain text, kept so that lists need not load it all.

    It is written when the row is saved; a bare `update` of the introduction leaves it behind.
    """

    def __init__(self, *, of: str, **options: Any) -> None:
        self.of = of
        options |= {"max_length": SUMMARY_CHARACTERS, "blank": True, "editable": False}
        super().__init__(**options)

    def deconstruct(self) -> Any:
        """Tell migrations what the summary is of."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002  # Django's
        """Summarise what is being saved."""
        text = summary(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, text)
        return text
