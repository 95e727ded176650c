"""What is checked before the back office keeps a company or an outlet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from voltbay.directory.introduction import MAX_CHARACTERS
from voltbay.directory.models import CLASSES, FUELS, electric_and_hybrid, passenger_cars
from voltbay.directory.rules import (
    check_credit_code,
    check_position,
    check_stretches,
    pasted_position,
)
from voltbay.identifiers.coordinates import to_gcj02
from voltbay.identifiers.telephone import parse_telephone
from voltbay.sentences.for_staff import accepted

LONGEST_GRID = 240  # minutes, as outlet_grid_is_sensible
MAP, GPS = "gcj02", "wgs84"  # where a pasted position comes from


class PageForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """What a company's form and an outlet's have in common."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if page := self.fields.get("introduction_html"):
            page.widget.attrs |= {
                "rows": 16,
                "spellcheck": "false",
                "style": "font-family:monospace",
            }

    def clean_phone(self) -> str:
        """Check the telephone."""
        return accepted(lambda: parse_telephone(self.cleaned_data["phone"]))

    def clean_introduction_html(self) -> str:
        """Check the length; what is unsafe is taken out when it is saved."""
        text: str = self.cleaned_data["introduction_html"]
        if len(text) > MAX_CHARACTERS:
            raise ValidationError(
                _("The introduction has %(length)s characters; the limit is %(limit)s."),
                params={"length": len(text), "limit": MAX_CHARACTERS},
            )
        return text


class CompanyForm(PageForm):
    """A company, whose credit code is checked."""

    website = forms.URLField(
        label=_("website"),
        required=False,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
    )

    def clean(self) -> dict[str, Any]:
        """Check the credit code, by its check character or by the reason for an exception."""
        cleaned = super().clean() or self.cleaned_data
        if "credit_code" in cleaned:
            reason = cleaned.get("credit_code_override_reason") or ""
            try:
                cleaned["credit_code"] = accepted(
                    lambda: check_credit_code(cleaned["credit_code"], override_reason=reason)
                )
            except ValidationError as wrong:
                self.add_error("credit_code", wrong)
        return cleaned


class OutletForm(PageForm):
    """An outlet; its position may be pasted as one text, in the system of maps or of GPS."""

    pasted = forms.CharField(
        label=_("paste a position"),
        required=False,
        max_length=60,
        help_text=_("Longitude,latitude as a map shows it; it replaces the two numbers below."),
        widget=UnfoldAdminTextInputWidget,
    )
    pasted_system = forms.ChoiceField(
        label=_("the pasted position comes from"),
        required=False,
        initial=MAP,
        choices=[
            (MAP, _("a map of Amap or Tencent (GCJ-02)")),
            (GPS, _("a GPS device (WGS-84)")),
        ],
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"longitude", "latitude"} & set(self.fields):
            self.fields[name].required = False  # it may be pasted instead
            self.fields[name].validators = []  # `clean` tells swapped from wrong

    def clean_city_code(self) -> str:
        """Check the form; which codes exist changes with every reform."""
        code: str = self.cleaned_data["city_code"]
        if not (code.isascii() and code.isdecimal() and len(code) == 6 and code[0] != "0"):
            raise ValidationError(_("A city code of GB/T 2260 has six digits, such as 310100."))
        return code

    def clean_slot_minutes(self) -> int:
        """Check the grid against what the database keeps."""
        minutes: int = self.cleaned_data["slot_minutes"]
        if minutes > LONGEST_GRID:
            raise ValidationError(_("At most %(limit)s minutes."), params={"limit": LONGEST_GRID})
        return minutes

    def clean(self) -> dict[str, Any]:
        """Bring the position together and check it."""
        cleaned = super().clean() or self.cleaned_data
        try:
            position = accepted(lambda: self._position(cleaned))
        except ValidationError as wrong:
            for name in ("pasted",) if cleaned.get("pasted") else ("longitude", "latitude"):
                self.add_error(name, wrong)
        else:
            if position:
                cleaned["longitude"], cleaned["latitude"] = position
        return cleaned

    def _position(self, cleaned: dict[str, Any]) -> tuple[float, float] | None:
        if pasted := cleaned.get("pasted"):
            position = pasted_position(pasted)
            return to_gcj02(position) if cleaned.get("pasted_system") == GPS else position
        longitude, latitude = cleaned.get("longitude"), cleaned.get("latitude")
        if longitude is None or latitude is None:
            if not {"longitude", "latitude"} & set(self.errors):
                raise ValidationError(_("Paste a position or enter both numbers."))
            return None
        return check_position(longitude, latitude)


class WeekFormSet(PaginationInlineFormSet):
    """The opening hours of a week, which may not overlap."""

    def clean(self) -> None:
        """Check the stretches against each other."""
        super().clean()
        kept = [form.cleaned_data for form in self.forms if not self._is_dropped(form)]
        stretches = [
            (each["weekday"], each["opens_at"], each["closes_at"])
            for each in kept
            if {"weekday", "opens_at", "closes_at"} <= set(each)
        ]
        accepted(lambda: check_stretches(stretches))

    def _is_dropped(self, form: Any) -> bool:
        return not form.is_valid() or form.cleaned_data.get("DELETE", False)


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A service with what it takes, ticked."""

    vehicle_classes = forms.MultipleChoiceField(
        label=_("classes of vehicles taken"),
        choices=list(CLASSES.items()),
        initial=passenger_cars,
        widget=forms.CheckboxSelectMultiple,
    )
    fuels = forms.MultipleChoiceField(
        label=_("fuels taken"),
        choices=list(FUELS.items()),
        initial=electric_and_hybrid,
        widget=forms.CheckboxSelectMultiple,
    )
