"""Cities, services, companies and outlets, through HTTP."""

import json
import re
from uuid import uuid4

import pytest

from tests.articles.writing import write
from tests.places import in_days, open_every_day, open_outlet, publish_slots
from voltbay.core.local_time import local
from voltbay.directory.models import Company, Outlet, Service
from voltbay.directory.queries import PAGE

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


def test_a_city_shows_the_first_free_time_of_the_service_that_was_chosen(client, outlet):
    other = Service.objects.create(outlet=outlet, name="电池包检测", slots_needed=1)
    (first, *_) = publish_slots(other, starts_at=in_days(1))

    text = client.get("/info/cities/310100/电池包检测").text

    assert f"service={other.pk}" in text
    assert f"{local(first.starts_at):%m-%d %H:%M}" in text


def test_a_city_is_shown_page_by_page(client, outlet):
    for number in range(PAGE):
        open_outlet(f"浦东 {number:02d} 号网点")

    first = client.get("/info/cities/310100").text
    (after,) = re.findall(r'rel="next" href="(\?after=[^"]+)"', first)
    second = client.get(f"/info/cities/310100{after}").text

    names = [re.findall(r"/info/outlets/([\w-]+)", text) for text in (first, second)]
    assert [len(each) for each in names] == [PAGE, 1]
    assert not set(names[0]) & set(names[1])


def test_companies_are_shown_page_by_page(client, outlet):
    for number in range(PAGE):
        Company.objects.create(name=f"回收 {number:02d}", credit_code=str(number), city="上海")

    first = client.get("/info/companies").text
    (after,) = re.findall(r'rel="next" href="(\?after=[^"]+)"', first)
    second = client.get(f"/info/companies{after}").text

    assert len(re.findall(r'"/info/companies/[\w-]+"', first)) == PAGE
    assert len(re.findall(r'"/info/companies/[\w-]+"', second)) == 1


def test_an_outlet_tells_machines_its_hours_and_the_way_into_booking(client, outlet):
    text = client.get(f"/info/outlets/{outlet.pk}").text

    (written,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    business = next(
        each for each in json.loads(written)["@graph"] if each["@type"] == "LocalBusiness"
    )
    assert business["address"]["streetAddress"] == outlet.address
    assert len(business["openingHoursSpecification"]) == 7
    assert business["potentialAction"]["target"].endswith(f"?outlet={outlet.pk}")
    assert "geo" not in business


def test_what_a_name_says_cannot_end_the_script(client, outlet):
    Outlet.objects.update(name="</script><script>alert(1)</script>")

    text = client.get(f"/info/outlets/{outlet.pk}").text

    assert text.count("<script") == 1
    assert "alert(1)" in text


def test_a_place_shows_its_articles(client, outlet):
    write("停业通知", category="notice", outlet=outlet)

    for path in ("cities/310100", f"outlets/{outlet.pk}", f"companies/{outlet.company_id}"):
        assert "停业通知" in client.get(f"/info/{path}").text


def test_a_full_outlet_says_so(client, outlet):
    Outlet.objects.update(expected_kg=5_000)

    assert "电池贮存已满" in client.get(f"/info/outlets/{outlet.pk}").text


@pytest.mark.parametrize("path", ["outlets/{}", "companies/{}", "companies?after={}"])
def test_what_is_not_listed_does_not_exist(client, outlet, path):
    Company.objects.update(is_listed=False)
    of = outlet.pk if path.startswith("outlets") else outlet.company_id

    assert client.get(f"/info/outlets/{outlet.pk}").status_code == 404
    assert client.get("/info/" + path.format(uuid4())).status_code == 404
    assert "绿环" not in client.get("/info/" + path.format(of)).text


def test_services_of_places_that_are_not_listed_are_not_offered(client, outlet):
    Service.objects.create(outlet=outlet, name="停办的服务", is_offered=False)

    assert client.get("/info/services/停办的服务").status_code == 404
    assert "停办的服务" not in client.get("/info/").text
