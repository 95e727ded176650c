"""Every row of a list is looked at, and wrong ones are named."""

import pytest

from tests.directory.imports.test_read_apart import with_format
from tests.places import NOW
from tests.taxis import FIRM, a_plate, a_vin, add_cars
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.directory.errors import (
    ColumnsMissing,
    ColumnsUnknown,
    FileTooCostly,
    FileUnreadable,
    RowsTooMany,
)
from voltbay.directory.imports import read_apart
from voltbay.fleets.errors import VehiclesTooMany
from voltbay.fleets.vehicles import check
from voltbay.fleets.vehicles.check import check_list, read_list
from voltbay.fleets.vehicles.columns import COLUMNS

HEADER = [column.zh for column in COLUMNS]


def csv_of(*rows):
    return as_csv(HEADER, [[*row, *[""] * (4 - len(row))] for row in rows])


def checked(fleet, content):
    return check_list(fleet, read_list(content))


def said(effect):
    return [(each.number, each.column, each.refusal.code) for each in effect.wrongs]


def test_a_list_names_the_company_where_no_owner_stands(fleet):
    effect = checked(fleet, csv_of([a_plate(1), a_vin(1)], [a_plate(2), a_vin(2), "", "李雷"]))

    assert [car.licence_owner for car in effect.new] == [FIRM, "李雷"]
    assert (effect.changed, effect.unchanged, effect.wrongs) == ([], 0, [])
    assert fleet.vehicles.count() == 0


def test_a_workbook_is_read_like_a_text(fleet):
    book = as_xlsx(["plate", "VIN"], [[a_plate(1), a_vin(1)]], title="cars", made_at=NOW)

    assert checked(fleet, book).new[0].vin == a_vin(1)


def test_wrong_rows_are_named_by_number_and_reason(fleet):
    effect = checked(
        fleet,
        csv_of(
            [a_plate(1), a_vin(1)],
            ["沪A", a_vin(2)],
            [a_plate(3), a_vin(3)[:-1] + "X"],
            ["", a_vin(4)],
            [a_plate(5), a_vin(1)],
            [a_plate(1), a_vin(6)],
            [a_plate(7), a_vin(7), "某" * 81],
        ),
    )

    assert said(effect) == [
        (3, "plate", "plate_malformed"),
        (4, "vin", "vin_check"),
        (5, "plate", "fleet_cell_missing"),
        (6, "vin", "fleet_row_repeated"),
        (7, "plate", "fleet_row_repeated"),
        (8, "model", "fleet_cell_too_long"),
    ]
    assert effect.wrongs[3].refusal.data == {"number": 2}


def test_a_listed_car_changes_or_stays(fleet):
    add_cars(fleet, 2)
    model = "比亚迪秦EV"

    effect = checked(fleet, csv_of([a_plate(9), a_vin(1), model], [a_plate(2), a_vin(2), model]))

    assert [car.plate for _, car in effect.changed] == [a_plate(9)]
    assert effect.unchanged == 1


def test_a_plate_of_another_listed_car_is_taken(fleet):
    add_cars(fleet, 2)

    effect = checked(fleet, csv_of([a_plate(2), a_vin(1)]))

    assert said(effect) == [(2, "plate", "fleet_plate_taken")]


def test_two_cars_may_swap_their_plates(fleet):
    add_cars(fleet, 2)

    effect = checked(fleet, csv_of([a_plate(2), a_vin(1)], [a_plate(1), a_vin(2)]))

    assert (len(effect.changed), effect.wrongs) == (2, [])


def test_what_is_no_list_is_refused_whole(fleet):
    with pytest.raises(ColumnsMissing):
        checked(fleet, as_csv(["号牌号码"], [[a_plate(1)]]))
    with pytest.raises(FileUnreadable):
        checked(fleet, b"PK\x03\x04 no workbook")
    with pytest.raises(RowsTooMany):
        checked(fleet, csv_of(*[[a_plate(n), a_vin(n)] for n in range(1, 502)]))


def test_a_workbook_that_is_read_for_minutes_is_read_apart_and_ended(fleet, monkeypatch):
    monkeypatch.setattr(read_apart, "SECONDS", 0.5)

    with pytest.raises(FileTooCostly):
        checked(fleet, with_format("[" * 400_000))


def test_a_fleet_has_so_many_cars_at_most(fleet, monkeypatch):
    monkeypatch.setattr(check, "MOST_VEHICLES", 1)

    with pytest.raises(VehiclesTooMany):
        checked(fleet, csv_of([a_plate(1), a_vin(1)], [a_plate(2), a_vin(2)]))


OWN_BOOKS = [
    ["申通出租车辆台账（2026 年）", "", "", "", "", ""],
    [],
    ["序号", "车牌号", "车架号（VIN）", "车型", "使用性质", "行驶证所有人"],
    ["1", a_plate(1), a_vin(1), "比亚迪秦EV", "预约出租客运", FIRM],
]


@pytest.mark.parametrize("encoding", ["gb18030", "xlsx"])
def test_a_list_is_taken_as_the_company_keeps_it(fleet, encoding):
    lines = "\n".join(",".join(row) for row in OWN_BOOKS)
    content = (
        as_xlsx(OWN_BOOKS[0], OWN_BOOKS[1:], title="list", made_at=NOW)
        if encoding == "xlsx"
        else lines.encode(encoding)
    )

    effect = checked(fleet, content)

    assert [(car.number, car.plate, car.licence_owner) for car in effect.new] == [
        (4, a_plate(1), FIRM)
    ]
    assert effect.unused == ["序号", "使用性质"]
    assert not effect.wrongs


def test_a_column_that_stands_twice_is_not_guessed(fleet):
    with pytest.raises(ColumnsUnknown):
        checked(fleet, f"车牌号,车架号,号牌号码\n{a_plate(1)},{a_vin(1)},{a_plate(2)}\n".encode())
