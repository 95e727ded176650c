import pytest

from voltbay.identifiers.foreigner_number import ForeignerNumberWrong, parse_foreigner_number

# Made up, but for their checks; the first two stand in public code as examples.


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("932682198501010017", "19850101"),
        ("KAZ110090123105", "901231"),
        (" can1100 85080712 ", "850807"),
    ],
)
def test_both_forms_pass_their_check(text, born):
    assert parse_foreigner_number(text).born == born


@pytest.mark.parametrize(
    "text",
    [
        "932682198501010018",
        "KAZ110090123104",
        "11010519491231002X",
        "KAZ110090133105",
        "",
    ],
)
def test_another_number_is_refused(text):
    with pytest.raises(ForeignerNumberWrong):
        parse_foreigner_number(text)
