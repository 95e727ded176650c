"""RecognisedDocuments that are not what was asked for: each must get its own refusal."""

from random import Random

from PIL import Image

from tools.cards.cars import a_company
from tools.cards.paper import Sheet
from tools.cards.people import a_person

WIDTH, HEIGHT = 1284, 810


def print_emblem_side(random: Random) -> Image.Image:
    """Print the side of an identity card with its validity; a grey disc stands for the emblem."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.wash((226, 238, 246), (246, 238, 240))
    sheet.box((0.07, 0.08, 0.24, 0.4), (190, 190, 196))
    sheet.write((0.34, 0.17), "中华人民共和国", face="serif", size=0.095)
    sheet.write((0.31, 0.34), "居民身份证", face="serif", size=0.13, gap=0.15)
    year = random.randint(2010, 2024)
    rows = (("签发机关", "某某市公安局样本分局"), ("有效期限", f"{year}.05.11-{year + 20}.05.11"))
    for at, (label, value) in enumerate(rows):
        sheet.write((0.22, 0.72 + at * 0.13), label, size=0.05, bold=1)
        sheet.write((0.4, 0.72 + at * 0.13), value, size=0.055)
    sheet.mark_as_specimen(random)
    return sheet.image


def print_driving_licence(random: Random) -> Image.Image:
    """Print the main page of a driving licence."""
    person = a_person(random)
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.wash((238, 244, 238), (248, 248, 244))
    sheet.write((0.27, 0.08), "中华人民共和国机动车驾驶证", size=0.055, bold=1)
    sheet.write((0.3, 0.14), "Driving License of the People's Republic of China", size=0.028)
    rows = (
        ("证号", person["number"], 0.3, 0.21),
        ("姓名", person["name"], 0.04, 0.3),
        ("性别", person["sex"], 0.42, 0.3),
        ("国籍", "中国", 0.62, 0.3),
        ("住址", person["address"][:22], 0.04, 0.42),
        ("出生日期", person["birth_date"], 0.34, 0.57),
        ("初次领证日期", "2012-03-09", 0.34, 0.68),
        ("准驾车型", "C1", 0.34, 0.79),
        ("有效期限", "2018-03-09 至 2028-03-09", 0.04, 0.92),
    )
    for label, value, x, row in rows:
        sheet.write((x, row), label, size=0.038)
        sheet.write((x + 0.04 + 0.027 * len(label), row), value, size=0.046)
    sheet.silhouette((0.76, 0.5, 0.96, 0.88))
    sheet.mark_as_specimen(random)
    return sheet.image


def print_bank_card(random: Random) -> Image.Image:
    """Print a bank card of a bank that does not exist."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.wash((30, 60, 120), (70, 30, 90))
    white = (240, 240, 235)
    digits = "62" + "".join(str(random.randint(0, 9)) for _ in range(17))
    spaced = " ".join(digits[at : at + 4] for at in range(0, 19, 4))
    sheet.write((0.07, 0.13), "样本银行", size=0.09, ink=white, bold=1)
    sheet.box((0.08, 0.33, 0.2, 0.48), (210, 180, 90))
    sheet.write((0.08, 0.6), spaced, face="mono", size=0.085, ink=white)
    sheet.write((0.3, 0.73), "VALID THRU 12/30", size=0.04, ink=white)
    sheet.write((0.08, 0.86), "借记卡 DEBIT", size=0.05, ink=white)
    sheet.write((0.72, 0.86), "UnionPay 银联", size=0.05, ink=white)
    return sheet.image


def print_receipt(random: Random) -> Image.Image:
    """Print a paper that is no document at all."""
    sheet = Sheet(900, 1200)
    sheet.wash((250, 250, 246), (244, 244, 240))
    sheet.write((0.3, 0.08), "收 款 收 据", size=0.045, bold=1)
    for at in range(9):
        line = f"第{at + 1}项  充电服务费  {random.randint(10, 300)}.{random.randint(0, 99):02} 元"
        sheet.write((0.12, 0.2 + at * 0.065), line, size=0.028)
    sheet.write((0.12, 0.88), "收款单位：" + a_company(random), size=0.028)
    return sheet.image
