import pytest

from voltbay.recognition.reading.result import Kind
from voltbay.recognition.reading.values.rules import judge
from voltbay.recognition.reading.values.seen import Seen
from voltbay.recognition.reading.words.traditional import simplified

CARD = {
    "name": Seen("张三", 0.99),
    "sex": Seen("女", 0.99),
    "ethnicity": Seen("汉", 0.99),
    "birth_date": Seen("1949-12-31", 0.99),
    "address": Seen("北京市朝阳区样本路1号", 0.99),
    "number": Seen("11010519491231002X", 0.99),
}
LICENCE = {
    "plate": Seen("川A7809C", 0.99),
    "vehicle_type": Seen("小型轿车", 0.99),
    "owner": Seen("张三", 0.99),
    "address": Seen("四川省成都市样本路1号", 0.99),
    "use_character": Seen("非营运", 0.99),
    "model": Seen("北京现代牌BH7164MX", 0.99),
    "vin": Seen("LBEHDAEB58Y038860", 0.99),
    "engine_number": Seen("8B123456", 0.99),
    "register_date": Seen("2008-07-08", 0.99),
    "issue_date": Seen("2015-06-04", 0.99),
}


def card(**changed):
    return judge(Kind.IDENTITY_CARD, CARD | changed)


def licence(**changed):
    return judge(Kind.VEHICLE_LICENCE, LICENCE | changed)


def test_a_clean_card_has_no_doubt():
    fields, problems = card()

    assert problems == ()
    assert not any(one.doubtful for one in fields.values())


def test_birth_date_and_sex_are_filled_from_the_number():
    fields, _ = card(birth_date=Seen("", 0.0), sex=Seen("", 0.0))

    assert fields["birth_date"].value == "1949-12-31"
    assert fields["sex"].value == "女"


def test_a_number_that_the_printed_birth_date_contradicts_is_doubtful():
    fields, _ = card(birth_date=Seen("1949-12-01", 0.99))

    assert fields["number"].doubtful


def test_traditional_forms_are_written_as_they_are_printed():
    fields, _ = card(ethnicity=Seen("漢", 0.99))

    assert fields["ethnicity"].value == "汉"


@pytest.mark.parametrize("name", ["王濛", "李昇", "张璿", "王堃"])
def test_a_form_that_names_have_beside_the_usual_one_stays(name):
    assert simplified(name) == name


def test_a_group_that_is_misread_by_one_character_is_corrected_and_asked_about():
    fields, _ = card(ethnicity=Seen("维吾示", 0.99))

    field = fields["ethnicity"]
    assert (field.value, field.corrected, field.doubtful) == ("维吾尔", True, True)


def test_a_name_with_a_digit_is_doubtful():
    fields, _ = card(name=Seen("张三1", 0.99))

    assert fields["name"].doubtful


def test_a_name_that_was_not_found_refuses_the_card():
    _, problems = card(name=Seen("", 0.0))

    assert [(one.code, one.field) for one in problems] == [("field_unreadable", "name")]


def test_a_short_number_is_unreadable_and_a_wrong_one_fails_its_check():
    _, short = card(number=Seen("1101051949123100", 0.99))
    _, wrong = card(number=Seen("110105194912310021", 0.99))

    assert [one.code for one in short] == ["field_unreadable"]
    assert [one.code for one in wrong] == ["number_fails_check"]


def test_a_clean_licence_has_no_doubt():
    fields, problems = licence()

    assert problems == ()
    assert not any(one.doubtful for one in fields.values())


def test_a_plate_that_cannot_be_is_not_passed_on():
    fields, problems = licence(plate=Seen("京AL12345", 0.99))

    assert fields["plate"].value == ""
    assert [(one.code, one.field) for one in problems] == [("field_unreadable", "plate")]


def test_an_issue_before_the_registration_is_doubtful():
    fields, _ = licence(issue_date=Seen("2001-06-04", 0.99))

    assert fields["issue_date"].doubtful


def test_a_stamp_beside_a_use_character_is_dropped_and_asked_about():
    fields, _ = licence(use_character=Seen("非营运样本", 0.5))

    field = fields["use_character"]
    assert (field.value, field.corrected, field.doubtful) == ("非营运", True, True)


def test_an_owner_is_written_with_the_signs_that_licences_print():
    fields, _ = licence(owner=Seen("北京样本(集团)有限公司", 0.99))
    assert fields["owner"].value == "北京样本（集团）有限公司"

    fields, _ = licence(owner=Seen("买买提・艾合买提", 0.99))
    assert fields["owner"].value == "买买提·艾合买提"


def test_an_address_without_its_start_is_doubtful():
    fields, _ = licence(address=Seen("省成都市样本路1号", 0.99))

    assert fields["address"].doubtful


def test_an_owner_with_a_digit_is_asked_about():
    fields, _ = licence(owner=Seen("张文栋1768", 0.99))

    assert fields["owner"].doubtful
