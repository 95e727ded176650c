from voltbay.recognition.reading.judge import judge
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.values.seen import Seen

CARD = {
    "name": Seen("张三", 0.99),
    "sex": Seen("女", 0.99),
    "ethnicity": Seen("汉", 0.99),
    "birth_date": Seen("1949-12-31", 0.99),
    "address": Seen("北京市朝阳区样本路1号", 0.99),
    "number": Seen("11010519491231002X", 0.99),
}


def card(**changed):
    return judge(IDENTITY_CARD, CARD | changed)


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
