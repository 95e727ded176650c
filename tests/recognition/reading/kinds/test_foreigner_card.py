import pytest

from voltbay.recognition.reading.judge import judge
from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.values.seen import Seen

CARD = {
    "name": Seen("MUELLER,HANS", 0.99),
    "chinese_name": Seen("穆汉斯", 0.99),
    "sex": Seen("男/M", 0.99),
    "birth_date": Seen("1985-08-07", 0.99),
    "nationality": Seen("德国/DEU", 0.99),
    "valid_until": Seen("2033-11-30", 0.99),
    "number": Seen("911276198508070011", 0.99),
}


def card(**changed):
    return judge(FOREIGNER_CARD, CARD | changed)


def test_a_clean_card_has_no_doubt():
    fields, problems = card(
        number=Seen("932682198501010017", 0.99), birth_date=Seen("1985-01-01", 1)
    )

    assert problems == ()
    assert fields["name"].value == "MUELLER, HANS"
    assert not any(one.doubtful for one in fields.values())


def test_the_older_form_has_no_chinese_name_and_nobody_is_asked_for_one():
    old = Seen("KAZ110090123105", 0.99)
    fields, problems = card(
        chinese_name=Seen("", 0), number=old, birth_date=Seen("1990-12-31", 0.99)
    )

    assert problems == ()
    assert "chinese_name" not in fields


@pytest.mark.parametrize("number", ["932682198501010016", "KAZ110090123106"])
def test_a_number_that_fails_its_check_refuses_the_card(number):
    _, problems = card(number=Seen(number, 0.99))

    assert [one.code for one in problems] == ["foreigner_number_check"]


def test_a_number_that_the_printed_birth_date_contradicts_is_doubtful():
    fields, _ = card(number=Seen("932682198501010017", 0.99), birth_date=Seen("1985-01-02", 1))

    assert fields["number"].doubtful


def test_an_identity_card_has_no_foreigners_number():
    _, problems = judge(IDENTITY_CARD, {"name": Seen("张三", 1), "number": CARD["number"]})

    assert [one.field for one in problems] == ["number"]


@pytest.mark.parametrize("number", ["810000199510216947", "830000199510216943"])
def test_no_ethnic_group_is_asked_for_where_none_is_printed(number):
    fields, _ = judge(IDENTITY_CARD, {"name": Seen("张三", 1), "number": Seen(number, 1)})

    assert ("ethnicity" in fields) == (fields["number"].value == "")
