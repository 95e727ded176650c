import pytest

from voltbay.identifiers.name import NameMalformed, NameTooLong, parse_name


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "买买提·艾合买提",
        "阿卜杜拉·买买提",
        "王𬭎",
        "𰻝",
        "欧阳娜娜",
        "John Smith",
        "Zoë O'Neil-Brown",
    ],
)
def test_names_of_every_people_are_accepted(name):
    assert parse_name(name) == name


@pytest.mark.parametrize("dot", "•・．‧∙.･")
def test_every_dot_becomes_the_standard_separator(dot):
    assert parse_name(f"买买提{dot}艾合买提") == "买买提·艾合买提"


def test_spaces_go_from_a_han_name_and_are_single_in_another():
    assert parse_name(" 李 雷\u3000") == "李雷"
    assert parse_name(" John \t Smith ") == "John Smith"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "张三1",
        "·张三",
        "张三·",
        "张··三",
        "😀",
        "张三😀",
        "<b>张三</b>",
        "'; DROP TABLE x; --",
        "1",
        "张John",
        "张\x00三",
    ],
)
def test_what_no_card_holds_is_malformed(name):
    with pytest.raises(NameMalformed):
        parse_name(name)


def test_fifty_characters_fit_and_fifty_one_do_not():
    assert parse_name("买" * 50)

    with pytest.raises(NameTooLong):
        parse_name("买" * 51)
