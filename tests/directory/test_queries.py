"""What owners see of places, asked without a door."""

import pytest

from tests.places import open_outlet
from voltbay.directory.models import Outlet, Service
from voltbay.directory.queries import cities, services

pytestmark = pytest.mark.django_db


@pytest.fixture
def pudong():
    return open_outlet().outlet


@pytest.fixture
def shenzhen():
    outlet = open_outlet("南山回收服务网点").outlet
    Outlet.objects.filter(pk=outlet.pk).update(city="深圳", city_code="440300")
    Service.objects.create(outlet=outlet, name="电池包检测", name_en="Inspection")
    return outlet


def test_services_are_named_once_however_many_outlets_offer_them(pudong, shenzhen):
    found = [(each["name"], each["name_en"], each["outlets"]) for each in services()]

    assert found == [("动力电池拆卸", "", 2), ("电池包检测", "Inspection", 1)]
    assert [each["name"] for each in services(city="310100")] == ["动力电池拆卸"]
    assert [each["name"] for each in services(city="深圳")] == ["动力电池拆卸", "电池包检测"]


def test_what_nobody_may_book_is_no_service(pudong, shenzhen):
    Service.objects.filter(name="电池包检测").update(is_offered=False)
    Outlet.objects.filter(pk=pudong.pk).update(is_listed=False)

    assert [(each["name"], each["outlets"]) for each in services()] == [("动力电池拆卸", 1)]


def test_cities_are_those_where_a_service_is_offered(pudong, shenzhen):
    assert {each["city"] for each in cities()} == {"上海", "深圳"}
    assert [each["city"] for each in cities(service="电池包检测")] == ["深圳"]
    assert list(cities(service="洗车")) == []
