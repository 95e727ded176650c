"""Dashboards: the right figures, of the right outlets, and nobody's name."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.staticfiles.finders import find
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import ENTRY
from tests.places import in_days, open_elsewhere, open_outlet, publish_slots
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, Move, move
from voltbay.console.dashboard.dashboard import BUILDERS
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.recognition.models import Outcome
from voltbay.removals.models import BatteryPack, Removal
from voltbay.slots.take import give_back

PAGE = "/console/dashboard/"
LIKE_NOBODYS = [
    "LGXCE6DB0J0123458",
    "LGXCE6DB2J0123459",
    "LGXCE6DB9J0123460",
    "LGXCE6DB1J0300011",
    "LFV3A23C5J3300022",
    "LSGKE54H6JW300033",
]
CARS = [("沪AD10001", "LGXCE6DB7J0123456"), ("沪AD10002", "LSJA24U62KN000123")]


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def past(service):
    """Return yesterday at ten: one car came, one did not, both booked three days ahead."""
    ten = in_days(-1, hour=10)
    slot = publish_slots(service, starts_at=ten, count=4, capacity=4)[0]
    for state, (plate, vin) in zip((State.COMPLETED, State.NO_SHOW), CARS, strict=True):
        entry = ENTRY | {"plate": plate, "vin": vin}
        form = DeskForm(slot_id=slot.pk, service_id=service.pk, **entry)
        staff = Actor(BookingEvent.Actor.STAFF, "1")
        made = book_at_desk(form, by=staff, now=ten - timedelta(days=3))
        Booking.objects.filter(pk=made.pk).update(state=state)
    return ten


def charts_of(client, **asked):
    shown = client.get(PAGE, asked)
    assert shown.status_code == 200
    return {chart.key: chart for chart in shown.context["charts"]}


def rows_of(client, chart, **asked):
    path = reverse("console:dashboard-csv", kwargs={"chart": chart})
    content = client.get(path, asked).content.decode("utf-8-sig")
    return list(csv.reader(StringIO(content)))


def test_a_manager_sees_how_the_bookings_ended(manager, past):
    charts = charts_of(manager, period="7")

    day = local_date(past).isoformat()
    assert [row for row in charts["bookings"].rows if row[0] == day] == [[day, "1", "0", "0", "1"]]
    assert [row for row in charts["no-shows"].rows if row[0] == day] == [[day, "1", "2", "50"]]
    assert [row for row in charts["lead"].rows if row[1] != "0"] == [["2–3", "2", "100"]]


def reviewed(slot, service, number, *, ends=None, at=None):
    """Book a car for a slot under review; `ends` is where the review led, `at` when."""
    vin = LIKE_NOBODYS[number]
    form = DeskForm(slot_id=slot.pk, service_id=service.pk, **ENTRY | {"vin": vin})
    staff = Actor(BookingEvent.Actor.STAFF, "1")
    made = book_at_desk(form, by=staff, now=slot.starts_at - timedelta(days=3))
    Booking.objects.filter(pk=made.pk).update(state=State.IN_REVIEW)
    made.refresh_from_db()
    if ends:
        move(made, Move(ends, by=staff, now=at, why="test"))
    if ends == State.CANCELLED:
        give_back(made.pk)


def test_reviews_whose_start_passed_undecided_are_shown(manager, service):
    ten, now = in_days(-1, hour=10), timezone.now()
    slot = publish_slots(service, starts_at=ten, count=4, capacity=6)[0]
    early, late = ten - timedelta(hours=1), ten + timedelta(hours=1)
    for number, (ends, at) in enumerate(
        [
            (State.CONFIRMED, early),  # in time
            (State.CONFIRMED, late),  # at the desk
            (State.CANCELLED, late),  # by the clock, when its day was over
            (State.NO_SHOW, late),
            (None, None),  # the clock has not come by yet
        ]
    ):
        reviewed(slot, service, number, ends=ends, at=at)
    ahead = publish_slots(service, starts_at=now + timedelta(days=1), count=4, capacity=1)[0]
    reviewed(ahead, service, 5)

    asked = {"first": f"{local_date(ten)}", "last": f"{local_date(ahead.starts_at)}"}
    chart = charts_of(manager, period="range", **asked)["reviews"]

    assert chart.rows[0] == [local_date(ten).isoformat(), "1", "1", "3", "0"]
    assert chart.rows[-1] == [local_date(ahead.starts_at).isoformat(), "0", "0", "0", "1"]
    assert chart.summary == "共 6 个审核，其中 3 个到预约时间仍未处理。"


def test_load_is_places_taken_of_places_staffed_in_each_hour(manager, outlet, past):
    chart = charts_of(manager, period="7")["load"]

    assert chart.header == ["网点", "10:00", "11:00"]
    assert chart.rows == [[outlet.name, "50", "0"]]


def test_load_says_from_when_on_it_is_known(manager, past):
    today = local_date(timezone.now())
    asked = {"period": "range", "first": f"{today - timedelta(days=200)}", "last": f"{today}"}

    assert charts_of(manager, period="90")["load"].note == ""
    assert str(today - timedelta(days=99)) in charts_of(manager, **asked)["load"].note


def test_batteries_are_weighed_by_chemistry(manager, outlet, past, bob):
    removal = Removal.objects.create(
        booking=Booking.objects.get(state=State.COMPLETED),
        outlet=outlet,
        started_at=past,
        started_by=bob,
    )
    BatteryPack.objects.create(
        removal=removal,
        outlet=outlet,
        code="001PE0100000A18120000123",
        product="P",
        vendor="001",
        chemistry="E",
        made_date="2018-01-02",
        is_reused=False,
        mass_kg="412.5",
        safety="passed",
        stored_at=past,
    )

    rows = charts_of(manager, period="7")["packs"].rows

    assert rows == [["三元材料电池", "1", "412.5", "0"]]


def test_readings_are_counted_by_result_and_reason(manager, outlet, past):
    for result, code in (
        ("read", ""),
        ("doubtful", ""),
        ("refused", "glare"),
        ("refused", "glare"),
    ):
        Outcome.objects.create(
            at=past, outlet=outlet, kind="identity_card", result=result, code=code
        )
    Outcome.objects.create(at=past, kind="identity_card", result="read")  # before any outlet

    rows = charts_of(manager, period="7")["recognition"].rows

    assert [row[2:4] for row in rows] == [["", "1"], ["", "1"], ["glare", "2"]]


@pytest.mark.parametrize("chart", sorted(BUILDERS))
def test_each_chart_is_a_file_that_says_what_the_page_says(manager, past, chart):
    shown = charts_of(manager, period="7")[chart]

    assert rows_of(manager, chart, period="7") == [shown.header, *shown.rows]


def test_a_file_is_what_excel_opens_as_utf8_and_runs_nothing(manager, outlet, past):
    Outlet.objects.filter(pk=outlet.pk).update(name="=HYPERLINK(1)")
    answer = manager.get(PAGE + "load.csv", {"period": "7"})

    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert b'"\'=HYPERLINK(1)"' in answer.content
    assert b'"=HYPER' not in answer.content


@pytest.mark.parametrize("role", [Role.OUTLET_MANAGER, Role.COMPANY_MANAGER])
def test_another_companys_figures_are_neither_counted_nor_asked_for(client, outlet, past, role):
    elsewhere = open_elsewhere()
    let_in(client, staff_with(role, outlet=elsewhere.outlet))

    charts = charts_of(client, period="7")

    assert not sum(int(cell) for row in charts["bookings"].rows for cell in row[1:])
    assert client.get(PAGE, {"outlet": str(outlet.pk)}).status_code == 404
    assert client.get(PAGE + "bookings.csv", {"outlet": str(outlet.pk)}).status_code == 404


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_the_platform_sees_all_outlets_or_one(client, outlet, past, role):
    elsewhere = open_elsewhere().outlet
    let_in(client, staff_with(role))

    def counted(**asked):
        rows = charts_of(client, period="7", **asked)["bookings"].rows
        return sum(int(cell) for row in rows for cell in row[1:])

    assert [counted(), counted(outlet=outlet.pk), counted(outlet=elsewhere.pk)] == [2, 2, 0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "8"},
        {"period": "range"},
        {"period": "range", "first": "2026-02-01", "last": "2026-01-01"},
        {"period": "range", "first": "2024-01-01", "last": "2026-01-01"},
        {"period": "range", "first": "0001-01-01", "last": "0001-01-02"},
    ],
)
def test_a_period_that_makes_no_sense_is_refused_in_words(manager, wrong):
    answer = manager.get(PAGE, wrong)

    assert answer.status_code == 422
    assert "366" in answer.content.decode()
    assert manager.get(PAGE + "lead.csv", wrong).status_code == 422


def test_an_outlet_or_a_chart_that_is_none_is_not_found(manager):
    assert manager.get(PAGE, {"outlet": "x"}).status_code == 404
    assert manager.get(PAGE, {"outlet": str(uuid4())}).status_code == 404
    assert manager.get(PAGE + "names.csv").status_code == 404


def test_a_long_period_is_drawn_by_week_and_a_short_one_by_day(manager, past):
    assert len(charts_of(manager, period="30")["bookings"].rows) == 30
    assert len(charts_of(manager, period="90")["bookings"].rows) == 13
    asked = {"period": "range", "first": "2026-01-01", "last": "2026-01-03"}
    assert len(charts_of(manager, **asked)["bookings"].rows) == 3


def test_each_drawing_has_a_title_a_table_and_no_script(manager, past):
    page = manager.get(PAGE, {"period": "7"}).content.decode()

    drawn = page.count('role="img"')
    assert drawn >= 3
    assert page.count("<desc id=") == page.count("以表格查看") == drawn
    assert "style=" not in page
    assert "onclick" not in page


def test_nobodys_name_or_number_is_in_a_dashboard(manager, past):
    page = manager.get(PAGE, {"period": "7"}).content.decode()

    for secret in ("王小燕", "13800138000", "138****", *(part for car in CARS for part in car)):
        assert secret not in page


@pytest.mark.parametrize("outlets", [1, 12])
def test_a_page_takes_the_same_statements_for_one_outlet_as_for_many(
    client, outlet, past, outlets, django_assert_num_queries
):
    for number in range(outlets - 1):
        publish_slots(open_outlet(f"网点 {number}"), starts_at=past)
    let_in(client, staff_with(Role.COMPANY_MANAGER, outlet=outlet))

    # session, person, outlets, bookings, slots, packs, readings, what waits, two reports, copy
    with django_assert_num_queries(14):
        charts_of(client, period="7")


def test_outlet_staff_have_no_dashboard(desk):
    assert desk.get(PAGE).status_code == 403
    assert "/console/dashboard/" not in desk.get("/console/", follow=True).content.decode()


def test_managers_find_it_in_the_navigation(manager, outlet):
    assert "/console/dashboard/" in manager.get("/console/", follow=True).content.decode()


def series_of(chart):
    return [box.series for box in chart.drawing.boxes]


def test_an_hour_has_the_level_of_the_percentage_that_is_written_in_it(manager, past):
    chart = charts_of(manager, period="7")["load"]

    assert [(box.says, box.series) for box in chart.drawing.boxes] == [
        ("50", "some"),
        ("0", "free"),
    ]
    assert dict(chart.legend) == {"free": "0", "some": "1–74", "high": "75–99", "full": "100"}


def test_a_refused_photo_does_not_look_like_a_car_that_did_not_come(manager, outlet, past):
    for result, code in (("read", ""), ("refused", "glare")):
        Outcome.objects.create(
            at=past, outlet=outlet, kind="identity_card", result=result, code=code
        )

    charts = charts_of(manager, period="7")

    photos, bookings = charts["recognition"], charts["bookings"]
    assert series_of(photos) == ["read", "refused"]
    assert not {name for name, _word in photos.legend} & {name for name, _word in bookings.legend}
    assert set(series_of(charts["lead"])) == {"amount"}


def test_everything_that_is_drawn_has_a_colour_of_its_own(manager, past):
    styles = find("console/console.css")
    drawn = {
        f".{chart.mark}.{name}"
        for chart in charts_of(manager, period="7").values()
        for name, _word in [*chart.legend, *((series, "") for series in series_of(chart))]
    }

    assert drawn
    assert not [name for name in drawn if f"{name} {{ fill:" not in Path(styles).read_text()]
