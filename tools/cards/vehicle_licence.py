"""Draw the main page of a vehicle licence, alone or beside its second page."""

from random import Random

from PIL import Image, ImageDraw

from tools.cards.fonts import a_face, font
from tools.cards.paper import PRINTER, Sheet, wrapped

WIDTH, HEIGHT = 1320, 900  # 88 x 60 mm
TITLE, ENGLISH_TITLE = (
    "中华人民共和国机动车行驶证",
    "Vehicle License of the People's Republic of China",
)
# field: (label, English label, label's left, value's left, row)
PLACES = {
    "plate": ("号牌号码", "Plate No.", 0.035, 0.19, 0.21),
    "vehicle_type": ("车辆类型", "Vehicle Type", 0.49, 0.63, 0.21),
    "owner": ("所有人", "Owner", 0.035, 0.19, 0.32),
    "address": ("住址", "Address", 0.035, 0.19, 0.43),
    "use_character": ("使用性质", "Use Character", 0.035, 0.19, 0.56),
    "model": ("品牌型号", "Model", 0.40, 0.53, 0.56),
    "vin": ("车辆识别代号", "VIN", 0.29, 0.48, 0.69),
    "engine_number": ("发动机号码", "Engine No.", 0.29, 0.47, 0.80),
    "register_date": ("注册日期", "Register Date", 0.29, 0.42, 0.92),
    "issue_date": ("发证日期", "Issue Date", 0.64, 0.77, 0.92),
}
WRAPPING = ("owner", "address", "model")
SECOND_PAGE = (
    ("号牌号码", "plate", 0.04, 0.1),
    ("档案编号", "510100123456", 0.5, 0.1),
    ("核定载人数", "5人", 0.04, 0.22),
    ("总质量", "2130kg", 0.5, 0.22),
    ("整备质量", "1755kg", 0.04, 0.34),
    ("核定载质量", "--", 0.5, 0.34),
    ("外廓尺寸", "4765X1837X1515mm", 0.04, 0.46),
    ("准牵引总质量", "--", 0.5, 0.46),
    ("备注", "强制报废期止：2099-12-31", 0.04, 0.6),
    ("检验记录", "检验有效期至2027年08月川A", 0.04, 0.75),
)


def print_vehicle_licence(
    car: dict[str, str], random: Random, *, second_page: bool = True, as_issued: bool = False
) -> Image.Image:
    """Print a flat main page; one in six has its second page below or beside it.

    `as_issued`: with the printer's face, the fine lines and the strip of the real form.
    """
    page = _issued_page(car, random) if as_issued else _main_page(car, random)
    if not second_page:
        return page
    draw = random.random()
    if draw < 0.09:
        return _joined(page, print_second_page(car["plate"], random), beside=True)
    if draw < 0.17:
        return _joined(page, print_second_page(car["plate"], random), beside=False)
    return page


def _main_page(car: dict[str, str], random: Random) -> Image.Image:
    sheet = Sheet(WIDTH, HEIGHT)
    tints = ((236, 244, 238), (246, 246, 240), (252, 252, 252), (232, 240, 246), (240, 244, 226))
    sheet.wash(random.choice(tints), random.choice(tints))
    english = random.random() < 0.7
    _frame(sheet, random)
    _title(sheet, random, english)
    if random.random() < 0.85:
        _seal(sheet, random)
    _fill_in(sheet, car, random, english)
    sheet.mark_as_specimen(random)
    return sheet.image


def _issued_page(car: dict[str, str], random: Random) -> Image.Image:
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.wash((240, 246, 240), (246, 248, 242))
    sheet.guilloche(random.choice(((222, 234, 224), (226, 230, 238), (238, 226, 228))), random)
    if random.random() < 0.7:
        left = random.uniform(0.1, 0.8)
        sheet.strip(left, left + random.uniform(0.06, 0.11), random)
    _frame(sheet, random)
    _title(sheet, random, english=True)
    if random.random() < 0.85:
        _seal(sheet, random)
    shade = random.randint(25, 75)
    look = {"face": PRINTER, "ink": (shade, shade, shade + 4), "size": random.uniform(0.046, 0.054)}
    _fill_in(sheet, car, random, english=True, value=look)
    sheet.mark_as_specimen(random)
    return sheet.image


def _frame(sheet: Sheet, random: Random) -> None:
    if random.random() < 0.4:
        return
    ink = random.choice(((90, 110, 100), (60, 60, 60), (150, 170, 160)))
    for row in (0.155, 0.265, 0.375, 0.5, 0.625):
        sheet.line((0.02, row), (0.98, row), ink=ink)
    for row in (0.745, 0.86, 0.975):
        sheet.line((0.275, row), (0.98, row), ink=ink)
    sheet.line((0.02, 0.155), (0.02, 0.975), ink=ink)
    sheet.line((0.98, 0.155), (0.98, 0.975), ink=ink)


def _title(sheet: Sheet, random: Random, english: bool) -> None:
    size = random.uniform(0.052, 0.064)
    width = len(TITLE) * size * sheet.height / sheet.width
    sheet.write((0.5 - width / 2, 0.065), TITLE, face="sans", size=size, bold=random.choice((0, 1)))
    if english:
        sheet.write((0.27, 0.115), ENGLISH_TITLE, face="sans", size=0.028)


def _seal(sheet: Sheet, random: Random) -> None:
    layer = Image.new("RGBA", sheet.image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    red = (*random.choice(((200, 30, 30), (215, 60, 50))), random.randint(120, 220))
    x, y = random.uniform(0.05, 0.09) * sheet.width, random.uniform(0.64, 0.7) * sheet.height
    side = 0.26 * sheet.height
    pen.rectangle((x, y, x + side, y + side), outline=red, width=5)
    for at, text in enumerate(("某某省样", "本市公安", "局交通警", "察支队章")):
        pen.text(
            (x + 0.05 * side, y + (0.06 + 0.23 * at) * side),
            text,
            font=font("serif", int(side * 0.2)),
            fill=red,
        )
    layer = layer.rotate(random.uniform(-4, 4), center=(x, y))
    sheet.image = Image.alpha_composite(sheet.image.convert("RGBA"), layer).convert("RGB")


def _fill_in(
    sheet: Sheet,
    car: dict[str, str],
    random: Random,
    english: bool,
    value: dict[str, object] | None = None,
) -> None:
    face = a_face(random)
    ink = random.choice(((20, 20, 24), (0, 0, 0), (50, 50, 56)))
    value = value or {
        "face": face,
        "ink": ink,
        "size": random.uniform(0.043, 0.052),
        "bold": random.choice((0, 0, 1)),
    }
    label = {"face": random.choice((face, "sans")), "size": random.uniform(0.034, 0.041)}
    label["ink"] = random.choice(((40, 60, 50), (20, 20, 20), (30, 90, 70), (70, 70, 75)))
    down, right = random.uniform(-0.012, 0.012), random.uniform(-0.01, 0.01)
    for name, (text, foreign, x, value_x, row) in PLACES.items():
        y = row + down + random.uniform(-0.006, 0.006)
        sheet.write((x + right, y), text, **label)
        if english:
            sheet.write((x + right, y + 0.036), foreign, face="sans", size=0.024, ink=label["ink"])
        place = (value_x + right + random.uniform(0, 0.015), y)
        _value(sheet, place, _printed(name, car, random), value, wraps=name in WRAPPING)


def _printed(name: str, car: dict[str, str], random: Random) -> str:
    text = car[name]
    if name == "plate" and random.random() < 0.15:
        return f"{text[:2]}·{text[2:]}"
    return text


def _value(
    sheet: Sheet, at: tuple[float, float], text: str, look: dict[str, object], *, wraps: bool
) -> None:
    room = int((0.97 - at[0]) * sheet.width / (float(look["size"]) * sheet.height))
    lines = wrapped(text, room) if wraps else [text]
    pitch = 0.05
    top = at[1] - pitch * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        sheet.write((at[0], top + number * pitch), line, **look)


def print_second_page(plate: str, random: Random) -> Image.Image:
    """Print the page with weights and inspections."""
    sheet = Sheet(WIDTH, HEIGHT)
    sheet.wash((240, 244, 238), (246, 246, 240))
    face = a_face(random)
    for label, value, x, row in SECOND_PAGE:
        sheet.write((x, row), label, face="sans", size=0.038)
        sheet.write((x + 0.2, row), plate if value == "plate" else value, face=face, size=0.045)
    for at in range(38):
        sheet.line(
            (0.3 + at * 0.01, 0.88), (0.3 + at * 0.01, 0.97), ink=(20, 20, 20), width=at % 4 + 1
        )
    sheet.mark_as_specimen(random)
    return sheet.image


def _joined(page: Image.Image, second: Image.Image, *, beside: bool) -> Image.Image:
    gap = 24
    size = (WIDTH * 2 + gap, HEIGHT) if beside else (WIDTH, HEIGHT * 2 + gap)
    both = Image.new("RGB", size, (60, 66, 90))
    both.paste(page, (0, 0))
    both.paste(second, (WIDTH + gap, 0) if beside else (0, HEIGHT + gap))
    return both
