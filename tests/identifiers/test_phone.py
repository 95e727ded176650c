import pytest

from voltbay.identifiers.phone import PhoneMalformed, parse_phone


@pytest.mark.parametrize("phone", ["13800138000", "19212345678", "17012345678", "15412345678"])
def test_mobile_numbers_of_every_range_are_accepted(phone):
    assert parse_phone(phone) == phone


@pytest.mark.parametrize(
    "typed",
    [
        "+8613800138000",
        "008613800138000",
        "86 138 0013 8000",
        "138-0013-8000",
        "１３８００１３８０００",
        "\u202d13800138000\u202c",
    ],
)
def test_prefixes_grouping_and_pasted_marks_are_forgiven(typed):
    assert parse_phone(typed) == "13800138000"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "12012345678",
        "1380013800",
        "138001380000",
        "+113800138000",
        "١٣٨٠٠١٣٨٠٠٠",
        "1380013800o",
        "😀",
    ],
)
def test_everything_else_is_malformed(typed):
    with pytest.raises(PhoneMalformed):
        parse_phone(typed)
