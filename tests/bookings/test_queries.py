"""Finding what can be booked."""

import pytest

from tests.places import open_outlet
from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.queries import find_service
from voltbay.directory.models import Company, Outlet


def test_a_service_comes_with_its_outlet(service, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert find_service(service.pk, outlet_id=service.outlet_id).outlet.name


def test_another_outlets_service_is_unknown(service):
    with pytest.raises(ServiceUnknown):
        find_service(service.pk, outlet_id=open_outlet("川沙网点").outlet_id)


@pytest.mark.parametrize("whose", ["service", "outlet", "company"])
def test_what_is_not_offered_or_listed_is_unknown(service, whose):
    if whose == "service":
        type(service).objects.update(is_offered=False)
    else:
        {"outlet": Outlet, "company": Company}[whose].objects.update(is_listed=False)

    with pytest.raises(ServiceUnknown):
        find_service(service.pk)
