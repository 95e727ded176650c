"""Companies, outlets and cities through HTTP."""

import gzip
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from voltbay.core.local_time import local_date
from voltbay.directory.models import (
    Closure,
    Company,
    OpeningHours,
    Outlet,
    Qualification,
    Service,
)
from voltbay.slots.models import Claim, Slot

pytestmark = pytest.mark.django_db

API = "/api/v1"
PEOPLES_SQUARE = "121.475,31.228"


def get(client, path, status=200, **asked):
    answer = client.get(f"{API}{path}", asked)
    assert answer.status_code == status, answer.content
    return answer.json()


def add_outlet(company, name, *, city="上海", code="310100", at=(121.6, 31.2), **others):
    outlet = Outlet.objects.create(
        company=company,
        name=name,
        city=city,
        city_code=code,
        address=f"{city}市测试路 1 号",
        phone="021-50001234",
        longitude=at[0],
        latitude=at[1],
        **others,
    )
    Service.objects.create(outlet=outlet, name="动力电池拆卸", slots_needed=2)
    return outlet


@pytest.fixture
def company():
    return Company.objects.create(
        name="绿环电池回收有限公司",
        credit_code="91310115MA1TEKT19B",
        city="上海",
        phone="021-50001234",
        introduction_html="<h2>绿环</h2><p>上海的回收企业。</p>",
    )


@pytest.fixture
def pudong(company):
    return add_outlet(company, "浦东回收服务网点")


@pytest.fixture
def shenzhen(company):
    at = (114.06, 22.54)
    return add_outlet(company, "南山回收服务网点", city="深圳", code="440300", at=at)


def add_slots(outlet, hours, *, capacity=1, count=2):
    first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=hours)
    step = timedelta(minutes=30)
    return Slot.objects.bulk_create(
        Slot(
            outlet=outlet,
            starts_at=first + step * n,
            ends_at=first + step * (n + 1),
            capacity=capacity,
        )
        for n in range(count)
    )


def names(page):
    return [item["name"] for item in page["items"]]


class TestCities:
    def test_they_are_counted_with_the_middle_of_their_outlets(self, client, company, shenzhen):
        add_outlet(company, "一", at=(121.0, 31.0))
        add_outlet(company, "二", at=(121.5, 31.5))

        assert get(client, "/cities")["items"] == [
            {
                "code": "310100",
                "name": "上海",
                "outlets": 2,
                "longitude": 121.25,
                "latitude": 31.25,
            },
            {
                "code": "440300",
                "name": "深圳",
                "outlets": 1,
                "longitude": 114.06,
                "latitude": 22.54,
            },
        ]

    def test_a_city_whose_outlets_are_not_listed_is_no_city(self, client, pudong):
        Outlet.objects.update(is_listed=False)

        assert get(client, "/cities")["items"] == []

    def test_one_statement(self, client, pudong, django_assert_num_queries):
        with django_assert_num_queries(1):
            get(client, "/cities")


class TestOutlets:
    def test_a_list_is_sent_small_to_whoever_takes_that(self, client, company):
        for number in range(20):
            add_outlet(company, f"{number} 号回收服务网点")

        whole = client.get(f"{API}/outlets")
        small = client.get(f"{API}/outlets", headers={"Accept-Encoding": "gzip"})

        assert gzip.decompress(small.content) == whole.content
        assert len(small.content) < len(whole.content) / 5
        assert "Accept-Encoding" in small["Vary"]

    def test_an_outlet_in_a_list(self, client, pudong):
        starts = add_slots(pudong, 5)

        (item,) = get(client, "/outlets")["items"]

        assert item.pop("earliest") == starts[0].starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
        service = pudong.services.get()
        assert item == {
            "id": str(pudong.id),
            "name": "浦东回收服务网点",
            "company": {"id": str(pudong.company_id), "name": "绿环电池回收有限公司"},
            "kind": "collecting",
            "city": "上海",
            "address": "上海市测试路 1 号",
            "phone": "021-50001234",
            "longitude": 121.6,
            "latitude": 31.2,
            "coord_sys": "gcj02",
            "distance_m": None,
            "open_until": None,
            "opens_at": None,
            "tow_km": None,
            "on_site_km": None,
            "photo": None,
            "services": [
                {
                    "id": service.id,
                    "name": "动力电池拆卸",
                    "minutes": 60,
                    "vehicle_classes": ["passenger_car"],
                    "fuels": ["electric", "hybrid"],
                    "heaviest_kg": None,
                    "fits": None,
                }
            ],
        }

    @pytest.mark.parametrize("city", ["440300", "深圳"])
    def test_a_city_is_named_or_coded(self, client, pudong, shenzhen, city):
        assert names(get(client, "/outlets", city=city)) == ["南山回收服务网点"]

    @pytest.mark.parametrize("words", ["南山", "绿环 深圳", "深圳市测试路", " 网点  南山 "])
    def test_text_finds_outlet_company_address_and_city(self, client, pudong, shenzhen, words):
        assert "南山回收服务网点" in names(get(client, "/outlets", q=words))

    @pytest.mark.parametrize(
        "words", ["%", "_", "\\", "'; DROP TABLE directory_outlet; --", "🔋", "南山 浦东", "\u202e"]
    )
    def test_odd_text_finds_nothing_and_harms_nothing(self, client, pudong, shenzhen, words):
        assert get(client, "/outlets", q=words) == {"items": [], "next": None}
        assert get(client, "/companies", q=words) == {"items": [], "next": None}

    def test_near_lists_the_nearest_first_with_its_distance(self, client, pudong, shenzhen):
        items = get(client, "/outlets", near=PEOPLES_SQUARE)["items"]

        assert [item["name"][:2] for item in items] == ["浦东", "南山"]
        assert items[0]["distance_m"] == pytest.approx(12_290, abs=20)
        assert items[1]["distance_m"] == pytest.approx(1_208_000, rel=0.01)

    def test_a_service_is_named_or_meant_by_the_id_of_any_such(self, client, pudong, shenzhen):
        truck = Service.objects.create(outlet=shenzhen, name="商用车动力电池拆卸")
        far = add_slots(shenzhen, 50, count=3)

        for service in ("商用车动力电池拆卸", truck.pk):
            (item,) = get(client, "/outlets", service=service)["items"]
            assert item["name"] == "南山回收服务网点"
            assert item["earliest"].startswith(f"{far[0].starts_at:%Y-%m-%dT%H:%M}")

    def test_a_company_that_is_not_listed_hides_its_outlets(self, client, pudong):
        Company.objects.update(is_listed=False)

        assert get(client, "/outlets")["items"] == []
        assert get(client, f"/outlets/{pudong.id}", 404)["code"] == "outlet_unknown"

    def test_a_service_that_is_not_offered_is_not_shown(self, client, pudong):
        Service.objects.update(is_offered=False)
        add_slots(pudong, 5)

        (item,) = get(client, "/outlets")["items"]

        assert (item["services"], item["earliest"]) == ([], None)

    @pytest.mark.parametrize("more", [{}, {"near": PEOPLES_SQUARE}])
    def test_pages_show_every_outlet_once(self, client, company, more):
        for n in range(45):
            add_outlet(company, f"第 {n} 号网点", at=(121 + n % 7 / 10, 31))

        seen, cursor = [], {}
        while True:
            page = get(client, "/outlets", **more, **cursor)
            seen += [item["id"] for item in page["items"]]
            if not page["next"]:
                break
            cursor = {"cursor": page["next"]}

        assert len(seen) == len(set(seen)) == 45

    def test_a_full_last_page_has_no_next(self, client, company):
        for n in range(20):
            add_outlet(company, f"第 {n} 号网点")

        page = get(client, "/outlets")

        assert (len(page["items"]), page["next"]) == (20, None)

    @pytest.mark.parametrize("more", [{}, {"near": PEOPLES_SQUARE, "q": "网点", "city": "上海"}])
    def test_a_page_takes_six_statements(self, client, company, more, django_assert_num_queries):
        for n in range(25):
            add_slots(add_outlet(company, f"第 {n} 号网点"), 3)

        with django_assert_num_queries(6):  # three of them for the hours
            get(client, "/outlets", **more)


class TestEarliest:
    def earliest(self, client):
        (item,) = get(client, "/outlets")["items"]
        return item["earliest"]

    def expect(self, client, slot):
        assert self.earliest(client).startswith(f"{slot.starts_at:%Y-%m-%dT%H:%M}")

    def test_a_start_needs_all_of_its_slots(self, client, pudong):
        slots = add_slots(pudong, 3, count=4)
        Claim.objects.create(slot=slots[1])

        self.expect(client, slots[2])

    def test_a_gap_is_not_bridged(self, client, pudong):
        slots = add_slots(pudong, 3, count=4)
        slots[1].delete()

        self.expect(client, slots[2])

    def test_a_service_with_two_bays_needs_two_in_each(self, client, pudong):
        Service.objects.update(places=2)
        add_slots(pudong, 3)
        wide = add_slots(pudong, 8, capacity=2)

        self.expect(client, wide[0])

    def test_what_has_begun_or_lies_too_far_ahead_does_not_count(self, client, pudong):
        add_slots(pudong, -1)
        add_slots(pudong, 24 * 30 + 2)

        assert self.earliest(client) is None


class TestOutlet:
    def test_its_page(self, client, pudong):
        today = local_date(timezone.now())
        OpeningHours.objects.create(
            outlet=pudong, weekday=0, opens_at=time(13, 30), closes_at=time(17)
        )
        OpeningHours.objects.create(
            outlet=pudong, weekday=0, opens_at=time(8, 30), closes_at=time(12)
        )
        for days in (-3, 0):
            day = today + timedelta(days=days)
            Closure.objects.create(outlet=pudong, first_date=day, last_date=day, reason="设备检修")

        page = get(client, f"/outlets/{pudong.id}")

        assert page["opening_hours"] == [
            {"weekday": 0, "opens_at": "08:30", "closes_at": "12:00"},
            {"weekday": 0, "opens_at": "13:30", "closes_at": "17:00"},
        ]
        assert page["closures"] == [
            {"from": today.isoformat(), "to": today.isoformat(), "reason": "设备检修"}
        ]
        assert page["cancel_until_hours"] == 2
        assert page["navigation"]["amap"].startswith(
            "https://uri.amap.com/navigation?to=121.600000"
        )
        assert (
            page["bring"][1]
            == "本人身份证件原件（预约时所用的身份证、居住证、永久居留身份证、通行证或护照）"
        )

    def test_what_to_bring_is_said_in_english_too(self, client, pudong):
        answer = client.get(f"{API}/outlets/{pudong.id}", headers={"Accept-Language": "en"})

        assert "Your paper of identity, the one you booked with" in answer.json()["bring"]

    def test_six_statements(self, client, pudong, django_assert_num_queries):
        with django_assert_num_queries(6):
            get(client, f"/outlets/{pudong.id}")

    def test_an_outlet_that_does_not_exist(self, client):
        assert get(client, f"/outlets/{uuid4()}", 404)["code"] == "outlet_unknown"


class TestCompanies:
    def test_a_company_in_a_list(self, client, company, pudong, shenzhen):
        Outlet.objects.filter(pk=shenzhen.pk).update(is_listed=False)
        Outlet.objects.filter(pk=pudong.pk).update(photo="outlets/0123456789")
        Service.objects.create(outlet=pudong, name="客车", vehicle_classes=["bus"])
        Company.objects.update(since_year=2017)
        for until in (None, local_date(timezone.now()), date(2020, 1, 1)):
            Qualification.objects.create(company=company, name="资质", valid_until=until)

        assert get(client, "/companies") == {
            "items": [
                {
                    "id": str(company.id),
                    "name": "绿环电池回收有限公司",
                    "credit_code": "91310115MA1TEKT19B",
                    "city": "上海",
                    "introduction_summary": "上海的回收企业。",
                    "outlet_count": 1,
                    "since_year": 2017,
                    "certificates": 2,
                    "vehicle_classes": ["passenger_car", "bus"],
                    "fuels": ["electric", "hybrid"],
                    "photo": f"/outlets/{pudong.id}/photo?v=23456789",
                }
            ],
            "next": None,
        }

    @pytest.mark.parametrize("asked", [{"q": "绿环"}, {"q": "ma1tekt"}, {"city": "深圳"}])
    def test_it_is_found_by_name_code_and_the_city_of_an_outlet(self, client, shenzhen, asked):
        assert len(get(client, "/companies", **asked)["items"]) == 1

    def test_pages(self, client):
        for n in range(21):
            Company.objects.create(name=f"企业 {n}", credit_code=f"{n:018}", city="上海")

        first = get(client, "/companies")
        second = get(client, "/companies", cursor=first["next"])

        assert len({item["id"] for item in first["items"] + second["items"]}) == 21
        assert second["next"] is None

    def test_its_page(self, client, company, pudong):
        Qualification.objects.create(
            company=company, name="报废机动车回收企业资质", valid_until=date(2030, 1, 1)
        )

        page = get(client, f"/companies/{company.id}")

        assert page["introduction_html"] == "<h2>绿环</h2><p>上海的回收企业。</p>"
        assert page["qualifications"] == [
            {
                "name": "报废机动车回收企业资质",
                "number": "",
                "valid_until": "2030-01-01",
                "is_expired": False,
                "scan": None,
            }
        ]
        assert names({"items": page["outlets"]}) == ["浦东回收服务网点"]

    def test_a_company_that_is_not_listed_does_not_exist(self, client, company):
        Company.objects.update(is_listed=False)

        assert get(client, "/companies")["items"] == []
        assert get(client, f"/companies/{company.id}", 404)["code"] == "company_unknown"

    def test_statements(self, client, pudong, shenzhen, django_assert_num_queries):
        with django_assert_num_queries(2):
            get(client, "/companies", q="绿环")
        with django_assert_num_queries(9):
            get(client, f"/companies/{pudong.company_id}")


class TestUnknownInputIsRefused:
    @pytest.mark.parametrize(
        ("asked", "field", "code"),
        [
            ({"city": "亚特兰蒂斯"}, "city", "city_unknown"),
            ({"service": "洗车"}, "service", "service_nowhere"),
            ({"service": "9" * 30}, "service", "service_nowhere"),
            ({"near": "31.2,121.4"}, "near", "coordinates_malformed"),
            ({"near": "nan,nan"}, "near", "coordinates_malformed"),
            ({"near": "here"}, "near", "coordinates_malformed"),
            ({"q": "字" * 61}, "q", "too_long"),
            ({"q": "a b c d e f g"}, "q", "too_many_words"),
            ({"q": "a\x01b"}, "q", "characters_not_allowed"),
            ({"city": "上\x01海"}, "city", "characters_not_allowed"),
            ({"service": "\x01"}, "service", "characters_not_allowed"),
            ({"colour": "green"}, "colour", "unknown_entry"),
        ],
    )
    def test_it_is_told_at_its_entry(self, client, pudong, asked, field, code):
        problem = get(client, "/outlets", 422, **asked)

        assert problem["fields"] == {field: code}
        assert problem["field_details"][field] != code  # somebody wrote a sentence for it

    @pytest.mark.parametrize(
        "cursor", ["x", "W10", "WyJhIl0", "8J-UiyI", "bnVsbA", "WyJhIiwiYiIsImMiXQ"]
    )
    @pytest.mark.parametrize("more", [{}, {"near": PEOPLES_SQUARE}])
    def test_a_cursor_that_we_did_not_make(self, client, pudong, cursor, more):
        assert get(client, "/outlets", 422, cursor=cursor, **more)["code"] == "cursor_malformed"
        assert get(client, "/companies", 422, cursor=cursor)["code"] == "cursor_malformed"

    def test_a_cursor_of_the_other_order(self, client, company):
        for n in range(21):
            add_outlet(company, f"第 {n} 号网点")
        cursor = get(client, "/outlets", near=PEOPLES_SQUARE)["next"]

        assert get(client, "/outlets", 422, cursor=cursor)["code"] == "cursor_malformed"

    @pytest.mark.parametrize("query", ["q=%ff", "near=%ff", "city=%ED%A0%80", "cursor=%01"])
    def test_bytes_that_are_no_text_never_break_anything(self, client, pudong, query):
        assert client.get(f"{API}/outlets?{query}").status_code in (200, 422)

    def test_a_known_city_without_a_match_is_just_empty(self, client, pudong):
        page = get(client, "/outlets", city="上海", q="没有")

        assert page == {"items": [], "next": None}
        assert get(client, "/companies", city="上海", q="没有")["items"] == []

    def test_a_city_without_companies(self, client, pudong):
        assert get(client, "/companies", 422, city="三沙")["fields"] == {"city": "city_unknown"}


class TestInEnglish:
    """Names as the operator gives them in English, else in Latin letters, the Chinese beside."""

    def asked(self, client, path, **others):
        answer = client.get(f"{API}{path}", others, headers={"Accept-Language": "en-GB"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    def test_what_has_no_english_name_is_spelt_with_the_chinese_beside(self, client, pudong):
        (item,) = self.asked(client, "/outlets")["items"]

        assert item["name"] == "Pudong Recycling Outlet 浦东回收服务网点"
        company = "Lühuan Battery Recycling Co., Ltd. 绿环电池回收有限公司"
        assert item["company"]["name"] == company
        assert item["services"][0]["name"] == "Battery Removal 动力电池拆卸"
        assert (item["city"], item["address"]) == ("Shanghai 上海", "Shanghai 上海市测试路 1 号")
        assert names(self.asked(client, "/cities")) == ["Shanghai 上海"]
        assert names(self.asked(client, "/companies")) == [company]

    def test_an_english_name_stands_alone_and_is_found(self, client, pudong):
        Outlet.objects.update(name_en="Pudong Outlet")
        Company.objects.update(name_en="Green Ring")
        Service.objects.update(name_en="Battery removal")
        today = local_date(timezone.now())
        Closure.objects.create(
            outlet=pudong,
            first_date=today,
            last_date=today,
            reason="设备年检",
            reason_en="Yearly check of the lifts",
        )

        shown = self.asked(client, f"/outlets/{pudong.id}")

        assert (shown["name"], shown["company"]["name"]) == ("Pudong Outlet", "Green Ring")
        assert shown["services"][0]["name"] == "Battery removal"
        assert shown["closures"][0]["reason"] == "Yearly check of the lifts"
        assert names(self.asked(client, "/outlets", q="green pudong")) == ["Pudong Outlet"]

    def test_a_company_with_its_papers(self, client, company, pudong):
        Qualification.objects.create(company=company, name="质量管理体系认证")

        shown = self.asked(client, f"/companies/{company.id}")

        assert shown["qualifications"][0]["name"].startswith("Quality Management System")
        assert shown["outlets"][0]["name"].startswith("Pudong Recycling Outlet")

    def test_who_reads_chinese_sees_no_latin(self, client, pudong):
        Outlet.objects.update(name_en="Pudong Outlet")

        assert names(get(client, "/outlets")) == ["浦东回收服务网点"]
