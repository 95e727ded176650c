"""What the back office checks before it keeps an outlet."""

import pytest
from django.forms import model_to_dict, modelform_factory

from tests.places import open_outlet
from voltbay.directory.forms import OutletForm
from voltbay.directory.introduction import MAX_CHARACTERS
from voltbay.directory.models import Outlet

pytestmark = pytest.mark.django_db

Form = modelform_factory(Outlet, form=OutletForm, exclude=[])


@pytest.fixture
def outlet():
    return Outlet.objects.get(pk=open_outlet().outlet_id)


def enter(outlet, **entries):
    return Form({**model_to_dict(outlet), **entries}, instance=outlet)


def test_an_outlet_as_it_is_can_be_saved_again(outlet):
    assert enter(outlet).is_valid()


@pytest.mark.parametrize(
    ("entries", "entry", "code"),
    [
        ({"longitude": "31.2", "latitude": "121.6"}, "longitude", "coordinates_swapped"),
        ({"longitude": "139.7", "latitude": "35.6"}, "longitude", "coordinates_outside_china"),
        ({"longitude": "", "latitude": "31.2"}, "longitude", None),
        ({"longitude": "east"}, "longitude", "invalid"),
        ({"pasted": "31.2,121.6"}, "pasted", "coordinates_swapped"),
        ({"pasted": "here"}, "pasted", "coordinates_malformed"),
        ({"pasted": "2.35,48.86"}, "pasted", "coordinates_outside_china"),
        ({"city_code": "31010"}, "city_code", None),
        ({"city_code": "３１０１００"}, "city_code", None),
        ({"slot_minutes": 300}, "slot_minutes", None),
        ({"slot_minutes": 5}, "slot_minutes", "min_value"),
        ({"book_ahead_days": 91}, "book_ahead_days", "max_value"),
        ({"phone": "12"}, "phone", "telephone_malformed"),
        ({"introduction_html": "字" * (MAX_CHARACTERS + 1)}, "introduction_html", None),
    ],
)
def test_a_wrong_entry_is_refused_at_its_place(outlet, entries, entry, code):
    errors = enter(outlet, **entries).errors.as_data()

    assert [each.code for each in errors[entry]] == [code]


def test_a_position_can_be_pasted_from_gps(outlet):
    saved = enter(outlet, pasted="121.473667, 31.230525", pasted_system="wgs84").save()

    assert saved.longitude == pytest.approx(121.478190, abs=1e-6)
    assert saved.latitude == pytest.approx(31.228583, abs=1e-6)


def test_a_pasted_map_position_is_kept_as_it_is(outlet):
    saved = enter(outlet, pasted="121.48，31.23", longitude="", latitude="").save()

    assert (saved.longitude, saved.latitude) == (121.48, 31.23)
