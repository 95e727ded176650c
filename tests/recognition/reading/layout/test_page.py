from dataclasses import replace

import numpy as np

from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.recognition.reading.layout.labels import cut_at_labels, has_several
from voltbay.recognition.reading.layout.lines import Line
from voltbay.recognition.reading.layout.page import lay_out
from voltbay.recognition.reading.pixels.alphabet import Alphabet
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.recognise import Character, Script

HIGH = 40


def line(text, x, y, *, high=HIGH, slope=0.0):
    """Print a line with its left edge and middle row at a place."""
    wide = high * sum(0.55 if one.isascii() else 1.0 for one in text)
    step = 1 / len(text)
    characters = tuple(
        Character(one, 0.99, at * step, (at + 1) * step) for at, one in enumerate(text)
    )
    script = Script(characters, np.zeros((0, 1), np.float32), np.array([0]), Alphabet(""), 1.0)
    down = high / 2
    right = y + slope * wide
    corners = [(x, y - down), (x + wide, right - down), (x + wide, right + down), (x, y + down)]
    return Line(Quad(np.array(corners, np.float32)), script)


def texts(rows):
    return {name: row.text for name, row in rows.items()}


CARD = [
    line("姓名", 50, 100),
    line("张三", 180, 100),
    line("性别男", 50, 200),
    line("民族汉", 330, 200),
    line("出生", 50, 300),
    line("1949年12月31日", 180, 300),
    line("住址", 50, 400),
    line("北京市朝阳区样本路", 180, 400),
    line("1号", 180, 460),
    line("公民身份号码", 50, 640),
    line("11010519491231002X", 330, 640),
]
LICENCE = [
    line("号牌号码", 50, 100),
    line("川A7809C", 260, 100),
    line("车辆类型", 650, 100),
    line("小型轿车", 860, 100),
    line("所有人", 50, 200),
    line("张三", 260, 200),
    line("住址", 50, 300),
    line("四川省样本路1号", 260, 300),
    line("使用性质", 50, 400),
    line("非营运", 260, 400),
    line("品牌型号", 560, 400),
    line("北京牌BJ7000", 760, 400),
    line("车辆识别代号", 400, 500),
    line("LBEHDAEB58Y038860", 680, 500),
    line("发动机号码", 400, 600),
    line("8B123456", 680, 600),
    line("注册日期", 400, 700),
    line("2008-07-08", 600, 700),
    line("发证日期", 900, 700),
    line("2015-06-04", 1100, 700),
]


def read(lines, kind):
    return texts(kind.find(lay_out(lines, kind.form)))


def without(lines, *gone):
    return [one for one in lines if one.text not in gone]


def test_a_card_gives_every_field_to_its_label():
    assert texts(IDENTITY_CARD.find(lay_out(CARD, IDENTITY_CARD.form))) == {
        "name": "张三",
        "sex": "男",
        "ethnicity": "汉",
        "birth_date": "1949年12月31日",
        "address": "北京市朝阳区样本路1号",
        "number": "11010519491231002X",
    }


def test_a_licence_gives_every_field_to_its_label():
    rows = read(LICENCE, VEHICLE_LICENCE)

    assert rows["plate"] == "川A7809C"
    assert rows["owner"] == "张三"
    assert rows["model"] == "北京牌BJ7000"
    assert rows["vin"] == "LBEHDAEB58Y038860"
    assert (rows["register_date"], rows["issue_date"]) == ("2008-07-08", "2015-06-04")


def test_a_value_keeps_its_place_when_its_label_was_not_read():
    rows = read(without(LICENCE, "所有人", "住址"), VEHICLE_LICENCE)

    assert rows["owner"] == "张三"
    assert rows["address"] == "四川省样本路1号"


def test_a_label_that_could_not_be_read_is_cut_off_its_value():
    misread = [*without(CARD, "姓名", "张三"), line("女名张三", 50, 100)]

    assert read(misread, IDENTITY_CARD)["name"] == "张三"


def test_labels_that_an_earlier_reading_found_stay():
    known = lay_out(CARD, IDENTITY_CARD.form).labels
    misread = {"姓名": "牲各", "性别男": "牲刘男", "住址": "佳扯", "公民身份号码": "公R自"}
    lines = [
        line(misread.get(one.text, one.text), *one.quad.left) for one in CARD if one.text != "出生"
    ]

    assert texts(IDENTITY_CARD.find(lay_out(lines, IDENTITY_CARD.form, known))) == texts(
        IDENTITY_CARD.find(lay_out(CARD, IDENTITY_CARD.form))
    )


def test_a_value_begins_behind_a_label_of_which_nothing_was_read():
    wide = line("张三", 50, 100)
    late = tuple(
        replace(one, start=0.6 + one.start * 0.4, end=1.0) for one in wide.quick.characters
    )
    box = line("姓名？？张三", 50, 100).quad
    unread = Line(box, replace(wide.quick, characters=late))

    name = IDENTITY_CARD.find(lay_out([unread, *CARD[2:]], IDENTITY_CARD.form))["name"]

    assert name.text == "张三"
    assert name.pieces[0].quad.left[0] > 50 + 2 * HIGH


def test_the_rest_of_a_label_is_no_part_of_an_address():
    lines = [
        line("址北京市朝阳区样本路", 180, 400) if one.text.startswith("北京市") else one
        for one in CARD
    ]

    address = IDENTITY_CARD.find(lay_out(lines, IDENTITY_CARD.form))["address"]

    assert address.text == "北京市朝阳区样本路1号"


def test_labels_of_a_card_that_lies_askew_on_a_printed_page_are_found():
    page = [line("甲方应当按照本合同约定的时间和地点交付货物", 20, y) for y in range(900, 1900, 80)]
    tilt = 0.3
    card = [
        line(one.text, one.quad.left[0], one.quad.left[1] + tilt * one.quad.left[0], slope=tilt)
        for one in CARD
    ]

    found = lay_out([*card, *page], IDENTITY_CARD.form).labels

    assert {one.name for one in found if one.seen} == set(IDENTITY_CARD.form.labels)


def test_two_labels_tell_where_the_others_are():
    few = without(CARD, "姓名", "性别男", "民族汉", "住址")

    assert read(few, IDENTITY_CARD)["name"] == "张三"


def test_two_labels_of_unlike_size_tell_nothing():
    few = [
        *without(CARD, "姓名", "性别男", "民族汉", "住址", "公民身份号码"),
        line("公民身份号码", 50, 1900, high=15),
    ]

    assert "name" not in read(few, IDENTITY_CARD)


def test_the_ethnic_group_is_told_from_the_sex_when_its_label_was_not_read():
    rows = read(
        [*without(CARD, "性别男", "民族汉"), line("性别男", 50, 200), line("良旅维吾尔", 330, 200)],
        IDENTITY_CARD,
    )

    assert (rows["sex"], rows["ethnicity"]) == ("男", "维吾尔")


def test_what_lies_around_the_card_is_no_value():
    page = [line("合同约定的时间和地点", 1250, y) for y in (100, 300, 400, 640)]

    assert read([*CARD, *page], IDENTITY_CARD) == read(CARD, IDENTITY_CARD)


def test_the_second_line_of_an_address_is_none_of_the_owner_above_it():
    wrapped = [*LICENCE, line("栋1768", 262, 345)]
    rows = read(wrapped, VEHICLE_LICENCE)

    assert (rows["owner"], rows["address"]) == ("张三", "四川省样本路1号栋1768")


def test_a_row_far_behind_a_value_is_no_line_of_it():
    behind = line("交付货物", 900, 235)

    assert read([*LICENCE, behind], VEHICLE_LICENCE)["owner"] == "张三"


def test_a_label_with_a_misread_character_is_known():
    labels, pieces = cut_at_labels(
        line("车辆识别代亏LBEHDAEB58Y038860", 0, 0), VEHICLE_LICENCE.form.labels
    )

    assert [one.name for one in labels] == ["vin"]
    assert [one.text for one in pieces] == ["LBEHDAEB58Y038860"]


def test_a_mark_that_lies_askew_is_no_value():
    mark = line("样本专用", 420, 200, slope=-0.5)

    assert read([*LICENCE, mark], VEHICLE_LICENCE)["owner"] == "张三"


def test_letters_on_the_portrait_are_no_address():
    rows = read([*CARD, line("PHOTO", 620, 405)], IDENTITY_CARD)

    assert rows["address"] == "北京市朝阳区样本路1号"


def test_labels_that_are_printed_wide_are_one():
    spread = [*without(CARD, "住址"), line("住", 50, 400), line("址", 120, 400)]

    assert read(spread, IDENTITY_CARD)["address"] == "北京市朝阳区样本路1号"


def test_the_second_page_keeps_its_values():
    second = [
        line("号牌号码", 50, 1000),
        line("川A7809C", 260, 1000),
        line("档案编号", 650, 1000),
        line("510100123456", 860, 1000),
        line("检验记录", 50, 1100),
    ]

    rows = read([*LICENCE, *second], VEHICLE_LICENCE)

    assert rows["plate"] == "川A7809C"
    assert rows["engine_number"] == "8B123456"


def test_other_print_far_beside_a_name_is_no_part_of_it():
    rows = read([*CARD, line("四", 900, 70)], IDENTITY_CARD)

    assert rows["name"] == "张三"


def test_the_last_character_of_a_label_is_no_part_of_its_value():
    broken = [*without(LICENCE, "品牌型号", "北京牌BJ7000"), line("品牌型", 560, 400)]

    rows = read([*broken, line("号北京牌BJ7000", 700, 400)], VEHICLE_LICENCE)

    assert rows["model"] == "北京牌BJ7000"


def test_the_last_character_of_a_label_that_stands_apart_is_no_part_of_the_name():
    apart = [*without(CARD, "姓名"), line("名", 110, 100)]

    assert read(apart, IDENTITY_CARD)["name"] == "张三"


def test_a_label_in_two_boxes_side_by_side_is_one():
    askew = [replace(one, quad=Quad(one.quad.corners + np.float32([20, 10]))) for one in CARD]

    assert not has_several(
        lay_out([*CARD, *askew], IDENTITY_CARD.form).labels, IDENTITY_CARD.form.once
    )


def test_two_cards_have_their_labels_twice():
    beside = [replace(one, quad=Quad(one.quad.corners + np.float32([1200, 0]))) for one in CARD]

    one_card = lay_out(CARD, IDENTITY_CARD.form)
    two_cards = lay_out([*CARD, *beside], IDENTITY_CARD.form)

    assert not has_several(one_card.labels, IDENTITY_CARD.form.once)
    assert has_several(two_cards.labels, IDENTITY_CARD.form.once)
