"""An owner's copy says what was told to whom of the batteries of their cars."""

from tests.people import ALICE_PHONE, owner_with
from tests.traceability.conftest import VIN, report
from voltbay.traceability.export_data import export_reports


def test_the_copy_names_who_was_told_and_what(outlet, pack, bob):
    report(outlet, bob)

    (told,) = export_reports(pack.removal.booking.owner_id)["reports"]

    assert (told["to"], told["profile"], told["vin"]) == ("比亚迪", "car_maker", VIN)
    assert told["says"]["入库电池编码"] == pack.code


def test_what_was_told_of_others_is_not_in_it(outlet, pack, bob):
    report(outlet, bob)

    assert export_reports(owner_with(ALICE_PHONE).pk) == {"reports": []}
