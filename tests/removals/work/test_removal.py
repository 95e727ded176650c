"""A removal from the bay's first look to the end."""

from decimal import Decimal

import pytest

from tests.documents import a_photo, photos_setting
from tests.places import NINE, NOW
from tests.removals.conftest import MODULE, PACK, a_booking, staff_named, work_on
from voltbay.bookings.errors import ReasonMissing, WrongState
from voltbay.identifiers.battery_code import BatteryCodeDateWrong, BatteryCodeMalformed
from voltbay.notifications.models import Notice
from voltbay.removals.ending import Ending
from voltbay.removals.errors import (
    BatteryCodeInFuture,
    HazardUnknown,
    MassOutOfRange,
    NoPacks,
    NotContained,
    NotWeighed,
    PackChanged,
    PackInStock,
    PacksRecorded,
    PhotoUnknown,
    RemovalFinished,
    RemovalIncomplete,
    StepDone,
    StepOutOfOrder,
)
from voltbay.removals.models import BatteryPack, RemovalEvent
from voltbay.removals.packs.find import find_pack
from voltbay.removals.packs.hazards import contain, see_hazards
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.strike import strike
from voltbay.removals.packs.weigh import weigh
from voltbay.removals.queries import find_photo
from voltbay.removals.rules import Step, urgent_instructions
from voltbay.removals.work.abandon import abandon
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import look_at, take_photo
from voltbay.removals.work.take_step import take_step


def record(removal, bob, code=PACK, mass="412.5", **entry):
    given = None if mass is None else Decimal(mass)
    return record_pack(removal, PackEntry(code, given, **entry), staff=bob, now=NINE)


def events(removal):
    return list(removal.events.order_by("id").values_list("kind", flat=True))


def test_the_work_begins_with_a_car_that_is_checked_in(removal, booking, bob):
    booking.refresh_from_db()
    assert booking.state == "removing"
    assert (removal.outlet_id, removal.car_after) == (booking.outlet_id, "to_be_scrapped")
    with pytest.raises(WrongState):
        begin(booking, staff=bob, now=NINE)


def test_all_steps_end_in_a_completed_booking(removal, booking, bob):
    work_on(removal, bob, codes=(PACK, MODULE))

    done = finish(removal, Ending("to_be_scrapped"), staff=bob, now=NINE)

    booking.refresh_from_db()
    assert booking.state == "completed"
    assert done.warnings == ["car_incomplete_when_scrapped"]
    assert events(removal)[-2:] == ["finished", "receipt"]


def test_steps_are_taken_in_their_order(removal, bob):
    with pytest.raises(StepOutOfOrder) as refused:
        take_step(removal, Step.ISOLATE, staff=bob, now=NINE)

    assert refused.value.data == {"missing": "inspect"}


def test_a_step_sent_twice_is_noted_once_and_a_colleague_is_told(removal, bob):
    first = take_step(removal, Step.INSPECT, staff=bob, now=NINE, remark="外观完好")

    assert take_step(removal, Step.INSPECT, staff=bob, now=NINE) == first
    with pytest.raises(StepDone):
        take_step(removal, Step.INSPECT, staff=staff_named("carol"), now=NINE)


def test_weighing_needs_a_battery_and_its_mass(removal, bob):
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=NINE)

    with pytest.raises(NoPacks):
        take_step(removal, Step.WEIGH, staff=bob, now=NINE)
    record(removal, bob, mass=None)
    with pytest.raises(NotWeighed):
        take_step(removal, Step.WEIGH, staff=bob, now=NINE)


def test_a_removal_with_a_step_missing_is_not_finished(removal, bob):
    with pytest.raises(RemovalIncomplete):
        finish(removal, Ending("kept"), staff=bob, now=NINE)


def test_a_finished_record_stays_as_it_is(removal, bob):
    work_on(removal, bob)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    pack = find_pack(removal, PACK)

    for change in (
        lambda: record(removal, bob, code=MODULE),
        lambda: weigh(pack, Decimal(5), staff=bob, now=NINE),
        lambda: strike(pack, staff=bob, now=NINE, why="扫错"),
        lambda: finish(removal, Ending("kept"), staff=bob, now=NINE),
    ):
        with pytest.raises(RemovalFinished):
            change()


def test_a_battery_that_stays_in_the_car_ends_the_removal(removal, booking, bob):
    record(removal, bob)
    with pytest.raises(PacksRecorded):
        abandon(removal, staff=bob, reason="螺栓锈死", now=NINE)
    strike(find_pack(removal, PACK), staff=bob, now=NINE, why="未拆下")
    with pytest.raises(ReasonMissing):
        abandon(removal, staff=bob, reason=" ", now=NINE)

    abandon(removal, staff=bob, reason="螺栓锈死", now=NINE)

    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == ("cancelled", "螺栓锈死")
    assert events(removal)[-1] == "abandoned"
    assert Notice.objects.latest("id").template == "booking_cancelled_by_outlet"
    with pytest.raises(RemovalFinished):
        take_step(removal, Step.INSPECT, staff=bob, now=NINE)


def test_a_battery_is_known_by_what_its_code_says(removal, bob):
    pack = record(removal, bob, code=" 001pe0100000a1 8120000123 ")

    assert (pack.code, pack.product, pack.vendor, pack.chemistry) == (PACK, "P", "001", "E")
    assert f"{pack.made_date}" == "2018-01-02"


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("001PE0100000A1812000012", BatteryCodeMalformed),
        ("001PE0100000A182X0000123", BatteryCodeDateWrong),
        ("X12MCPM27KLPCLX2M2382320", BatteryCodeInFuture),
    ],
)
def test_a_malformed_code_is_refused_with_the_reason(removal, bob, code, refusal):
    with pytest.raises(refusal):
        record(removal, bob, code=code)


@pytest.mark.parametrize("mass", ["0", "-3", "0.04", "3000.1", "1e40", "NaN", "Infinity"])
def test_no_battery_weighs_this(removal, bob, mass):
    with pytest.raises(MassOutOfRange):
        record(removal, bob, mass=mass)


def test_a_code_is_in_stock_once(removal, bob, service, slots):
    record(removal, bob)
    other = a_booking(service, slots, bob, slot=2, vin="LSJA24U62KN000123", plate="沪AD54321")
    second = begin(other, staff=bob, now=NINE)

    with pytest.raises(PackInStock):
        record(second, bob)


def test_a_battery_sent_twice_is_recorded_once(removal, bob):
    assert record(removal, bob) == record(removal, bob)
    assert BatteryPack.objects.count() == 1


def test_who_read_an_older_mass_overwrites_nothing(removal, bob):
    record(removal, bob)
    mine, theirs = find_pack(removal, PACK), find_pack(removal, PACK)
    weigh(mine, Decimal(400), staff=bob, now=NINE)

    with pytest.raises(PackChanged):
        weigh(theirs, Decimal(390), staff=bob, now=NINE)
    assert BatteryPack.objects.get().mass_kg == 400


def test_an_unsafe_battery_takes_the_urgent_path(removal, bob):
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=NINE)
    pack = record(removal, bob, hazards=["water", "leak"])
    take_step(removal, Step.WEIGH, staff=bob, now=NINE)

    assert pack.safety == "unsafe"
    assert urgent_instructions(pack.hazards) == ["urgent_leak", "urgent_water", "urgent_all"]
    with pytest.raises(NotContained):
        take_step(removal, Step.PACK, staff=bob, now=NINE)
    contain(find_pack(removal, PACK), staff=bob, now=NINE, where="防爆箱 2")
    take_step(removal, Step.PACK, staff=bob, now=NINE)
    assert "contained" in events(removal)


def test_a_battery_that_begins_to_leak_must_be_contained(removal, bob):
    record(removal, bob)

    pack = see_hazards(find_pack(removal, PACK), ["leak"], staff=bob, now=NINE)

    assert (pack.safety, pack.contained_at) == ("unsafe", None)
    with pytest.raises(HazardUnknown):
        see_hazards(pack, ["rust"], staff=bob, now=NINE)


def test_a_wrong_scan_is_struck_and_its_event_stays(removal, bob):
    record(removal, bob)
    strike(find_pack(removal, PACK), staff=bob, now=NINE, why="扫错")

    assert not BatteryPack.objects.exists()
    assert events(removal) == ["begun", "recorded", "struck"]


def test_a_photo_is_kept_sealed_and_every_look_is_noted(
    removal, bob, service, slots, settings, tmp_path
):
    settings.STORAGES = photos_setting(tmp_path)
    photo = take_photo(removal, Step.INSPECT, a_photo(), staff=bob, now=NOW)

    stored = (tmp_path / photo.key).read_bytes()
    shown = look_at(find_photo(photo.pk, removal.booking), staff=bob, now=NOW)

    assert shown[:2] == b"\xff\xd8"
    assert shown not in stored
    assert RemovalEvent.objects.latest("id").kind == "photo_seen"
    other = a_booking(service, slots, bob, slot=2, vin="LSJA24U62KN000123", plate="沪AD54321")
    with pytest.raises(PhotoUnknown):
        find_photo(photo.pk, other)
