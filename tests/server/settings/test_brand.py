"""What the environment says of the operator, and what is said when that does not do."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from PIL import Image

from voltbay.brand.brand import MAKER, Brand
from voltbay.server.settings.brand import operators_brand

VARIABLES = ("NAME", "NAME_EN", "SHORT_NAME", "SHORT_NAME_EN", "LEAD", "LEAD_EN", "LOGO")
VARIABLES += ("COLOUR", "COLOUR_DARK", "ICP", "POLICE_RECORD", "POWERED_BY")


@pytest.fixture
def said(monkeypatch):
    """Return what sets the operator's variables, and nothing else."""
    for name in VARIABLES:
        monkeypatch.delenv(f"VOLTBAY_OPERATOR_{name}", raising=False)

    def say(**variables: str) -> Brand:
        for name, value in variables.items():
            monkeypatch.setenv(f"VOLTBAY_OPERATOR_{name}", value)
        return operators_brand()

    return say


def test_whoever_says_nothing_runs_it_under_our_name(said):
    assert said() == Brand()


def test_whoever_says_all_is_seen_alone(said, tmp_path):
    Image.new("RGB", (64, 64), "#0a6b4f").save(tmp_path / "logo.png")

    brand = said(
        NAME="绿电回收", NAME_EN="GreenCell", SHORT_NAME="绿电", LEAD="旧电池，绿电收。",
        LEAD_EN="Old batteries, green hands.", LOGO=str(tmp_path / "logo.png"), COLOUR="#0A6B4F",
        COLOUR_DARK="#5fd9b0", ICP="沪ICP备2026012345号-1",
        POLICE_RECORD="沪公网安备31010102000001号", POWERED_BY="0",
    )  # fmt: skip

    assert (brand.name_zh, brand.short_zh, brand.short_en) == ("绿电回收", "绿电", "GreenCell")
    assert (brand.light.accent, brand.dark.accent) == ("#0a6b4f", "#5fd9b0")
    assert brand.logo_path.startswith("/logo.png?v=")
    assert brand.powered_by is False
    assert MAKER not in repr(brand)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"NAME": "绿电回收"}, ("绿电回收",) * 4),
        ({"NAME": "绿电回收", "SHORT_NAME": "绿电"}, ("绿电回收", "绿电回收", "绿电", "绿电")),
        (
            {"NAME": "绿电回收", "NAME_EN": "GreenCell"},
            ("绿电回收", "GreenCell", "绿电回收", "GreenCell"),
        ),
    ],
)
def test_what_is_missing_of_the_names_is_never_ours(said, given, names):
    brand = said(**given)

    assert (brand.name_zh, brand.name_en, brand.short_zh, brand.short_en) == names


def test_a_colour_without_a_dark_one_gets_one(said):
    brand = said(COLOUR="#0a6b4f")

    assert brand.dark.accent not in ("#0a6b4f", Brand().dark.accent)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"NAME_EN": "GreenCell"}, "set VOLTBAY_OPERATOR_NAME too"),
        ({"NAME": "绿" * 41}, "up to 40 characters"),
        ({"NAME": "绿<b>电"}, "VOLTBAY_OPERATOR_NAME is"),
        ({"COLOUR": "green"}, "VOLTBAY_OPERATOR_COLOUR is 'green': give a # and six"),
        ({"COLOUR": "#8fd14f"}, r"VOLTBAY_OPERATOR_COLOUR is #8fd14f: white .*1\.6:1.*darker one"),
        (
            {"COLOUR": "#0a6b4f", "COLOUR_DARK": "#0a6b4f"},
            "VOLTBAY_OPERATOR_COLOUR_DARK is #0a6b4f: .*lighter one",
        ),
        ({"COLOUR_DARK": "#5fd9b0"}, "set VOLTBAY_OPERATOR_COLOUR too"),
        ({"LOGO": "/nowhere/logo.png"}, "VOLTBAY_OPERATOR_LOGO names /nowhere/logo.png, which"),
        ({"ICP": "12345678"}, "京ICP备12345678号-1"),
        ({"POLICE_RECORD": "沪公网安备1号"}, "京公网安备11010102000001号"),
        ({"POWERED_BY": "no"}, "must be 0 or 1"),
    ],
)
def test_what_will_not_do_stops_the_start_with_what_to_do(said, given, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        said(**given)
