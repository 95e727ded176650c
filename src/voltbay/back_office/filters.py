"""Filters of lists that offer a field to fill in, not everything that could be chosen.

A list of all cities or outlets would be longer than the page that it stands on.
"""

from typing import Any

from django import forms
from django.core.validators import EMPTY_VALUES
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import (
    AutocompleteSelectFilter,
    DropdownFilter,
    FieldTextFilter,
    RangeDateFilter,
)
from unfold.widgets import INPUT_CLASSES

from voltbay.core.local_time import day_bounds, read_day

MOST_NAMED = 100  # if it is more, some of theirs are met soon

__all__ = ["DaysFilter", "PickFilter", "ValueFilter", "WordsFilter"]


class PickFilter(AutocompleteSelectFilter):
    """One row of a large table, which is searched for as one types."""


class WordsFilter(FieldTextFilter):
    """What stands in a column, the name of a city for example: some of its letters are enough."""

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":  # noqa: ARG002
        """Keep what has the letters; without any, everything."""
        words = self.value()
        return queryset if words in EMPTY_VALUES else having(queryset, self.field_path, words)


def having(queryset: "QuerySet[Any]", path: str, words: str) -> "QuerySet[Any]":
    """Keep the rows in whose column some words stand, the column being its own or a relation's.

    Rows of a relation are looked for first and named in the statement, as long as they are few:
    joined, the index of a million rows would be walked in search of the few that belong to them.
    """
    relation, _, column = path.rpartition("__")
    if relation:
        related = queryset.model._meta.get_field(relation).remote_field.model._default_manager
        found = related.filter(**{f"{column}__icontains": words}).order_by().values_list("pk")
        named = [pk for (pk,) in found[: MOST_NAMED + 1]]
        if len(named) <= MOST_NAMED:
            return queryset.filter(**{f"{relation}__in": named})
    return queryset.filter(**{f"{path}__icontains": words})


class ValueFilter(DropdownFilter):
    """One of a few values that are known beforehand."""


class DaysForm(forms.Form):
    """The first and the last day; a browser helps to choose them without a script of ours."""

    class Media:
        """None: django-unfold asks each form of a filter."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for end, title in (("from", _("from the day")), ("to", _("to the day"))):
            attributes = {
                "type": "date",
                "aria-label": title,
                "title": title,
                "class": " ".join(INPUT_CLASSES),
            }
            self.fields[f"{name}_{end}"] = forms.DateField(
                required=False, widget=forms.DateInput(attrs=attributes)
            )


class DaysFilter(RangeDateFilter):
    """What lies between two days in the mainland, both included.

    Instead of a hierarchy of dates, which reads the whole table to offer the months that it has.
    """

    form_class = DaysForm

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":  # noqa: ARG002
        """Keep the days; what is no day is as none."""
        first, last = (self._day(end) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": first[0]})
        if last:
            queryset = queryset.filter(**{f"{self.field_path}__lt": last[1]})
        return queryset

    def _day(self, end: str) -> Any:
        try:
            return day_bounds(read_day(self.used_parameters.get(f"{self.field_path}_{end}", "")))
        except ValueError:
            return None
