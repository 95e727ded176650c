"""What is typed about prices, quotes, answers and payouts."""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from voltbay.console.decimals import DecimalAsTyped
from voltbay.console.entries import Day, EntryForm, OneOf, Words, as_id
from voltbay.console.many import OF_OUTLET, ids_in, offer
from voltbay.console.money.words import PAYOUTS, UNITS, WAYS
from voltbay.console.words import CHEMISTRIES
from voltbay.core.local_time import at
from voltbay.directory.models import Outlet
from voltbay.prices.enter import RangeEntry
from voltbay.prices.errors import PriceRangeWrong
from voltbay.removals.errors import DestinationWrong, MonthWrong, PayoutMoveWrong
from voltbay.removals.models import BatteryPack, Payout, Statement
from voltbay.removals.payouts.settle import Settled
from voltbay.removals.quotes.answer import LONGEST_ACCOUNT, LONGEST_NAME, Destination
from voltbay.removals.quotes.propose import Offered

LONGEST = 200  # characters of a reason or a note
NOTHING = Decimal(0)
FORMS = [(form.value, form.value.upper()) for form in Statement.Form]
UNIT_CHOICES = list(UNITS.items())


class QuoteForm(EntryForm):
    """A price for each battery; an entry bears the battery's id."""

    note = Words(most=LONGEST)

    def __init__(self, packs: Iterable[BatteryPack], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packs = [pack for pack in packs if pack.mass_kg is not None]
        for pack in self.packs:
            self.fields |= {
                f"unit:{pack.pk}": OneOf(choices=UNIT_CHOICES, refusal=DestinationWrong),
                f"yuan:{pack.pk}": DecimalAsTyped(needed=True),
                f"less:{pack.pk}": DecimalAsTyped(),
                f"why:{pack.pk}": Words(most=100),
            }

    def rows(self) -> list[dict[str, Any]]:
        """Return each battery with its entries."""
        names = ("unit", "yuan", "less", "why")
        return [
            {"pack": pack, **{name: self[f"{name}:{pack.pk}"] for name in names}}
            for pack in self.packs
        ]

    def offered(self) -> dict[UUID, Offered]:
        """Return what was entered as the verb takes it."""
        typed = self.cleaned_data
        return {
            pack.pk: Offered(
                typed[f"unit:{pack.pk}"],
                typed[f"yuan:{pack.pk}"],
                typed[f"less:{pack.pk}"] or NOTHING,
                typed[f"why:{pack.pk}"],
            )
            for pack in self.packs
        }


class AnsweredForm(EntryForm):
    """Which quote is meant, and a reason."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    why = Words(most=LONGEST)


class DestinationForm(EntryForm):
    """To whom and how the owner wants to be paid."""

    way = OneOf(choices=list(WAYS.items()), refusal=DestinationWrong, required=False)
    payee = Words(most=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off"}))
    account = Words(most=LONGEST_ACCOUNT, widget=forms.TextInput({"autocomplete": "off"}))

    def destination(self) -> Destination:
        """Return what was entered as the verbs take it."""
        typed = self.cleaned_data
        return Destination(typed["way"], typed["payee"], typed["account"])


class SignForm(DestinationForm):
    """Who signed, what, and the strokes that the page drew."""

    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    total = forms.DecimalField(widget=forms.HiddenInput)
    signer = Words(
        most=LONGEST_NAME, widget=forms.TextInput({"autocomplete": "off", "required": True})
    )
    strokes = forms.CharField(
        required=False, max_length=60_000, widget=forms.HiddenInput({"id": "strokes"})
    )


class DestinationChangeForm(DestinationForm):
    """The same, told later, with a reason."""

    payout = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = Words(most=LONGEST, widget=forms.TextInput({"required": True}))


class SettleForm(EntryForm):
    """What became of a payout."""

    payout = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    state = OneOf(choices=list(PAYOUTS.items()), refusal=PayoutMoveWrong)
    way = OneOf(choices=list(WAYS.items()), refusal=PayoutMoveWrong, required=False)
    paid_on = Day(required=False)
    reference = Words(most=60, widget=forms.TextInput({"autocomplete": "off"}))
    reason = Words(most=LONGEST, widget=forms.TextInput({"required": True}))

    def settled(self, now: datetime) -> Settled:
        """Return what was entered as the verb takes it; today means now, another day its noon."""
        typed = self.cleaned_data
        day, is_paid = typed["paid_on"], typed["state"] == Payout.State.PAID
        noon = at(day, time(12)) if day else None
        paid_at = min(noon, now) if noon and at(day, time(0)) <= now else noon
        return Settled(
            state=typed["state"],
            reason=typed["reason"],
            way=typed["way"],
            paid_at=paid_at if is_paid else None,
            reference=typed["reference"],
        )


class OneOutlet(forms.ChoiceField):
    """An outlet of the company, or none for all of them; the verb says whether it is one."""

    def valid_value(self, value: Any) -> bool:
        """Take any id: what is offered may be what was searched for."""
        return as_id(str(value)) is not None


class RangeForm(EntryForm):
    """A price range."""

    outlet = OneOutlet(required=False)
    chemistry = OneOf(choices=list(CHEMISTRIES.items()), refusal=PriceRangeWrong, required=False)
    mass_from = DecimalAsTyped(needed=True)
    mass_below = DecimalAsTyped(needed=True)
    unit = OneOf(choices=UNIT_CHOICES, refusal=PriceRangeWrong)
    low = DecimalAsTyped(needed=True)
    high = DecimalAsTyped(needed=True)
    valid_from = Day()
    valid_until = Day()

    def __init__(
        self, outlets: QuerySet[Outlet], *args: Any, words: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        self.offer = offer(outlets, OF_OUTLET, words=words, chosen=ids_in(self["outlet"].value()))
        named = ((str(each.pk), each.name) for each in self.offer.rows)
        self.fields["outlet"].choices = [("", _("all outlets")), *named]  # type: ignore[attr-defined]  # a ChoiceField

    def entry(self) -> RangeEntry:
        """Return what was entered as the verb takes it."""
        typed = self.cleaned_data
        return RangeEntry(
            chemistry=typed["chemistry"],
            mass_from_kg=typed["mass_from"],
            mass_below_kg=typed["mass_below"],
            unit=typed["unit"],
            low_yuan=typed["low"],
            high_yuan=typed["high"],
            valid_from=typed["valid_from"],
            valid_until=typed["valid_until"],
            outlet_id=UUID(typed["outlet"]) if typed["outlet"] else None,
        )


class OneRangeForm(EntryForm):
    """Which range is meant."""

    range = forms.UUIDField(widget=forms.HiddenInput)


class StatementForm(EntryForm):
    """Which month is wanted, in which form; names in full only with a reason."""

    month = forms.DateField(input_formats=("%Y-%m",))
    form = OneOf(choices=FORMS, coerce=Statement.Form, refusal=MonthWrong)
    is_full = forms.BooleanField(required=False)
    reason = Words(most=LONGEST)
