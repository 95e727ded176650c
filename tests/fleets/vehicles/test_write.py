"""A list is imported as it was shown, or not at all."""

import pytest
from django.db import IntegrityError, transaction

from tests.fleets.vehicles.test_check import csv_of
from tests.places import NOW
from tests.taxis import a_plate, a_vin, add_cars
from voltbay.fleets.errors import ListChanged, RowsWrong
from voltbay.fleets.models import FleetImport
from voltbay.fleets.queries import vehicles_of
from voltbay.fleets.vehicles.check import check_list, read_list
from voltbay.fleets.vehicles.write import import_list


def list_of(*rows):
    return read_list(csv_of(*rows))


@pytest.fixture
def content():
    return list_of([a_plate(1), a_vin(1)], [a_plate(2), a_vin(2)])


def test_what_was_shown_is_written_in_its_order(fleet, alice, content):
    shown = check_list(fleet, content)

    import_list(fleet, content, seen=shown.seen, owner=alice, now=NOW)

    assert [each.plate for each in vehicles_of(fleet)] == [a_plate(1), a_plate(2)]
    assert FleetImport.objects.get().created == 2


def test_a_list_that_changed_meanwhile_is_shown_again(fleet, alice, content):
    shown = check_list(fleet, content)
    add_cars(fleet, 1)

    with pytest.raises(ListChanged):
        import_list(fleet, content, seen=shown.seen, owner=alice, now=NOW)

    assert fleet.vehicles.count() == 1


def test_one_wrong_row_keeps_all_out(fleet, alice):
    content = list_of([a_plate(1), a_vin(1)], ["沪A", a_vin(2)])
    shown = check_list(fleet, content)

    with pytest.raises(RowsWrong) as refused:
        import_list(fleet, content, seen=shown.seen, owner=alice, now=NOW)

    assert refused.value.data == {"rows": 1}
    assert fleet.vehicles.count() == FleetImport.objects.count() == 0


def test_plates_are_swapped_in_one_import(fleet, alice):
    add_cars(fleet, 2)
    content = list_of([a_plate(2), a_vin(1)], [a_plate(1), a_vin(2)])

    import_list(fleet, content, seen=check_list(fleet, content).seen, owner=alice, now=NOW)

    assert [each.plate for each in vehicles_of(fleet)] == [a_plate(2), a_plate(1)]


def test_an_import_is_written_once(fleet, alice, content):
    import_list(fleet, content, seen=check_list(fleet, content).seen, owner=alice, now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        FleetImport.objects.update(created=0)
