import pytest

from voltbay.identifiers.plate import Energy, PlateMalformed, parse_plate


@pytest.mark.parametrize(
    ("number", "energy", "is_large"),
    [
        ("京AD12345", Energy.PURE_ELECTRIC, False),
        ("粤BDA1234", Energy.PURE_ELECTRIC, False),
        ("沪AF03456", Energy.NOT_PURE, False),
        ("粤BA12345", Energy.PURE_ELECTRIC, False),
        ("京A12345D", Energy.PURE_ELECTRIC, True),
        ("粤B54321F", Energy.NOT_PURE, True),
        ("浙A98765K", Energy.NOT_PURE, True),
        ("川A7809C", Energy.NOT_TOLD, False),
        ("粤Z1234港", Energy.NOT_TOLD, False),
    ],
)
def test_a_plate_tells_drive_and_size(number, energy, is_large):
    plate = parse_plate(number)

    assert (plate.number, plate.energy, plate.is_large) == (number, energy, is_large)


@pytest.mark.parametrize(
    "number",
    ["", "京AL12345", "京AD1234I", "京AI2345", "美AD12345", "京1D12345", "AD12345", "京AD123456"],
)
def test_what_no_office_gives_out_is_malformed(number):
    with pytest.raises(PlateMalformed):
        parse_plate(number)


@pytest.mark.parametrize("typed", ["京A·D12345", "京a d12345", "京Ａ•Ｄ１２３４５", "京A-D12345"])
def test_the_printed_separator_and_small_letters_are_forgiven(typed):
    assert parse_plate(typed).number == "京AD12345"


def test_a_plate_is_printed_with_its_separator():
    assert parse_plate("京AD12345").printed == "京A·D12345"
