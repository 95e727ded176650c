"""A sheet to print on: text with its own spacing, and the mark that says it is a specimen."""

from dataclasses import dataclass, field
from random import Random

import numpy as np
from PIL import Image, ImageDraw

from tools.cards.fonts import font
from tools.cards.printer import printed_mask

PRINTER = "printer"  # a face of its own: see printer.py
INK = (25, 25, 28)


@dataclass
class Sheet:
    """A card in the making; places are fractions of its width and height."""

    width: int
    height: int
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.width, self.height), "white")

    def wash(self, left: tuple[int, int, int], right: tuple[int, int, int]) -> None:
        """Fill with a gradient from left to right."""
        ramp = np.linspace(0, 1, self.width)[None, :, None]
        colours = np.array(left) * (1 - ramp) + np.array(right) * ramp
        rows = np.repeat(colours, self.height, axis=0).astype(np.uint8)
        self.image = Image.fromarray(rows)

    def write(self, at: tuple[float, float], text: str, **look: object) -> None:
        """Print text with its left edge and vertical middle at `at`.

        `look`: face, size (of the height), ink, bold (pixels), gap (of the size).
        """
        size = round(float(look.get("size", 0.05)) * self.height)
        if look.get("face") == PRINTER:
            self._print(at, printed_mask(text, size), look.get("ink", INK))
            return
        face = font(str(look.get("face", "sans")), size)
        pen = ImageDraw.Draw(self.image)
        x, y = at[0] * self.width, at[1] * self.height
        gap = float(look.get("gap", 0.0)) * size
        paint = {"fill": look.get("ink", INK), "stroke_width": look.get("bold", 0), "font": face}
        for part in text if gap else [text]:
            pen.text((x, y), part, anchor="lm", **paint)
            x += face.getlength(part) + gap

    def _print(self, at: tuple[float, float], mask: Image.Image, ink: object) -> None:
        place = round(at[0] * self.width), round(at[1] * self.height - mask.height / 2)
        self.image.paste(Image.new("RGB", mask.size, ink), place, mask)

    def line(self, *points: tuple[float, float], ink: tuple[int, int, int], width: int = 2) -> None:
        """Draw a line through points."""
        scaled = [(x * self.width, y * self.height) for x, y in points]
        ImageDraw.Draw(self.image).line(scaled, fill=ink, width=width)

    def box(self, corners: tuple[float, float, float, float], fill: tuple[int, int, int]) -> None:
        """Fill a rounded rectangle."""
        x0, y0, x1, y1 = corners
        area = (x0 * self.width, y0 * self.height, x1 * self.width, y1 * self.height)
        ImageDraw.Draw(self.image).rounded_rectangle(area, radius=8, fill=fill)

    def silhouette(self, corners: tuple[float, float, float, float]) -> None:
        """Draw the grey outline of nobody where a portrait would be."""
        x0, y0, x1, y1 = corners
        pen = ImageDraw.Draw(self.image)
        wide, high = (x1 - x0) * self.width, (y1 - y0) * self.height
        left, top = x0 * self.width, y0 * self.height
        pen.rectangle((left, top, left + wide, top + high), fill=(214, 222, 230))
        skin, coat = (222, 190, 165), (70, 80, 105)
        pen.ellipse(
            (left + wide * 0.28, top + high * 0.15, left + wide * 0.72, top + high * 0.6), fill=skin
        )
        pen.pieslice(
            (left + wide * 0.05, top + high * 0.62, left + wide * 0.95, top + high * 1.4),
            180,
            360,
            fill=coat,
        )

    def guilloche(self, ink: tuple[int, int, int], random: Random) -> None:
        """Print fine wavy lines over the whole card, as real forms have."""
        wave, high = random.uniform(0.05, 0.12), random.uniform(0.012, 0.03)
        xs = np.linspace(0, 1, 160)
        for row in np.arange(-0.05, 1.05, random.uniform(0.013, 0.022)):
            ys = row + high * np.sin(xs / wave * 2 * np.pi + row * 9)
            self.line(*zip(xs.tolist(), ys.tolist(), strict=True), ink=ink, width=1)

    def strip(self, left: float, right: float, random: Random) -> None:
        """Stick a hologram's strip over everything: its colours run into one another."""
        pixels = np.asarray(self.image).astype(np.float32)
        start, end = round(left * self.width), round(right * self.width)
        ys, xs = np.mgrid[0 : self.height, start:end].astype(np.float32)
        phase = ys / self.height * random.uniform(4, 9) + (xs - start) / max(end - start, 1)
        colours = np.stack([np.sin(phase * 3 + shift) for shift in (0.0, 2.1, 4.2)], axis=2)
        strength = random.uniform(10, 26)
        pixels[:, start:end] += strength * colours + random.uniform(-12, 14)
        self.image = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))

    def mark_as_specimen(self, random: Random) -> None:
        """Print 样本 SAMPLE across the card, as every card of ours must say what it is."""
        layer = Image.new("RGBA", self.image.size, (0, 0, 0, 0))
        pen = ImageDraw.Draw(layer)
        size = round(self.height * random.uniform(0.14, 0.26))
        ink = random.choice(((200, 40, 40), (120, 120, 130), (40, 90, 180)))
        middle = (self.width * random.uniform(0.42, 0.58), self.height * random.uniform(0.42, 0.58))
        opacity = random.randint(28, 85)
        pen.text(middle, "样本 SAMPLE", font=font("sans", size), anchor="mm", fill=(*ink, opacity))
        layer = layer.rotate(
            random.uniform(12, 32), center=middle, resample=Image.Resampling.BILINEAR
        )
        self.image = Image.alpha_composite(self.image.convert("RGBA"), layer).convert("RGB")


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into printed lines; two digits count as one character."""
    lines, line, used = [], "", 0.0
    for one in text:
        used += 0.55 if one.isascii() else 1.0
        if used > width:
            lines.append(line)
            line, used = "", 1.0
        line += one
    return [*lines, line]
