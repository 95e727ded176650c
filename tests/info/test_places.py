"""Cities, services, companies and outlets, through HTTP."""

import pytest

from tests.places import open_every_day, open_outlet

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet():
    return open_every_day(open_outlet())


@pytest.mark.parametrize("start", ["/info/", "/info/en/"])
def test_the_way_from_the_start_leads_into_booking(client, outlet, start):
    service = outlet.services.get()

    assert f"{start}cities/310100" in client.get(start).text
    assert f"{start}outlets/{outlet.pk}" in client.get(f"{start}cities/310100").text
    shown = client.get(f"{start}outlets/{outlet.pk}").text
    assert f"/#/pages/time/time?outlet={outlet.pk}&amp;service={service.pk}" in shown
