"""What a paper calls itself, and what only it says: lines of text, no pictures."""

import pytest

from voltbay.recognition.reading.kinds.foreigner_card import FOREIGNER_CARD
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.wrong_kind import (
    Print,
    notes_on,
    stand_in,
    stranger_instead,
    wrong_kind,
)

CARD = ["姓名张三", "性别女", "民族汉", "出生1985年6月15日", "住址样本路1号", "公民身份号码"]
LICENCE = ["车辆类型小型轿车", "所有人张三", "使用性质非营运", "品牌型号样本牌", "车辆识别代号"]
LICENCE += ["发动机号码", "注册日期2018-05-04", "发证日期2018-05-06"]
OWN_TITLE = "中华人民共和国机动车行驶证"


def told(lines, wanted, on_card=None):
    seen = Print(lines, on_card)
    return stranger_instead(seen, wanted) or wrong_kind(seen, wanted)


def test_the_wanted_documents_are_taken():
    assert told(CARD, IDENTITY_CARD) is None
    assert told([OWN_TITLE, *LICENCE], VEHICLE_LICENCE) is None


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("浙江省居住证", "residence_permit"),
        ("北京市工作居住证", "residence_permit"),
        ("常住人口登记卡", "household_register"),
        ("常住人囗登记卡", "household_register"),
        ("港澳居民来往内地通行证", "travel_permit"),
        ("中华人民共和国往来港澳通行证", "exit_permit"),
        ("残疾人证", "other_certificate"),
        ("中华人民共和国机动车驾驶证", "driving_licence"),
        ("中华人民共和国护照", "passport"),
    ],
)
def test_a_title_tells_a_paper_with_every_label_of_an_identity_card(title, code):
    assert told([title, *CARD[:3]], IDENTITY_CARD) == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("机动车登记证书", "registration_certificate"),
        ("动车登记证书", "registration_certificate"),  # its first character lies under glare
        ("机动车登纪证书", "registration_certificate"),
        ("电子行驶证", "electronic_licence"),
        ("电子行驶正", "electronic_licence"),
        ("临时行驶车号牌", "temporary_plate"),
        ("机动车交通事故责任强制保险单", "insurance_policy"),
        ("机动车整车出厂合格证", "conformity_certificate"),
        ("机动车销售统一发票", "car_invoice"),
        ("道路运输证", "other_car_paper"),
    ],
)
def test_a_title_tells_a_paper_with_labels_of_a_licence(title, code):
    shared = [
        "车辆类型小型轿车",
        "所有人张三",
        "使用性质非营运",
        "车辆识别代号",
        "发证日期2018-05-06",
    ]

    assert told([title, *shared], VEHICLE_LICENCE) == code


def test_a_title_misread_between_two_papers_tells_neither():
    assert told(["机动车驶证", *LICENCE], VEHICLE_LICENCE) is None


def test_what_a_text_mentions_is_no_title():
    assert told(["办理时请携带居住证和身份证复印件", *CARD], IDENTITY_CARD) is None


def test_labels_that_only_another_paper_has_tell_it_without_a_title():
    lines = ["4.机动车登记编号", "8.车身颜色白", "5.车辆类型", "9.车辆识别代号", "23.使用性质"]

    assert told(lines, VEHICLE_LICENCE) == "registration_certificate"


def test_one_such_label_in_the_midst_of_the_wanted_ones_tells_it():
    card = [*CARD, "居住地址样本路1号"]

    assert told(card, IDENTITY_CARD, on_card=card) == "residence_permit"
    assert told(card, IDENTITY_CARD, on_card=CARD) is None


def test_a_bank_card_is_told_as_one():
    lines = ["样本银行", "6222021234567890123", "VALID THRU12/30", "UnionPay银联"]

    assert told(lines, IDENTITY_CARD) == "bank_card"
    assert told(lines, VEHICLE_LICENCE) == "bank_card"


def test_a_foreign_passport_is_told_by_its_english_labels():
    lines = ["Surname/Nom", "SPECIMEN", "Given names/Prenoms", "Place of birth", "Dateofissue"]

    assert told(lines, IDENTITY_CARD) == "passport"
    assert told(["PASSPORT", "SPECIMEN"], IDENTITY_CARD) == "passport"
    assert told(["P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<"], IDENTITY_CARD) == "passport"


def test_a_licence_on_top_of_another_paper_counts_where_its_place_is_known():
    both = ["机动车登记证书", "车身颜色白", OWN_TITLE, *LICENCE]

    assert told(both, VEHICLE_LICENCE, on_card=[OWN_TITLE, *LICENCE]) is None
    assert told(both, VEHICLE_LICENCE) == "several_cards"


def test_a_driving_licence_in_the_same_wallet_is_told_from_the_licence():
    beside = ["中华人民共和国机动车驾驶证", "准驾车型C1"]

    assert told([*beside, OWN_TITLE, *LICENCE], VEHICLE_LICENCE, on_card=LICENCE) is None


def test_an_identity_card_beside_a_driving_licence_is_not_called_one():
    both = ["中华人民共和国机动车驾驶证", "准驾车型C1", "姓名张三", "性别女", "公民身份号码"]

    assert told(both, IDENTITY_CARD) == "several_cards"
    assert told([*both, *CARD], IDENTITY_CARD, on_card=CARD) is None


def test_the_other_side_comes_along():
    back = ["中华人民共和国", "居民身份证", "签发机关样本市公安局", "有效期限"]

    assert told([*CARD, *back], IDENTITY_CARD) is None
    assert told(back, IDENTITY_CARD) == "emblem_side"


def test_a_second_page_is_told_from_an_electronic_licence():
    second = ["检验有效期至2027年08月", "强制报废期止", "外廓尺寸", "整备质量", "核定载人数5人"]

    assert told(second, VEHICLE_LICENCE) == "licence_second_page"
    assert told([*second, OWN_TITLE, *LICENCE], VEHICLE_LICENCE) is None
    assert told([*second[:2], "状态正常", "生成时间"], VEHICLE_LICENCE) == "electronic_licence"
    assert told(second[:2], VEHICLE_LICENCE) == VEHICLE_LICENCE.absent


def test_a_temporary_card_is_taken_and_noted():
    lines = ["中华人民共和国临时居民身份证", *CARD]

    assert told(lines, IDENTITY_CARD) is None
    assert notes_on(Print(lines), IDENTITY_CARD) == ("temporary_identity_card",)
    assert notes_on(Print(["居民身份证", *CARD]), IDENTITY_CARD) == ()


def test_a_foreigners_card_stands_in_for_an_identity_card():
    title = Print(["中华人民共和国外国人永久居留身份证"])
    labels = Print(["国籍/Nationality", "有效期限/PeriodofValidity", "证件号码/IDNo."])

    assert stand_in(title, IDENTITY_CARD) is FOREIGNER_CARD
    assert stand_in(labels, IDENTITY_CARD) is FOREIGNER_CARD
    assert stand_in(title, VEHICLE_LICENCE) is None
    assert stand_in(Print(CARD), IDENTITY_CARD) is None


def test_a_foreigners_card_is_no_licence():
    lines = ["中华人民共和国外国人永久居留身份证", "国籍/Nationality", "PeriodofValidity"]

    assert told(lines, VEHICLE_LICENCE) == "not_a_vehicle_licence"
