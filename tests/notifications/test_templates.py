from pathlib import Path

import pytest

from tests.notifications.conftest import BOOKED, CODE
from voltbay.brand.brand import Brand
from voltbay.core.languages import EN, ZH
from voltbay.notifications.templates import TEMPLATES, signature, template_of


@pytest.mark.parametrize("kind", TEMPLATES)
@pytest.mark.parametrize("language", [ZH, EN])
def test_every_text_uses_exactly_its_parameters(kind, language):
    template = TEMPLATES[kind]
    words = {name: f"<{name}>" for name in template.params}

    text = template.text(language=language, params=words)

    assert all(word in text for word in words.values())


def test_a_code_is_told_in_the_language_of_who_asked():
    template = template_of("sign_in_code", params=CODE)

    assert "验证码 123456" in template.text(language=ZH, params=CODE)
    assert "code is 123456" in template.text(language=EN, params=CODE)


@pytest.mark.parametrize("params", [{}, {"code": "1"}, {**CODE, "phone": "1"}])
def test_parameters_that_do_not_fit_are_a_mistake_of_ours(params):
    with pytest.raises(ValueError, match="sign_in_code takes"):
        template_of("sign_in_code", params=params)


def test_an_unknown_kind_is_a_mistake_of_ours():
    with pytest.raises(LookupError):
        template_of("advertisement", params=BOOKED)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_chinese_text_fits_into_one_billed_message_or_two(kind):
    template = TEMPLATES[kind]
    longest = {
        "code": "K7QM2PXA",
        "minutes": "5",
        "time": "04-08 09:00",
        "was": "04-07 09:00",
        "outlet": "浦东新区张江高科技园区动力电池回收服务网点",
        "phone": "138****8000",
        "service": "0755-86543210",
        "serial": "VR260408-7K3M9Q2T",
        "link": "https://voltbay.example/r/VR260408-7K3M9Q2T",
        "company": "上海申通出租汽车运营服务有限公司",
        "cars": "60",
        "bay": "04-08 10:30",
        "count": "200",
        "what": "预约改期，沪AD12345，04-08 09:00",
        "first": "04-08 09:00",
        "last": "04-10 15:30",
    }

    text = template.text(language=ZH, params={name: longest[name] for name in template.params})

    assert len(text) <= 2 * 67


def test_operations_say_what_each_kind_is_sent_for_and_its_gaps():
    lines = (Path(__file__).parents[2] / "docs" / "operations.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    table = {row[0].strip("`"): row[-1] for row in cells if row[0].strip("`") in TEMPLATES}

    told = {kind: set(gaps.split(", ")) for kind, gaps in table.items()}
    assert told == {kind: set(template.params) for kind, template in TEMPLATES.items()}


def test_messages_are_signed_with_the_approved_name_or_the_operators(settings):
    settings.VOLTBAY_BRAND = Brand(name_zh="绿电回收", short_en="GreenCell")
    settings.VOLTBAY_SMS_SIGN_NAME = "绿电科技"

    assert (signature(ZH), signature(EN)) == ("【绿电科技】", "[GreenCell] ")
