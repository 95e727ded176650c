"""What is owed and until when: a removal under way is not, a code found later has its own days."""

from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from importlib.resources import files
from uuid import uuid4

import pytest
from django.db import connection

from tests.documents import a_photo, photos_setting
from tests.places import NINE, open_outlet
from tests.removals.conftest import PACK, a_booking, work_on
from tests.traceability.conftest import (
    LATER,
    finished,
    leave,
    owed_anew,
    owed_kept,
    report,
    wanted,
    weigh_anew,
)
from voltbay.bookings.models import Booking
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Receipt, Removal
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo
from voltbay.traceability.models import Owed
from voltbay.traceability.queries import (
    MOST,
    State,
    Wanted,
    due,
    groups,
    movements,
    reports,
    standing,
    urgent,
)
from voltbay.traceability.report_profile import find_profile, profiles

pytestmark = pytest.mark.usefixtures("owed_is_kept")

MIGRATIONS = "voltbay.traceability.migrations"
KEEP = import_module(f"{MIGRATIONS}.0003_owed").KEEP
OWE = import_module(f"{MIGRATIONS}.0004_owed_so_far").OWE
FOLDER = files("voltbay.traceability") / "profiles"
KNOWN = UncodedEntry(reason="imported", maker="TESLA", energy_kwh=Decimal(75), mass_kg=Decimal(480))


def all_due(outlet, now=LATER, **asked):
    asked_for = wanted(outlet, **{"list_name": "", "car_maker": "", **asked})
    return [due(each, asked_for, now=now) for each in movements(asked_for, now=now)]


def stands(outlet, now=LATER):
    found = standing([outlet.pk], find_profile("car_maker"), now=now)
    return (found.owed, found.late, found.soon, found.corrections, found.reported)


def test_what_is_owed_is_told_with_the_days_left(outlet, pack, bob):
    leave(pack, bob, now=NINE + timedelta(days=10))

    owed = all_due(outlet, now=NINE + timedelta(days=35))

    assert [(each.list_name, each.days_left) for each in owed] == [("in", -5), ("out", 5)]
    assert stands(outlet, now=NINE + timedelta(days=35)) == (2, 1, 1, 0, 0)
    late = all_due(outlet, now=NINE + timedelta(days=35), state=State.LATE)
    assert [each.list_name for each in late] == ["in"]


def test_on_its_last_day_it_is_not_late_yet(outlet, pack):
    assert stands(outlet, now=NINE + timedelta(days=30)) == (1, 0, 1, 0, 0)
    assert stands(outlet, now=NINE + timedelta(days=31)) == (1, 1, 0, 0, 0)


def test_a_removal_under_way_is_not_reported_yet(service, slots, outlet, bob):
    work_on(begin(a_booking(service, slots, bob), staff=bob, now=NINE), bob)

    assert all_due(outlet) == []


def test_a_correction_has_its_own_days(outlet, pack, bob):
    leave(pack, bob)
    report(outlet, bob, list_name="out")
    weigh_anew(pack, bob, "400", now=NINE + timedelta(days=50))

    found = all_due(outlet, now=NINE + timedelta(days=50), state=State.CORRECTION)

    assert [each.days_left for each in found] == [30]
    assert stands(outlet)[3:] == (1, 1)


def test_under_a_code_that_was_found_it_is_corrected_in_the_other_list(
    service, slots, outlet, bob, settings, tmp_path
):
    settings.STORAGES = photos_setting(tmp_path)
    removal = begin(a_booking(service, slots, bob), staff=bob, now=NINE)
    pack = record_uncoded(removal, KNOWN, staff=bob, now=NINE)
    take_photo(removal, Step.INSPECT, a_photo(), staff=bob, now=NINE, of=pack)
    work_on(removal, bob, codes=())
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    platform = {"profile": "national_platform", "car_maker": ""}
    first = report(outlet, bob, list_name="uncoded_in", **platform)
    right = Correction("找到编码", Ending("kept"), {pack.code: Corrected(PACK, Decimal(480))})

    reissue(Receipt.objects.get().serial, right, staff=bob, now=LATER)

    found = all_due(outlet, state=State.CORRECTION, **platform)
    assert [(each.list_name, each.days_left) for each in found] == [("in", 30)]
    made = report(outlet, bob, list_name="in", state=State.CORRECTION, **platform)
    assert (made.is_correction, made.count) == (True, 1)
    assert first.rows.get().is_current is False
    assert first.rows.get().pack == BatteryPack.objects.get(code=PACK)


def test_files_are_grouped_by_company_list_and_car_maker(service, slots, outlet, pack, bob):
    other = {"slot": 1, "vin": "LSJA24U62KN000123", "plate": "沪AD54321"}
    finished(service, slots, bob, codes=["001PE0100000A18120000999"], model="", **other)
    profile = find_profile("car_maker")

    found = groups(Wanted([outlet.pk], profile), now=LATER)

    assert [(each["car_maker"], each["count"], each["lacking"]) for each in found] == [
        ("", 1, 1),
        ("比亚迪", 1, 0),
    ]
    incomplete = all_due(outlet, state=State.INCOMPLETE)
    assert [each.missing for each in incomplete] == [["car_maker"]]


def test_a_report_of_two_outlets_is_not_one_outlets_to_see(outlet, pack, bob):
    report(outlet, bob)
    other = open_outlet("闵行回收服务网点").outlet

    assert reports([outlet.pk]).count() == 1
    assert reports([other.pk]).count() == 0


def test_what_is_put_back_as_it_was_reported_owes_nothing(outlet, pack, bob):
    leave(pack, bob)
    report(outlet, bob, list_name="out")
    weigh_anew(pack, bob, "400")
    assert stands(outlet)[3] == 1

    weigh_anew(pack, bob, "412.5", now=LATER + timedelta(hours=1))

    assert stands(outlet)[3] == 0
    assert all_due(outlet, state=State.CORRECTION) == []


def test_a_model_that_was_entered_anew_owes_a_correction_to_its_maker(outlet, pack, bob):
    report(outlet, bob)

    Booking.objects.update(vehicle_model="荣威牌CSA7000")

    found = all_due(outlet, state=State.CORRECTION)
    assert [each.movement.car_maker for each in found] == ["荣威"]
    assert stands(outlet)[3] == 1


def test_a_battery_whose_removal_is_opened_again_by_hand_owes_nothing(outlet, pack):
    assert owed_kept() == owed_anew() != set()

    Removal.objects.update(finished_at=None)

    assert owed_kept() == owed_anew() == set()


def test_a_battery_that_is_struck_out_or_comes_back_owes_nothing(outlet, pack, bob):
    leave(pack, bob)
    assert {way for _pack, way, *_ in owed_kept()} == {"in", "out"}

    BatteryPack.objects.update(left_at=None, handover=None)
    assert {way for _pack, way, *_ in owed_kept()} == {"in"}

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM removals_removalphoto; DELETE FROM removals_batterypack")
    assert owed_kept() == set()


def test_what_was_owed_before_it_was_kept_is_filled_in(outlet, pack, bob):
    leave(pack, bob)
    report(outlet, bob)
    true = owed_kept()
    Owed.objects.all().delete()

    with connection.cursor() as cursor:
        cursor.execute(f"WITH batch AS (SELECT id AS batch_key FROM removals_batterypack) {OWE}")

    assert owed_kept() == true == owed_anew()


def test_every_profile_that_comes_along_is_kept():
    known = {each.name.removesuffix(".toml") for each in FOLDER.iterdir() if ".toml" in each.name}

    assert known == set(profiles())
    assert all(f"'{name}'" in KEEP and f"'{name}'" in OWE for name in known)


def test_urgent_stops_counting_where_nobody_reads_on(outlet, pack):
    Owed.objects.bulk_create(
        Owed(profile="car_maker", pack_id=uuid4(), way="in", outlet=outlet, known_at=NINE)
        for _ in range(MOST + 5)
    )

    found = urgent([outlet.pk], now=NINE + timedelta(days=31))

    said = {each.profile.key: (each.late_said, each.soon_said) for each in found}
    assert said["car_maker"] == ("99+", "0")
    Owed.objects.exclude(pack=pack.pk).delete()
