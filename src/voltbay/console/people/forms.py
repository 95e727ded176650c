"""What is typed about members of staff."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.functional import cached_property

from voltbay.accounts.models import Role, StaffUser
from voltbay.accounts.staff.manage import MAY_GRANT, Entry
from voltbay.accounts.staff.queries import companies_to_give, outlet_ids, outlets_to_give
from voltbay.console.entries import EntryForm, VerbDecides, Words
from voltbay.console.many import OF_COMPANY, OF_OUTLET, Offer, ids_in, offer
from voltbay.directory.models import Outlet

LONGEST_NAME = 150  # characters, of names and of user names


class Chosen(VerbDecides, forms.TypedChoiceField):
    """One of what is offered."""


class ChosenMany(VerbDecides, forms.TypedMultipleChoiceField):
    """Any number of what is offered."""


class StaffForm(EntryForm):
    """What somebody works as, and where; offered is what the manager may give."""

    first_name = Words(most=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"}))
    role = Chosen(required=False, widget=forms.Select({"required": True}))
    company = Chosen(coerce=UUID, empty_value=None, required=False)
    outlets = ChosenMany(coerce=UUID, required=False, widget=forms.SelectMultiple({"size": 8}))

    def __init__(self, manager: StaffUser, *args: Any, words: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manager, self.words = manager, words
        # Asked for only when they are shown, and then once.
        self._offer("role", lambda: [(each.value, each.label) for each in _grants(manager)])
        self._offer("company", self._companies)
        self._offer("outlets", lambda: [_named(each) for each in self.offer.rows])
        if Role.COMPANY_MANAGER not in _grants(manager):
            del self.fields["company"]

    @cached_property
    def offer(self) -> Offer[Outlet]:
        """Return the outlets that are offered, of many what was searched for."""
        chosen = ids_in(self["outlets"].value())
        mine = outlets_to_give(self.manager)
        return offer(mine, OF_OUTLET, words=self.words, chosen=chosen)

    def _companies(self) -> list[tuple[Any, Any]]:
        chosen = ids_in(self["company"].value())
        mine = companies_to_give(self.manager)
        found = offer(mine, OF_COMPANY, words=self.words, chosen=chosen)
        return [("", "–"), *((each.pk, each.name) for each in found.rows)]

    def _offer(self, name: str, choices: Callable[[], list[tuple[Any, Any]]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = cache(choices)

    def entry_of(self, username: str, *, is_active: bool) -> Entry:
        """Return what was entered as the verbs take it."""
        typed = self.cleaned_data
        return Entry(
            username=username,
            first_name=typed["first_name"],
            role=typed["role"],
            company_id=typed.get("company"),
            outlet_ids=typed["outlets"],
            is_active=is_active,
        )


class NewStaffForm(StaffForm):
    """Somebody new."""

    username = forms.CharField(
        required=False,
        widget=forms.TextInput(
            {
                "maxlength": LONGEST_NAME,
                "autocomplete": "off",
                "autocapitalize": "none",
                "required": True,
            }
        ),
    )

    def entry(self) -> Entry:
        """Return who is to be made."""
        return self.entry_of(self.cleaned_data["username"], is_active=True)


class KnownStaffForm(StaffForm):
    """Somebody who works here, as `seen`; the user name stays."""

    seen = forms.CharField(required=False)
    is_active = forms.BooleanField(required=False)

    def __init__(self, staff: StaffUser, manager: StaffUser, *args: Any, **kwargs: Any) -> None:
        now = {
            "first_name": staff.first_name,
            "role": staff.role,
            "company": staff.company_id,
            "outlets": partial(outlet_ids, staff),
            "is_active": staff.is_active,
        }
        super().__init__(manager, *args, **{**kwargs, "initial": now})
        self.staff = staff

    def entry(self) -> Entry:
        """Return what is to be changed."""
        return self.entry_of(self.staff.username, is_active=self.cleaned_data["is_active"])


class ActionForm(EntryForm):
    """Which button was pressed."""

    action = forms.CharField(required=False)


def _grants(manager: StaffUser) -> tuple[Role, ...]:
    return tuple(role for role in Role if role in MAY_GRANT.get(manager.role, ()))


def _named(outlet: Outlet) -> tuple[UUID, str]:
    return outlet.pk, f"{outlet.name} · {outlet.city} · {outlet.company.name}"
