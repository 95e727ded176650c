"""Draw foreigners' permanent resident identity cards of both forms, for invented people."""

from random import Random

from PIL import Image

from tools.cards.paper import Sheet
from tools.cards.people import check_character

WIDTH, HEIGHT = 1284, 810
FAMILY = ("MUELLER", "SMITH", "TANAKA", "IVANOVA", "DUPONT", "O'BRIEN", "KIM", "GARCIA LOPEZ")
GIVEN = ("HANS", "LINDA", "YUKI", "ANNA MARIA", "JEAN-PIERRE", "MIN-JUN", "CARLOS", "SOFIA")
CHINESE = ("林达", "穆汉斯", "安娜", "金敏俊", "杜邦", "田中由纪")
STATES = (("德国", "DEU", "276"), ("加拿大", "CAN", "124"), ("日本", "JPN", "392"))
STATES += (("法国", "FRA", "250"), ("俄罗斯", "RUS", "643"), ("韩国", "KOR", "410"))


def a_foreigner(random: Random, **fixed: str) -> dict[str, str]:
    """Invent the fields of a card; one of the older form has no Chinese name."""
    state, letters, digits = random.choice(STATES)
    born = f"{random.randint(1945, 2004)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    is_new = fixed.get("form", random.choice(("new", "old"))) == "new"
    year = random.randint(2027, 2034)
    person = {
        "name": f"{random.choice(FAMILY)}, {random.choice(GIVEN)}",
        "chinese_name": random.choice(CHINESE) if is_new else "",
        "sex": random.choice("男女"),
        "birth_date": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "nationality": f"{state}/{letters}",
        "valid_until": f"{year}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
        "number": _new(random, digits, born) if is_new else _old(random, letters, born),
    }
    kept = {name: value for name, value in fixed.items() if name != "form"}
    return {name: value for name, value in (person | kept).items() if value}


def print_foreigner_card(person: dict[str, str], random: Random) -> Image.Image:
    """Print a flat card: labels in two languages, each value below its own."""
    sheet = Sheet(WIDTH, HEIGHT)
    tint = random.choice(((214, 230, 220), (222, 232, 205), (226, 236, 242)))
    sheet.wash(tint, (236, 240, 228))
    left = random.uniform(0.04, 0.07)
    sheet.write((random.uniform(0.2, 0.28), 0.1), "中华人民共和国外国人永久居留身份证", size=0.062)
    sheet.write((0.3, 0.165), "FOREIGN PERMANENT RESIDENT ID CARD", size=0.036)
    blue, size = random.choice(((30, 95, 165), (70, 130, 180))), random.uniform(0.036, 0.042)
    sex = f"{person['sex']}/{'M' if person['sex'] == '男' else 'F'}"
    born, until = (person[name].replace("-", ".") for name in ("birth_date", "valid_until"))
    since = f"{int(until[:4]) - 10}{until[4:]}"
    middle = left + random.uniform(0.19, 0.22)
    fields = (
        ("姓名/Name", person["name"], left, 0.24),
        ("性别/Sex", sex, left, 0.47),
        ("出生日期/Date of Birth", born, middle, 0.47),
        ("国籍/Nationality", person["nationality"], left, 0.63),
        ("有效期限/Period of Validity", f"{since}-{until}", left, 0.79),
        ("证件号码/ID No.", person["number"], left + random.uniform(0.38, 0.42), 0.79),
    )
    for label, value, x, row in fields:
        sheet.write((x, row), label, size=size, ink=blue)
        sheet.write((x, row + 0.068), value, size=0.052)
    sheet.write((left, 0.385), person.get("chinese_name", ""), size=0.05)
    sheet.silhouette((0.72, 0.24, 0.94, 0.72))
    sheet.mark_as_specimen(random)
    return sheet.image


def _new(random: Random, state: str, born: str) -> str:
    first = f"9{random.choice(('11', '31', '44'))}{state}{born}{random.randint(1, 999):03}"
    return first + check_character(first)


def _old(random: Random, state: str, born: str) -> str:
    first = f"{state}{random.choice(('1100', '3100', '4401'))}{born[2:]}{random.randint(0, 9)}"
    total = sum(int(one, 36) * (7, 3, 1)[at % 3] for at, one in enumerate(first))
    return first + str(total % 10)
