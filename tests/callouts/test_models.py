"""What the database refuses, whoever writes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from tests.places import NOW
from voltbay.callouts.models import CallOut
from voltbay.directory.models import Outlet

AGREED = {"agreed_from": NOW, "agreed_before": NOW + timedelta(hours=1)}


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"kind": "taxi"}, "call_out_words_are_known"),
        ({"kind": "danger", "signs": ["bored"]}, "call_out_words_are_known"),
        ({"charge": "full"}, "call_out_words_are_known"),
        ({"signs": ["leak"]}, "call_out_fits_what_is_wrong"),
        ({"drives": True}, "call_out_fits_what_is_wrong"),
        ({"wanted_from": None, "wanted_before": None}, "call_out_says_when"),
        ({"wanted_before": NOW}, "call_out_wish_is_not_empty"),
        ({"phone": None}, "call_out_live_can_be_reached"),
        ({"place": None}, "call_out_live_can_be_reached"),
        ({"ended_at": NOW}, "call_out_live_can_be_reached"),
        ({"state": "withdrawn"}, "call_out_ended_says_when"),
        ({"state": "accepted"} | AGREED, "call_out_answer_is_somebodys"),
        ({"ordinal": 3}, "call_out_ordinal_is_one_of_few"),
        (AGREED, "call_out_agreed_is_not_empty"),
    ],
)
def test_the_database_refuses(asked, changes, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        CallOut.objects.filter(pk=asked.pk).update(**changes)


@pytest.mark.parametrize("km", [0, 501])
def test_an_outlet_goes_no_senseless_way(outlet, km):
    with pytest.raises(IntegrityError, match="outlet_reach_is_sensible"):
        Outlet.objects.filter(pk=outlet.pk).update(tow_km=km)
