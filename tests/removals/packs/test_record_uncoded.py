"""A battery without a readable code, from the bay to the receipt."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.documents import a_photo, photos_setting
from tests.places import NINE
from tests.removals.conftest import PACK, a_booking
from voltbay.identifiers.battery_code import BatteryCodeMalformed, parse_battery_code
from voltbay.removals.ending import Ending
from voltbay.removals.errors import (
    CodeKnown,
    EnergyOutOfRange,
    NoCodeReasonUnknown,
    NoPhotoOfPack,
    PackInStock,
)
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.packs.give_code import give_code
from voltbay.removals.packs.hazards import contain
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.packs.strike import strike
from voltbay.removals.queries import find_removal, search
from voltbay.removals.receipts.queries import contents
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo
from voltbay.removals.work.take_step import take_step

KNOWN = UncodedEntry(
    reason="old",
    maker="比亚迪",
    chemistry="B",
    energy_kwh=Decimal("47.5"),
    printed_serial="BYD-2016/0042",
    mass_kg=Decimal(540),
)


@pytest.fixture(autouse=True)
def _photos(settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)


@pytest.fixture
def pack(removal, bob):
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=NINE)
    return record_uncoded(removal, KNOWN, staff=bob, now=NINE)


def the_rest(removal, bob):
    for step in (Step.WEIGH, Step.PACK):
        take_step(removal, step, staff=bob, now=NINE)
    return finish(removal, Ending("kept"), staff=bob, now=NINE).receipt


def seen(removal, pack, bob):
    take_photo(removal, Step.REMOVE, a_photo(), staff=bob, now=NINE, of=pack)


def test_it_is_recorded_stocked_and_on_the_receipt(removal, pack, bob):
    seen(removal, pack, bob)

    receipt = the_rest(removal, bob)

    assert contents(receipt)["packs"] == [
        {
            "code": "",
            "product": "P",
            "chemistry": "B",
            "made_date": "",
            "mass_kg": "540.0",
            "own_number": pack.printed_number,
            "no_code_reason": "old",
            "maker": "比亚迪",
            "energy_kwh": "47.50",
            "printed_serial": "BYD-2016/0042",
        }
    ]
    pack.outlet.refresh_from_db()
    assert pack.outlet.stored_kg == 540


def test_our_number_is_never_taken_for_a_code(pack):
    with pytest.raises(BatteryCodeMalformed):
        parse_battery_code(pack.code)


def test_without_a_photo_of_it_the_removal_is_not_finished(removal, pack, bob):
    take_photo(removal, Step.REMOVE, a_photo(), staff=bob, now=NINE)  # of the bay, not of it

    with pytest.raises(NoPhotoOfPack) as refused:
        the_rest(removal, bob)

    assert refused.value.data["pack"] == pack.printed_number


def test_the_database_asks_for_the_photo_itself(removal, pack, bob):
    with pytest.raises(DatabaseError, match="has no photo"), transaction.atomic():
        Removal.objects.update(finished_at=NINE)
    seen(removal, pack, bob)
    Removal.objects.update(finished_at=NINE)

    with pytest.raises(DatabaseError, match="finished removal"), transaction.atomic():
        connection.cursor().execute("DELETE FROM removals_removalphoto")


def test_a_struck_battery_leaves_its_photo(removal, pack, bob):
    seen(removal, pack, bob)

    strike(pack, staff=bob, now=NINE, why="有编码")

    assert removal.photos.get().pack is None


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"reason": ""}, NoCodeReasonUnknown),
        ({"reason": "lazy"}, NoCodeReasonUnknown),
        ({"reason": "gone", "energy_kwh": Decimal(0)}, EnergyOutOfRange),
        ({"reason": "gone", "energy_kwh": Decimal("2000.01")}, EnergyOutOfRange),
        ({"reason": "gone", "energy_kwh": Decimal("1e40")}, EnergyOutOfRange),
        ({"reason": "gone", "energy_kwh": Decimal("NaN")}, EnergyOutOfRange),
    ],
)
def test_it_needs_a_reason_and_a_possible_energy(removal, bob, wrong, refusal):
    with pytest.raises(refusal):
        record_uncoded(removal, UncodedEntry(**wrong), staff=bob, now=NINE)


def test_the_label_finds_the_car_however_it_is_typed(removal, pack):
    outlets = [removal.outlet_id]

    for text in (pack.code, pack.printed_number.lower(), f" {pack.printed_number} "):
        assert search(text, outlets) == [removal.booking]
    assert not search(pack.code[:-1] + ("0" if pack.code[-1] != "0" else "1"), outlets)


@pytest.mark.parametrize(
    "change",
    [
        "own_number = NULL, no_code_reason = ''",
        "no_code_reason = ''",
        "no_code_reason = 'gone'",
        "no_code_reason = 'lazy'",
        "own_number = 'VP00000000Z', code = 'VP00000000Z'",
        f"code = '{PACK}'",
        f"code = '{PACK}', made_date = '2018-01-02'",
        "code = 'whatever'",
        "energy_kwh = 0",
    ],
)
def test_the_database_keeps_number_and_reason_together(pack, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE removals_batterypack SET {change}")


@pytest.mark.parametrize(
    "change",
    ["code = 'VP00000000Z'", "code_found_at = now()", "no_code_reason = 'old'", "made_date = NULL"],
)
def test_a_battery_with_a_code_has_no_number(removal, bob, change):
    record_pack(removal, PackEntry(PACK), staff=bob, now=NINE)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(f"UPDATE removals_batterypack SET {change}")


class TestACodeThatIsFound:
    """The label turns up under the dirt: the code counts, our number is kept."""

    def test_it_replaces_our_number_and_both_stay(self, removal, pack, bob):
        found = give_code(pack, PACK.lower(), staff=bob, now=NINE)

        assert (found.code, found.own_number, found.maker) == (PACK, pack.code, "比亚迪")
        assert f"{found.made_date}" == "2018-01-02"
        event = removal.events.get(kind="code_found")
        assert (event.pack_code, event.details) == (pack.code, {"code": PACK})
        assert search(pack.code, [removal.outlet_id]) == search(PACK, [removal.outlet_id])

    def test_the_receipt_says_both_and_no_photo_is_asked(self, removal, pack, bob):
        give_code(pack, PACK, staff=bob, now=NINE)

        said = contents(the_rest(removal, bob))["packs"][0]

        assert (said["code"], said["own_number"]) == (PACK, pack.printed_number)

    def test_it_is_found_once(self, pack, bob):
        give_code(pack, PACK, staff=bob, now=NINE)

        with pytest.raises(CodeKnown):
            give_code(pack, PACK, staff=bob, now=NINE)

    def test_it_is_not_lost_again(self, pack, bob):
        give_code(pack, PACK, staff=bob, now=NINE)

        with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
            BatteryPack.objects.update(code=pack.code, code_found_at=None)

    def test_a_code_in_stock_is_another_batterys(self, service, slots, pack, bob):
        other = a_booking(service, slots, bob, slot=2, vin="LSJA24U62KN000123", plate="沪AD54321")
        record_pack(begin(other, staff=bob, now=NINE), PackEntry(PACK), staff=bob, now=NINE)

        with pytest.raises(PackInStock):
            give_code(pack, PACK, staff=bob, now=NINE)

    def test_where_it_lies_is_still_known(self, removal, bob):
        entry = UncodedEntry(reason="gone", hazards=["leak"])
        unsafe = record_uncoded(removal, entry, staff=bob, now=NINE)
        contain(unsafe, staff=bob, now=NINE, where="防爆箱 2")

        give_code(unsafe, PACK, staff=bob, now=NINE)

        shown = find_removal(removal.booking.code, [removal.outlet_id])
        assert [pack.place for pack in shown.packs.all()] == ["防爆箱 2"]
