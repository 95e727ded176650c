"""Draw the portrait side of an identity card, with a layout that varies by seed."""

from random import Random

from PIL import Image

from tools.cards.fonts import a_face
from tools.cards.paper import Sheet, wrapped

WIDTH, HEIGHT = 1284, 810  # 85.6 x 54 mm


def print_identity_card(person: dict[str, str], random: Random) -> Image.Image:
    """Print a flat card."""
    sheet = Sheet(WIDTH, HEIGHT)
    _wash(sheet, random)
    sheet.silhouette((0.64 + random.uniform(-0.02, 0.03), 0.12, 0.94, 0.74))
    _Printer(sheet, random).fill_in(person)
    sheet.mark_as_specimen(random)
    return sheet.image


def _wash(sheet: Sheet, random: Random) -> None:
    tints = ((228, 238, 247), (244, 238, 240), (238, 246, 240), (250, 250, 250), (215, 232, 242))
    sheet.wash(random.choice(tints), random.choice(tints))
    for _ in range(random.choice((0, 0, 12))):
        y = random.random()
        tint = (205, 222, 232)
        points = [(x / 12, y + random.uniform(-0.03, 0.03)) for x in range(13)]
        sheet.line(*points, ink=tint, width=2)


class _Printer:
    def __init__(self, sheet: Sheet, random: Random) -> None:
        self.sheet, self.random = sheet, random
        self.face = a_face(random)
        blue = random.choice(
            ((30, 95, 165), (40, 120, 190), (20, 70, 130), (70, 130, 180), (0, 102, 153))
        )
        self.label = {"face": random.choice((self.face, "sans")), "ink": blue}
        self.label["size"] = random.uniform(0.042, 0.054)
        ink = random.choice(((20, 20, 24), (0, 0, 0), (45, 45, 50)))
        self.value = {"face": self.face, "ink": ink, "size": random.uniform(0.05, 0.058)}
        self.value["bold"] = random.choice((0, 0, 1))
        self.left = random.uniform(0.04, 0.065)
        self.values_left = self.left + random.uniform(0.115, 0.14)
        self.shift = random.uniform(-0.015, 0.015)

    def fill_in(self, person: dict[str, str]) -> None:
        rows = [0.145, 0.265, 0.385, 0.515]
        rows = [row + self.shift + self.random.uniform(-0.008, 0.008) for row in rows]
        self._name(person["name"], rows[0])
        self._sex_and_ethnicity(person, rows[1])
        self._birth(person["birth_date"], rows[2])
        self._address(person["address"], rows[3])
        self._number(person["number"], 0.865 + self.shift)

    def _name(self, name: str, row: float) -> None:
        self._label("姓名", self.left, row)
        size = float(self.value["size"]) * self.random.uniform(1.0, 1.25)
        gap = self.random.choice((0, 0, 0.1))
        self.sheet.write((self.values_left, row), name, **(self.value | {"size": size, "gap": gap}))

    def _sex_and_ethnicity(self, person: dict[str, str], row: float) -> None:
        self._label("性别", self.left, row)
        self._print(person["sex"], self.values_left, row)
        second = self.values_left + self.random.uniform(0.1, 0.13)
        self._label("民族", second, row)
        self._print(person["ethnicity"], second + self.random.uniform(0.105, 0.13), row)

    def _birth(self, birth_date: str, row: float) -> None:
        year, month, day = birth_date.split("-")
        self._label("出生", self.left, row)
        x, step = self.values_left, self.random.uniform(0.0, 0.015)
        parts = ((year, "年"), (str(int(month)), "月"), (str(int(day)), "日"))
        for (number, unit), room in zip(parts, (0.105, 0.065, 0.065), strict=True):
            self._print(number, x + (0.012 if len(number) == 1 else 0), row)
            self._label(unit, x + room, row)
            x += room + 0.05 + step

    def _address(self, address: str, row: float) -> None:
        self._label("住址", self.left, row)
        pitch = self.random.uniform(0.07, 0.09)
        for at, line in enumerate(wrapped(address, self.random.randint(11, 13))):
            self._print(line, self.values_left, row + at * pitch)

    def _number(self, number: str, row: float) -> None:
        self._label("公民身份号码", self.left, row)
        face = self.random.choice(("mono", "mono", "micro", "sans"))
        size, gap = self.random.uniform(0.056, 0.066), self.random.uniform(0.05, 0.16)
        look = self.value | {"face": face, "size": size, "gap": gap}
        self.sheet.write((self.random.uniform(0.335, 0.36), row), number, **look)

    def _label(self, text: str, x: float, row: float) -> None:
        gap = (
            0.15 if text in ("姓名", "性别", "出生", "住址") and self.random.random() < 0.25 else 0
        )
        self.sheet.write((x, row), text, **(self.label | {"gap": gap}))

    def _print(self, text: str, x: float, row: float) -> None:
        self.sheet.write((x, row), text, **self.value)
