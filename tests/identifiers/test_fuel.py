"""What plate and model prove about the drive."""

import pytest

from voltbay.identifiers.fuel import fuel_of

BLUE = "沪A12345"


@pytest.mark.parametrize(
    ("plate", "model", "fuel"),
    [
        ("沪AD12345", "大众牌FV7146BBDBG", "electric"),  # the register's word outweighs a model
        ("沪AE12345", "", "electric"),
        ("沪AF12345", "", "hybrid"),
        ("沪AK12345", "上汽大通牌SH6501A1FCEV", "fuel_cell"),
        ("粤B12345D", "", "electric"),
        ("粤B12345F", "", "hybrid"),
        (BLUE, "北京牌BJ7000B3D1-BEV", "electric"),
        (BLUE, "江淮牌HFC7000AEV", "electric"),
        (BLUE, "特斯拉牌TSL7000", "electric"),  # no displacement at all
        (BLUE, "比亚迪牌BYD7152WT5HEVA", "hybrid"),
        (BLUE, "丰田牌GTM7250HEV", "hybrid"),
        (BLUE, "大众牌FV7146BBDBG", "petrol"),
        ("沪A1234警", "大众牌FV7146BBDBG", "petrol"),
        (BLUE, "长安牌SC6478B", "unknown"),  # a length, not a displacement
        (BLUE, "解放牌CA1040P40", "unknown"),
        (BLUE, "", "unknown"),
        ("", "", "unknown"),
    ],
)
def test_plate_first_then_model_else_unknown(plate, model, fuel):
    assert fuel_of(plate, model) == fuel
