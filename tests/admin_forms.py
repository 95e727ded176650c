"""What a browser would send back from a form of the back office, and what it is told."""

from typing import Any

from django.forms import BoundField, CheckboxInput, MultiWidget


def filled(answer, **entries: Any) -> dict[str, Any]:
    """Return every entry of the shown form as it stands, with some changed."""
    context = answer.context
    sent: dict[str, Any] = {}
    for field in context["adminform"].form:
        _add(sent, field)
    for inline in context["inline_admin_formsets"]:
        for form in (inline.formset.management_form, *inline.formset.forms):
            for field in form:
                _add(sent, field)
    return sent | entries


def rows(sent: dict[str, Any], prefix: str) -> int:
    """Return how many rows an inline form has."""
    return int(sent[f"{prefix}-TOTAL_FORMS"])


def add_row(sent: dict[str, Any], prefix: str, **entries: Any) -> dict[str, Any]:
    """Add a row to an inline form."""
    number = rows(sent, prefix)
    row = {f"{prefix}-{number}-{name}": value for name, value in entries.items()}
    return sent | row | {f"{prefix}-TOTAL_FORMS": number + 1}


def errors_of(answer) -> dict[str, list[str]]:
    """Return the codes of what the form refuses, by entry."""
    errors = answer.context["adminform"].form.errors.as_data()
    return {name: [each.code for each in wrong] for name, wrong in errors.items()}


def said(answer) -> list[str]:
    """Return the messages on a page."""
    return [str(message) for message in answer.context["messages"]]


def _add(sent: dict[str, Any], field: BoundField) -> None:
    value = field.value()
    widget = field.field.widget
    if isinstance(widget, MultiWidget):
        for number, part in enumerate(widget.decompress(value)):
            sent[f"{field.html_name}_{number}"] = part or ""
    elif isinstance(widget, CheckboxInput):
        if value:
            sent[field.html_name] = "on"
    else:
        sent[field.html_name] = "" if value is None else value
