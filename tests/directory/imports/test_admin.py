"""Importing companies and outlets in the back office: tried first, all or nothing, noted."""

import csv
import time
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.core import clock
from voltbay.directory.imports import sheet
from voltbay.directory.models import Company, ImportRun, Outlet
from voltbay.identifiers.credit_code import check_character, organisation_check

COMPANIES = "/admin/directory/company/import/"
OUTLETS = "/admin/directory/outlet/import/"
COMPANY = {
    "企业名称": "绿环电池回收有限公司",
    "统一社会信用代码": "91310115MA1TEKT19B",
    "注册城市": "上海",
    "电话": "021-50001234",
}
OUTLET = {
    "所属企业": "91310115MA1TEKT19B",
    "网点名称": "浦东回收服务网点",
    "网点类型": "收集型",
    "城市代码": "310100",
    "城市": "上海",
    "地址": "上海市浦东新区张江路 1 号",
    "电话": "021-50001234",
    "坐标系": "GCJ-02",
    "经度": "121.6",
    "纬度": "31.2",
}
OTHER_CODE = "91440304MA5DEM004C"


@pytest.fixture
def office(client, db):
    return let_in(client, staff_with(Role.OPERATOR, name="olga"))


@pytest.fixture
def company(db):
    return open_outlet("张江网点").outlet.company


def as_csv(*rows, encoding="utf-8-sig"):
    out = StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(*rows):
    book = Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def check(office, path, content, name="网点.csv"):
    return office.post(path, {"file": SimpleUploadedFile(name, content)})


def confirm(office, path, shown):
    return office.post(path, {"sealed": shown.context["sealed"]})


def wrongs(shown):
    assert shown.status_code == 422
    return [(each.number, each.column, each.sentence) for each in shown.context["effect"].wrongs]


def refusal(shown):
    assert shown.status_code == 422
    return [each.code for each in shown.context["form"].errors.as_data()["file"]]


class TestTrying:
    def test_it_shows_what_is_new_and_writes_nothing(self, office):
        shown = check(office, COMPANIES, as_csv(COMPANY))

        assert "将新增 1 条" in shown.content.decode()
        assert not Company.objects.exists()
        assert not ImportRun.objects.exists()

    def test_confirmed_it_is_written_and_noted_with_person_and_counts(self, office):
        answer = confirm(office, COMPANIES, check(office, COMPANIES, as_csv(COMPANY)))

        assert answer.status_code == 302
        assert Company.objects.get().phone == "021-50001234"
        noted = AuditEntry.objects.get(what="directory_importrun.insert")
        assert (noted.staff.username, noted.target) == ("olga", "网点.csv")
        assert (noted.after["created"], noted.after["changed"]) == (1, 0)
        assert AuditEntry.objects.filter(
            what="directory_company.insert", staff=noted.staff
        ).exists()

    def test_what_there_is_changes_and_shows_before_and_after(self, office, company):
        row = COMPANY | {"电话": "400-820-8888", "英文名称": "Green Ring"}

        shown = check(office, COMPANIES, as_csv(row))
        confirm(office, COMPANIES, shown)

        [change] = shown.context["effect"].changes
        assert change.columns == [
            ("英文名称", "", "Green Ring"),
            ("电话", "021-50001234", "400-820-8888"),
        ]
        company.refresh_from_db()
        assert (company.phone, company.name_en) == ("400-820-8888", "Green Ring")

    def test_what_is_so_already_is_not_imported(self, office, company):
        shown = check(office, COMPANIES, as_csv(COMPANY))

        assert shown.context["effect"].unchanged == 1
        assert "sealed" not in shown.context

    def test_columns_that_are_left_out_keep_what_there_is(self, office, company):
        Company.objects.update(website="https://example.com", is_listed=False)

        confirm(office, COMPANIES, check(office, COMPANIES, as_csv(COMPANY | {"注册城市": "苏州"})))

        company.refresh_from_db()
        assert (company.city, company.website, company.is_listed) == (
            "苏州",
            "https://example.com",
            False,
        )

    def test_nothing_is_written_when_one_row_is_wrong(self, office):
        bad = COMPANY | {"企业名称": "别家", "统一社会信用代码": "123"}

        shown = check(office, COMPANIES, as_csv(COMPANY, bad))

        assert [(number, column) for number, column, _ in wrongs(shown)] == [
            (3, "统一社会信用代码")
        ]
        assert "sealed" not in shown.context
        assert not Company.objects.exists()


class TestConfirming:
    def test_a_preview_of_somebody_else_is_not_taken(self, office, client):
        shown = check(office, COMPANIES, as_csv(COMPANY))
        let_in(client, staff_with(Role.OPERATOR, name="oscar"))

        assert confirm(client, COMPANIES, shown).status_code == 409
        assert not Company.objects.exists()

    def test_a_preview_that_was_tampered_with_is_not_taken(self, office):
        shown = check(office, COMPANIES, as_csv(COMPANY))

        answer = office.post(COMPANIES, {"sealed": "x" + shown.context["sealed"]})

        assert answer.status_code == 409
        assert not Company.objects.exists()

    @pytest.mark.parametrize("hours", [-1.5, 1.5])
    def test_a_preview_lasts_as_long_on_a_host_whose_clock_is_wrong(
        self, office, monkeypatch, hours
    ):
        """One host shows it and another, whose clock is right, is asked to confirm."""
        real = time.time
        with monkeypatch.context() as host:
            host.setattr("time.time", lambda: real() + hours * 3600)
            shown = check(office, COMPANIES, as_csv(COMPANY))

        clock.follow(clock.now() + timedelta(minutes=61), fresh=3600)
        assert confirm(office, COMPANIES, shown).status_code == 409
        clock.follow(clock.now() - timedelta(minutes=2), fresh=3600)
        assert confirm(office, COMPANIES, shown).status_code == 302

    def test_what_would_do_something_else_by_now_is_shown_again(self, office):
        shown = check(office, COMPANIES, as_csv(COMPANY | {"电话": "400-820-8888"}))
        open_outlet()

        again = confirm(office, COMPANIES, shown)

        assert again.status_code == 409
        assert again.context["effect"].changed == 1
        assert Company.objects.get().phone == "021-50001234"
        assert confirm(office, COMPANIES, again).status_code == 302

    def test_a_row_that_has_become_wrong_writes_nothing(self, office, company):
        other = OUTLET | {"网点名称": "另一网点"}
        shown = check(office, OUTLETS, as_csv(OUTLET, other))
        Company.objects.filter(pk=company.pk).update(credit_code=OTHER_CODE)

        assert confirm(office, OUTLETS, shown).status_code == 409
        assert Outlet.objects.count() == 1


class TestFiles:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
    def test_csv_is_read_as_it_was_saved(self, office, encoding):
        shown = check(office, COMPANIES, as_csv(COMPANY, encoding=encoding))

        assert [each.name for each in shown.context["effect"].changes] == [COMPANY["企业名称"]]

    def test_xlsx_is_read_and_numbers_stay_what_they_look_like(self, office, company):
        row = OUTLET | {"电话": 13800138000, "城市代码": 310100.0, "经度": 121.6}

        shown = check(office, OUTLETS, as_xlsx(row), name="网点.xlsx")

        assert shown.context["effect"].created == 1
        confirm(office, OUTLETS, shown)
        made = Outlet.objects.get(name=OUTLET["网点名称"])
        assert (made.phone, made.city_code) == ("13800138000", "310100")

    @pytest.mark.parametrize(
        "content",
        [b"\xff\xfe\x00\x01", b"PK\x03\x04 broken", b"a\0b", b"\x89PNG\r\n\x1a\n" * 9],
    )
    def test_what_is_no_table_is_refused(self, office, content):
        assert refusal(check(office, COMPANIES, content)) == ["import_file_unreadable"]

    def test_a_zip_that_unpacks_to_far_too_much_is_refused(self, office):
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", b"0" * (sheet.MOST_UNPACKED + 1))

        assert refusal(check(office, COMPANIES, out.getvalue())) == ["import_file_too_long"]

    def test_a_file_that_is_too_long_is_refused(self, office):
        content = b"x" * (sheet.LONGEST_FILE + 1)

        assert refusal(check(office, COMPANIES, content)) == ["import_file_too_long"]

    def test_too_many_rows_are_refused(self, office):
        content = as_csv(*[COMPANY] * (sheet.MOST_ROWS + 1))

        assert refusal(check(office, COMPANIES, content)) == ["import_rows_too_many"]

    def test_headings_alone_are_refused(self, office):
        content = as_csv(COMPANY).splitlines()[0]

        assert refusal(check(office, COMPANIES, content)) == ["import_file_empty"]

    def test_missing_columns_are_named(self, office):
        shown = check(office, COMPANIES, as_csv({"企业名称": "甲", "电话": "1"}))

        assert refusal(shown) == ["import_columns_missing"]
        assert "统一社会信用代码、注册城市" in shown.content.decode()

    def test_unknown_columns_are_named_rather_than_lost(self, office):
        shown = check(office, COMPANIES, as_csv(COMPANY | {"联系人": "王小燕"}))

        assert refusal(shown) == ["import_columns_unknown"]
        assert "联系人" in shown.content.decode()

    def test_english_headings_do_as_well(self, office):
        row = {"Company name": "甲", "Credit code": "91310115MA1TEKT19B", "City": "上海"}

        shown = check(office, COMPANIES, as_csv(row | {"Telephone": "021-50001234"}))

        assert shown.context["effect"].created == 1


class TestRows:
    @pytest.mark.parametrize(
        ("change", "column", "said"),
        [
            ({"统一社会信用代码": "91350211M0000XUF46"}, "统一社会信用代码", "校验"),
            ({"统一社会信用代码": "9.13E+17"}, "统一社会信用代码", "18"),
            ({"电话": "明天再说"}, "电话", "021-50001234"),
            ({"企业名称": ""}, "企业名称", ""),
            ({"企业名称": "长" * 121}, "企业名称", "120"),
        ],
    )
    def test_a_wrong_company_is_refused_in_words(self, office, change, column, said):
        [(number, at, sentence)] = wrongs(check(office, COMPANIES, as_csv(COMPANY | change)))

        assert (number, at) == (2, column)
        assert said in sentence

    @pytest.mark.parametrize(
        ("change", "column", "said"),
        [
            ({"所属企业": OTHER_CODE}, "所属企业", "先导入企业"),
            ({"网点类型": "小店"}, "网点类型", "收集型"),
            ({"城市代码": "31"}, "城市代码", "310100"),
            ({"坐标系": "BD-09"}, "坐标系", "GCJ-02"),
            ({"坐标系": ""}, "坐标系", "GCJ-02"),
            ({"经度": "31.2", "纬度": "121.6"}, "经度", "对调"),
            ({"经度": "2.35", "纬度": "48.85"}, "经度", "中国"),
            ({"经度": "东经一百二十"}, "经度", "数字"),
            ({"电话": "12"}, "电话", "021-50001234"),
        ],
    )
    def test_a_wrong_outlet_is_refused_in_words(self, office, company, change, column, said):
        found = wrongs(check(office, OUTLETS, as_csv(OUTLET | change)))

        assert (found[0][0], found[0][1]) == (2, column)
        assert said in found[0][2]

    def test_a_reason_lets_a_code_pass_that_fails_its_check(self, office):
        row = COMPANY | {"统一社会信用代码": "91350211M0000XUF46", "信用代码例外原因": "原件如此"}

        confirm(office, COMPANIES, check(office, COMPANIES, as_csv(row)))

        assert Company.objects.get().credit_code_override_reason == "原件如此"

    def test_two_rows_about_the_same_are_refused(self, office, company):
        again = OUTLET | {"所属企业": company.name}

        [(number, _column, sentence)] = wrongs(check(office, OUTLETS, as_csv(OUTLET, again)))

        assert number == 3
        assert "2" in sentence

    def test_a_gps_position_is_taken_to_where_maps_show_it(self, office, company):
        gps = OUTLET | {"坐标系": "WGS-84", "经度": "121.5", "纬度": "31.2"}

        confirm(office, OUTLETS, check(office, OUTLETS, as_csv(gps)))

        made = Outlet.objects.get(name=OUTLET["网点名称"])
        assert 0.003 < made.longitude - 121.5 < 0.006
        assert made.coord_sys == "gcj02"


class TestFilesOut:
    @pytest.mark.parametrize("path", [COMPANIES, OUTLETS])
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_the_template_itself_can_be_imported(self, office, company, path, form):
        template = office.get(f"{path}template.{form}").content

        assert check(office, path, template, name=f"x.{form}").status_code == 200

    @pytest.mark.parametrize("kind", ["company", "outlet"])
    @pytest.mark.parametrize("form", ["csv", "xlsx"])
    def test_what_is_exported_and_imported_changes_nothing(self, office, company, kind, form):
        Company.objects.update(website="https://example.com/a")
        exported = office.get(f"/admin/directory/{kind}/export-{form}/")

        shown = check(
            office, f"/admin/directory/{kind}/import/", exported.content, name=f"x.{form}"
        )

        assert shown.context["effect"].unchanged == 1

    def test_a_name_that_looks_like_a_formula_is_only_text(self, office, company):
        Company.objects.update(name="=1+1")

        sent = office.get("/admin/directory/company/export-csv/").content
        book = load_workbook(BytesIO(office.get("/admin/directory/company/export-xlsx/").content))

        assert b"'=1+1" in sent
        assert book.active["A2"].data_type == "s"
        assert check(office, COMPANIES, sent).context["effect"].unchanged == 1

    def test_an_unknown_form_of_template_is_not_found(self, office):
        assert office.get(f"{COMPANIES}template.exe").status_code == 404


class TestDoors:
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
    @pytest.mark.parametrize("path", [COMPANIES, OUTLETS, f"{OUTLETS}template.csv"])
    def test_only_the_platform_imports(self, client, company, role, path):
        let_in(client, staff_with(role, outlet=Outlet.objects.get()))

        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
        assert client.get("/admin/directory/company/export-csv/").status_code == 403

    def test_the_lists_lead_there(self, office, company):
        for kind in ("company", "outlet"):
            page = office.get(f"/admin/directory/{kind}/").content.decode()
            assert f"/admin/directory/{kind}/import-rows" in page

    def test_each_row_takes_a_bounded_number_of_statements(
        self, office, django_assert_max_num_queries
    ):
        rows = [
            COMPANY | {"企业名称": f"企业 {n}", "统一社会信用代码": code} for n, code in codes(40)
        ]

        with django_assert_max_num_queries(15 + 8 * len(rows)):
            assert check(office, COMPANIES, as_csv(*rows)).context["effect"].created == 40


def codes(count):
    """Return names and credit codes whose check fits."""
    for number in range(count):
        organisation = f"MA{number:06}"
        first = f"91310115{organisation}{organisation_check(organisation)}"
        yield f"企业 {number}", first + check_character(first)
