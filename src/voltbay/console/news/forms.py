"""What is chosen and entered about what staff hear of."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import outlets_of
from voltbay.console.entries import EntryForm, OneNumber, OneOf, RefusedBy, SomeIds, Words
from voltbay.console.many import OF_OUTLET, Offer, ids_in, offer
from voltbay.directory.models import Outlet
from voltbay.staff_news.errors import RobotUnknown, RobotWrong, WishUnknown
from voltbay.staff_news.groups import NewRobot
from voltbay.staff_news.kinds import KINDS, Channel, Kind, Vendor, When
from voltbay.staff_news.listen import Choice, chosen, offered

LONGEST_ADDRESS, LONGEST_NAME, LONGEST_WEBHOOK = 254, 40, 400  # characters
CLOCK = "%H:%M"
WHENS: Mapping[When, Promise] = {
    When.OFF: lazy("not at all"),
    When.NOW: lazy("at once"),
    When.DIGEST: lazy("in the morning"),
}
CHANNELS: Mapping[Channel, Promise] = {
    Channel.SMS: lazy("SMS"),
    Channel.EMAIL: lazy("E-mail"),
    Channel.ROBOTS: lazy("Group robots"),
}
VENDORS: Mapping[Vendor, Promise] = {
    Vendor.WECOM: lazy("WeCom"),
    Vendor.DINGTALK: lazy("DingTalk"),
    Vendor.FEISHU: lazy("Feishu"),
}


class Clock(RefusedBy, forms.TimeField):
    """A time of day as browsers send it."""

    widget = forms.TimeInput({"type": "time"}, format=CLOCK)

    def __init__(self) -> None:
        super().__init__(refusal=WishUnknown)


class ChoiceForm(EntryForm):
    """Of what somebody wants to hear: a choice for each kind and channel, and the rest."""

    quiet_from = Clock()
    quiet_until = Clock()

    def __init__(
        self, staff: StaffUser, language: str, *args: Any, words: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.staff, self.language, self.may = staff, language, offered(staff)
        self.words = words
        self._listener, now = chosen(staff)
        for where, whens in self.may.items():
            self.fields[named(*where)] = OneOf(
                refusal=WishUnknown,
                choices=[(each.value, WHENS[each]) for each in whens],
                initial=now.get(where, When.OFF.value),
                widget=forms.Select({"aria-label": said(*where, language)}),
            )
        self.fields["quiet_from"].initial = self._listener.quiet_from
        self.fields["quiet_until"].initial = self._listener.quiet_until
        self.fields["outlets"] = SomeIds(
            refusal=WishUnknown,
            choices=self._outlets,
            initial=self._chosen_outlets,
            widget=forms.SelectMultiple({"size": 6}),
        )

    @property
    def table(self) -> Iterator[dict[str, Any]]:
        """The choices by kind: its name, and a field for each channel in order."""
        for kind in KINDS:
            cells = [self[named(*where)] for where in self.may if where[0] is kind]
            if cells:
                yield {"says": KINDS[kind].says.said(self.language), "cells": cells}

    @property
    def channels(self) -> list[Promise]:
        """The channels that this person has, in the order of the table."""
        return [CHANNELS[each] for each in dict.fromkeys(channel for _, channel in self.may)]

    def choice(self) -> Choice:
        """Return all that was chosen."""
        typed = self.cleaned_data
        return Choice(
            when={where: When(typed[named(*where)]) for where in self.may},
            quiet_from=typed["quiet_from"],
            quiet_until=typed["quiet_until"],
            outlets=typed["outlets"],
            language=self.language,
        )

    def _outlets(self) -> list[tuple[UUID, str]]:
        return [(each.pk, f"{each.name} · {each.city}") for each in self.offer.rows]

    @cached_property
    def offer(self) -> Offer[Outlet]:
        """Return the outlets that are offered, of many what was searched for."""
        chosen = ids_in(self["outlets"].value())
        mine = outlets_of(self.staff).only("name", "city")
        return offer(mine, OF_OUTLET, words=self.words, chosen=chosen)

    def _chosen_outlets(self) -> list[UUID]:
        if self._listener._state.adding:
            return []
        return list(self._listener.outlets.order_by().values_list("pk", flat=True))


class AddressForm(EntryForm):
    """A phone or a mailbox, by its channel."""

    channel = forms.CharField(required=False)
    value = Words(most=LONGEST_ADDRESS)


class PressedForm(EntryForm):
    """A button without an entry, or with a channel."""

    channel = forms.CharField(required=False)


class RobotForm(EntryForm):
    """A robot to add."""

    vendor = OneOf(refusal=RobotWrong, choices=list(VENDORS.items()))
    name = Words(most=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"}))
    webhook = Words(
        most=LONGEST_WEBHOOK,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
    )
    secret = Words(
        most=LONGEST_WEBHOOK, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    of_company = forms.BooleanField(required=False)

    def entry(self, language: str, *, may_all: bool) -> NewRobot:
        """Return what was entered; only who manages the company adds a robot for all of it."""
        typed = {**self.cleaned_data, "of_company": self.cleaned_data["of_company"] and may_all}
        return NewRobot(**typed, language=language)


class KnownRobotForm(EntryForm):
    """One robot that there is."""

    robot = OneNumber(refusal=RobotUnknown)


def named(kind: Kind, channel: Channel) -> str:
    """Return the name of the field for a kind and a channel."""
    return f"{kind}-{channel}"


def said(kind: Kind, channel: Channel, language: str) -> str:
    """Return what a field is about: a row and a column of the table."""
    return _("%(kind)s by %(channel)s") % {
        "kind": KINDS[kind].says.said(language),
        "channel": CHANNELS[channel],
    }
