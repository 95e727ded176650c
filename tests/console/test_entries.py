"""What people type, and how it is refused."""

from uuid import UUID

import pytest
from django import forms
from django.forms import formset_factory

from voltbay.console.decimals import DecimalAsTyped, NumberMalformed
from voltbay.console.entries import EntryForm, OneOf, SomeIds, Words, checked
from voltbay.console.errors import ActionUnknown
from voltbay.core.errors import Invalid
from voltbay.removals.errors import PackUnknown


class Weighing(EntryForm):
    mass = DecimalAsTyped(needed=True)
    price = DecimalAsTyped()
    why = OneOf(choices=[("wet", "wet"), ("dry", "dry")], refusal=ActionUnknown)
    packs = SomeIds(refusal=PackUnknown)
    remark = Words(most=5)


def weighed(**entries):
    return Weighing({"mass": "４１２，5 kg", "why": "wet", **entries})


def test_numbers_are_read_as_people_type_them():
    form = checked(weighed(price=""))

    assert (str(form.cleaned_data["mass"]), form.cleaned_data["price"]) == ("412.5", None)


@pytest.mark.parametrize(
    ("entries", "refusal"),
    [
        ({"mass": ""}, NumberMalformed),
        ({"mass": "4oo"}, NumberMalformed),
        ({"price": "NaN"}, NumberMalformed),
        ({"why": "rain"}, ActionUnknown),
        ({"why": ""}, ActionUnknown),
        ({"packs": ["x"]}, PackUnknown),
    ],
)
def test_a_wrong_entry_is_refused_by_a_refusal_of_its_own(entries, refusal):
    with pytest.raises(refusal):
        checked(weighed(**entries))


def test_what_django_refuses_alone_is_invalid():
    class Named(forms.Form):
        name = forms.CharField()

    with pytest.raises(Invalid) as refused:
        checked(Named({}))

    assert refused.value.code == "invalid"


def test_words_are_cut_to_what_is_kept_and_ids_are_read():
    number = "0b7e8f5e-5f5c-4a53-9a0e-2f6f9a0b1c2d"

    entered = checked(weighed(remark="  铅封完好无损  ", packs=[number])).cleaned_data

    assert entered["remark"] == "铅封完好无"
    assert entered["packs"] == [UUID(number)]


def test_of_several_forms_the_first_refusal_counts():
    sent = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"}
    sent |= {"form-0-mass": "40", "form-0-why": "wet", "form-1-mass": "4oo", "form-1-why": "wet"}

    with pytest.raises(NumberMalformed):
        checked(formset_factory(Weighing)(sent))
