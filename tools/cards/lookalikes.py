"""Papers that people photograph by mistake: titles, and labels that are like those wanted.

Words and places only, without stamps, emblems or security print; every one is marked 样本.
"""

from collections.abc import Callable
from functools import partial
from random import Random

from PIL import Image

from tools.cards.cars import a_car
from tools.cards.paper import Sheet
from tools.cards.people import a_person

CARD, SHEET, PHONE = (1284, 810), (1240, 1160), (1080, 1900)
Rows = tuple[tuple[str, str], ...]  # label, and the field or the text beside it

OF_PERSON: Rows = (("姓名", "name"), ("性别", "sex"), ("民族", "ethnicity"), ("出生", "birth_date"))
NUMBER: Rows = (("公民身份号码", "number"),)
PAPERS: dict[str, tuple[str, str, tuple[int, int], Rows]] = {
    "residence_permit": (
        "residence_permit",
        "广东省居住证",
        CARD,
        (*OF_PERSON, ("居住地址", "address"), ("签发机关", "样本市公安局"), *NUMBER),
    ),
    "hkmt_back": (
        "residence_permit_back",
        "港澳居民居住证",
        CARD,
        (
            ("签发机关", "样本市公安局"),
            ("有效期限", "2024.03.01-2029.03.01"),
            ("通行证号码", "H01234567"),
            ("签发次数", "01"),
        ),
    ),
    "household_register": (
        "household_register",
        "常住人口登记卡",
        SHEET,
        (
            *OF_PERSON,
            ("户主或与户主关系", "户主"),
            ("籍贯", "样本市"),
            ("曾用名", ""),
            ("公民身份证件编号", "number"),
            ("文化程度", "大学"),
            ("婚姻状况", "已婚"),
        ),
    ),
    "travel_permit": (
        "travel_permit",
        "港澳居民来往内地通行证",
        CARD,
        (
            ("姓名", "name"),
            ("出生日期", "birth_date"),
            ("性别", "sex"),
            ("有效期限", "2023.01.05-2033.01.04"),
            ("签发机关", "样本出入境管理局"),
            ("证件号码", "H01234567"),
        ),
    ),
    "exit_permit": (
        "exit_permit",
        "往来港澳通行证",
        CARD,
        (
            ("姓名", "name"),
            ("出生日期", "birth_date"),
            ("性别", "sex"),
            ("有效期限", "2023.01.05-2033.01.04"),
            ("签发地点", "样本省"),
        ),
    ),
    "student_card": (
        "other_certificate",
        "残疾人证",
        CARD,
        (*OF_PERSON, ("残疾类别", "听力"), *NUMBER),
    ),
    "electronic_identity_card": (
        "electronic_identity_card",
        "电子身份证",
        PHONE,
        (*OF_PERSON, ("住址", "address"), *NUMBER, ("出示二维码", "")),
    ),
    "passport": (
        "passport",
        "护照 PASSPORT",
        (1300, 920),
        (
            ("类型/Type", "P"),
            ("国家码/Country Code", "CHN"),
            ("姓名/Name", "name"),
            ("性别/Sex", "女/F"),
            ("出生日期/Date of birth", "birth_date"),
            ("签发日期/Date of issue", "2019-03-05"),
            ("POCHNYANGBEN<<SAMPLE<<<<<<<<<<<<<<<<", ""),
        ),
    ),
    "foreign_passport": (
        "passport",
        "PASSPORT  PASSEPORT",
        (1300, 920),
        (
            ("Type/Type", "P"),
            ("Surname/Nom", "SPECIMEN"),
            ("Given names/Prénoms", "ANNA MARIA"),
            ("Nationality/Nationalité", "UTOPIAN"),
            ("Date of birth", "12 AUG/AOUT 74"),
            ("Place of birth", "ZENITH"),
            ("Date of issue", "16 APR/AVR 17"),
            ("P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<", ""),
        ),
    ),
    "registration_certificate": (
        "registration_certificate",
        "机动车登记证书",
        SHEET,
        (
            ("1.机动车所有人/身份证明名称/号码", "owner"),
            ("2.登记机关", "样本市公安局交警支队"),
            ("4.机动车登记编号", "plate"),
            ("5.车辆类型", "vehicle_type"),
            ("7.车辆型号", "model"),
            ("8.车身颜色", "白"),
            ("9.车辆识别代号/车架号", "vin"),
            ("10.国产/进口", "国产"),
            ("11.发动机号", "engine_number"),
            ("23.使用性质", "use_character"),
            ("32.发证日期", "issue_date"),
        ),
    ),
    "insurance_policy": (
        "insurance_policy",
        "机动车交通事故责任强制保险单",
        SHEET,
        (
            ("被保险人", "owner"),
            ("号牌号码", "plate"),
            ("使用性质", "use_character"),
            ("发动机号码", "engine_number"),
            ("识别代码(车架号)", "vin"),
            ("厂牌型号", "model"),
            ("责任限额", "死亡伤残赔偿限额180000元"),
            ("保险期间", "自2026年1月1日至2026年12月31日"),
        ),
    ),
    "temporary_plate": (
        "temporary_plate",
        "临时行驶车号牌",
        CARD,
        (
            ("机动车所有人", "owner"),
            ("车辆类型", "vehicle_type"),
            ("厂牌型号", "model"),
            ("车辆识别代号", "vin"),
            ("发动机号码", "engine_number"),
            ("有效期至", "2026年12月10日"),
        ),
    ),
    "electronic_licence": (
        "electronic_licence",
        "电子行驶证",
        PHONE,
        (
            ("号牌号码", "plate"),
            ("车辆类型", "vehicle_type"),
            ("所有人", "owner"),
            ("使用性质", "use_character"),
            ("品牌型号", "model"),
            ("车辆识别代号", "vin"),
            ("发动机号码", "engine_number"),
            ("注册日期", "register_date"),
            ("发证日期", "issue_date"),
            ("检验有效期至", "2027年08月"),
            ("生成时间", "2026-11-26 10:00:00"),
        ),
    ),
    "conformity_certificate": (
        "conformity_certificate",
        "机动车整车出厂合格证",
        SHEET,
        (
            ("合格证编号", "YB0123456789012"),
            ("车辆制造企业名称", "样本汽车有限公司"),
            ("车辆品牌/车辆名称", "样本牌/纯电动轿车"),
            ("车辆型号", "model"),
            ("车辆识别代号", "vin"),
            ("发动机号", "engine_number"),
            ("发证日期", "issue_date"),
        ),
    ),
    "car_invoice": (
        "car_invoice",
        "机动车销售统一发票",
        SHEET,
        (
            ("购买方名称", "owner"),
            ("车辆类型", "vehicle_type"),
            ("厂牌型号", "model"),
            ("合格证号", "YB0123456789012"),
            ("发动机号码", "engine_number"),
            ("车辆识别代号/车架号码", "vin"),
            ("价税合计", "壹拾贰万元整"),
        ),
    ),
    "transport_licence": (
        "other_car_paper",
        "道路运输证",
        SHEET,
        (
            ("业户名称", "owner"),
            ("车辆号牌", "plate"),
            ("车辆类型", "vehicle_type"),
            ("经营许可证号", "110105012345"),
            ("经营范围", "普通货运"),
            ("发证日期", "issue_date"),
        ),
    ),
    "business_licence": (
        "business_licence",
        "营业执照",
        SHEET,
        (
            ("统一社会信用代码", "91110105MA00SAMPLE"),
            ("名称", "owner"),
            ("法定代表人", "name"),
            ("注册资本", "壹佰万元整"),
            ("成立日期", "register_date"),
            ("住所", "address"),
        ),
    ),
}


def print_lookalike(name: str, random: Random, *, with_title: bool = True) -> Image.Image:
    """Print one of the papers; without its title as if glare or a thumb lay on it."""
    _, title, size, rows = PAPERS[name]
    sheet = Sheet(*size)
    tint = random.choice(((250, 250, 246), (232, 240, 246), (240, 236, 226)))
    sheet.wash(tint, (246, 244, 240))
    if with_title:
        where = random.uniform(0.14, 0.24), random.uniform(0.07, 0.1)
        sheet.write(where, title, size=random.uniform(54, 64) / size[1], bold=1)
    facts = a_car(random) | a_person(random)
    top, pitch = random.uniform(0.19, 0.22), min(0.11, 0.74 / len(rows))
    widest = max(len(label) for label, value in rows if value)
    for at, (label, value) in enumerate(rows):
        row = top + at * pitch
        sheet.write((0.06, row), label, size=36 / size[1])
        sheet.write((0.09 + widest * 40 / size[0], row), facts.get(value, value), size=40 / size[1])
    sheet.mark_as_specimen(random)
    return sheet.image


def print_temporary_card(person: dict[str, str], random: Random) -> Image.Image:
    """Print a temporary identity card, which says so above what every card says."""
    return _card("中华人民共和国临时居民身份证", person, random)


def print_hkmt_permit(person: dict[str, str], random: Random) -> Image.Image:
    """Print a residence permit of a resident of Hong Kong, Macao or Taiwan: no ethnic group."""
    return _card("", {name: one for name, one in person.items() if name != "ethnicity"}, random)


def _card(title: str, person: dict[str, str], random: Random) -> Image.Image:
    sheet = Sheet(*CARD)
    sheet.wash((226, 232, 238), (236, 236, 230))
    sheet.write((0.2, 0.08), title, size=0.06)
    blue = {"size": 0.048, "ink": (30, 95, 165)}
    year, month, day = person["birth_date"].split("-")
    rows = (("姓名", person["name"], 0.18), ("性别", person["sex"], 0.29))
    rows += (
        ("出生", f"{year}年{int(month)}月{int(day)}日", 0.4),
        ("住址", person["address"][:14], 0.52),
    )
    for label, value, row in rows:
        sheet.write((0.05, row), label, **blue)
        sheet.write((0.17, row), value, size=0.054)
    if "ethnicity" in person:
        sheet.write((0.3, 0.29), "民族", **blue)
        sheet.write((0.41, 0.29), person["ethnicity"], size=0.054)
    sheet.write((0.05, 0.87), "公民身份号码", **blue)
    sheet.write((0.34, 0.87), person["number"], size=0.06, gap=random.uniform(0.03, 0.1))
    sheet.silhouette((0.66, 0.2, 0.92, 0.76))
    sheet.mark_as_specimen(random)
    return sheet.image


LOOKALIKES: dict[str, tuple[str, Callable[[Random], Image.Image]]] = {
    name: (code, partial(print_lookalike, name)) for name, (code, *_) in PAPERS.items()
}
