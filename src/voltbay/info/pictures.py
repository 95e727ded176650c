"""The picture that other people's pages show with a link to ours: drawn, 1200 × 630 as PNG."""

from collections import OrderedDict
from importlib.resources import as_file, files
from io import BytesIO
from threading import Lock
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from voltbay.articles.queries import article
from voltbay.brand.brand import brand
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.core.languages import EN
from voltbay.directory import queries
from voltbay.directory.latin import named, placed
from voltbay.info import rows
from voltbay.info.limits import PICTURES, spend_by_address
from voltbay.info.page import page

WIDE, HIGH = 1200, 630  # as those who show it ask for
EDGE, LARGE, SMALL = 80, 68, 36
LINES = 4  # of the title
PAPER, INK, SOFT = "#ffffff", "#15201c", "#525d58"
FACE = ("pylopdf_fonts_zh_cn", "NotoSansSC-Regular.otf")
MOST_KEPT = 128  # of about 20 kB, in each process
DAY = "public, max-age=86400"

Said = tuple[str, ...]  # the title, a line below, and whose site it is


@page
def picture(request: HttpRequest, kind: str = "", of: str = "", *, language: str) -> HttpResponse:
    """Answer with the picture of the site, a company, an outlet or an article.

    Two statements, and one more to count where it has to be drawn. Raises NotFound, LimitReached.
    """
    said = (*_says(kind, of, language=language), brand().short(language))
    drawn = KEPT.of(said)
    if drawn is None:
        spend_by_address(PICTURES, request, now=clock.now())
        drawn = KEPT.keep(said, draw(*said))
    return HttpResponse(
        drawn,
        content_type="image/png",
        headers={"Cache-Control": DAY, "Cross-Origin-Resource-Policy": "cross-origin"},
    )


def _says(kind: str, of: str, *, language: str) -> Said:
    if not kind:
        return _("Battery recycling near you"), _("Find an outlet, book a time")
    if kind == "article":
        return _of_article(of, language=language)
    try:
        place = UUID(of)
    except ValueError as malformed:
        raise NotFound from malformed
    if kind == "outlet":
        outlet = queries.listed(place)
        return named(outlet.name, outlet.name_en, language=language), outlet.address
    if kind == "company":
        company = queries.company(place)
        name = named(company.name, company.name_en, language=language)
        return name, placed(company.city, language=language)
    raise NotFound


def _of_article(of: str, *, language: str) -> Said:
    if not (of.isascii() and of.isdecimal()):
        raise NotFound
    found = article(int(of), now=clock.now())
    own = found.language_for(language)
    title = found.title_en if own == EN else found.title
    by = rows.whose(found, language=own)
    kind = found.get_category_display()
    return title, f"{kind} · {by}" if by else kind


class Kept:
    """The newest pictures, for all threads of a process."""

    def __init__(self) -> None:
        self._drawn: OrderedDict[Said, bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, said: Said) -> bytes | None:
        """Return the picture that says this, if there is one."""
        with self._lock:
            return self._drawn.get(said)

    def keep(self, said: Said, drawn: bytes) -> bytes:
        """Keep a picture in place of the oldest, and return it."""
        with self._lock:
            self._drawn[said] = drawn
            while len(self._drawn) > MOST_KEPT:
                self._drawn.popitem(last=False)
        return drawn


KEPT = Kept()


def draw(title: str, below: str, site: str) -> bytes:
    """Draw a title of up to four lines between the site's name and a line below, as PNG."""
    image = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen = ImageDraw.Draw(image)
    package, name = FACE
    with as_file(files(package) / name) as face:
        large, small = (ImageFont.truetype(str(face), size) for size in (LARGE, SMALL))
        accent = brand().light.accent
        pen.rectangle((0, 0, WIDE, 24), accent)
        pen.text((EDGE, 70), site, font=small, fill=accent)
        for row, line in enumerate(broken(title, large)):
            pen.text((EDGE, 150 + row * 92), line, font=large, fill=INK)
        pen.text((EDGE, HIGH - 100), broken(below, small)[0], font=small, fill=SOFT)
    out = BytesIO()
    image.quantize(32).save(out, "PNG", optimize=True)
    return out.getvalue()


def broken(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a text into lines that fit: between words of Latin letters, anywhere in Chinese.

    What does not fit into four lines ends with an ellipsis.
    """
    lines = [""]
    for part in _parts(text):
        if font.getlength(lines[-1] + part.rstrip()) <= WIDE - 2 * EDGE or not lines[-1]:
            lines[-1] += part
        else:
            lines.append(part)
    whole = [line.rstrip() for line in lines]
    if len(whole) > LINES:
        return [*whole[: LINES - 1], whole[LINES - 1][:-1] + "…"]
    return whole


def _parts(text: str) -> list[str]:
    """Cut a text where a line may end: behind each blank and each Chinese character."""
    parts = [""]
    for character in text:
        parts[-1] += character
        if character == " " or ord(character) >= 0x2E80 or len(parts[-1]) >= 30:
            parts.append("")
    return [part for part in parts if part]
