"""Models of a compiled statement are those that Django builds, with what belongs to them."""

import pytest
from django.db.models import F, Value

from tests.places import open_elsewhere, open_outlet
from voltbay.accounts.models import StaffUser
from voltbay.core.compiled import CompiledQuery
from voltbay.directory.models import Outlet, Service

pytestmark = pytest.mark.django_db


@pytest.fixture
def services():
    return [open_outlet(), open_elsewhere()]


def both(build, **values):
    """Return what a queryset finds by itself and compiled."""
    return list(build(**values)), CompiledQuery(build).ask(**values)


def joined(*, outlet):
    return Service.objects.filter(outlet=outlet).select_related("outlet__company")


def test_what_is_joined_is_there_on_every_level(services, django_assert_num_queries):
    for service in services:
        django, ours = both(joined, outlet=service.outlet_id)
        with django_assert_num_queries(0):
            for one, other in zip(ours, django, strict=True):
                assert vars(one.outlet.company) | {"_state": ""} == (
                    vars(other.outlet.company) | {"_state": ""}
                )
                assert one.outlet.company.name == service.outlet.company.name


def test_a_row_is_known_to_the_database_and_is_saved_as_one(services):
    (row,) = CompiledQuery(joined).ask(outlet=services[0].outlet_id)

    row.name = "另一服务"
    row.save()

    assert (row._state.adding, row._state.db) == (False, "default")
    assert Service.objects.get(pk=row.pk).name == "另一服务"
    assert Service.objects.count() == len(services)


def test_nobody_is_joined_where_nobody_is(django_assert_num_queries):
    StaffUser.objects.create(username="bob", role="operator")

    (found,) = CompiledQuery(lambda: StaffUser.objects.select_related("company")).ask()

    with django_assert_num_queries(0):
        assert found.company is None


def test_what_is_left_out_loads_when_it_is_asked_for(services, django_assert_num_queries):
    names = CompiledQuery(lambda *, outlet: Service.objects.filter(outlet=outlet).only("name"))
    (row,) = names.ask(outlet=services[0].outlet_id)

    with django_assert_num_queries(1):
        assert row.slots_needed == services[0].slots_needed


def test_what_is_calculated_beside_a_row_is_its_own(services):
    def named(*, outlet):
        return Outlet.objects.filter(pk=outlet).annotate(of=F("company__name"), two=Value(2))

    django, ours = both(named, outlet=services[1].outlet_id)

    assert [(row.of, row.two) for row in ours] == [(row.of, row.two) for row in django]
    assert ours[0].of == services[1].outlet.company.name


def test_rows_that_a_relation_already_knows_stay_with_it(services, django_assert_num_queries):
    outlet = services[0].outlet

    (found,) = CompiledQuery(lambda: outlet.services.all()).ask()

    with django_assert_num_queries(0):
        assert found.outlet is outlet
