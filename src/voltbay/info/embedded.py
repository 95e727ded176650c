"""Pictures inside what staff write, which the pages load one by one and only when they are seen.

They lie in the text itself as base64: a page that carried them would not arrive on a slow phone.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from voltbay.articles.queries import article
from voltbay.core import clock
from voltbay.core.errors import NotFound
from voltbay.directory import queries
from voltbay.info.addresses import Route
from voltbay.info.page import page
from voltbay.info.pictures import DAY

# As the cleaning writes it: see `directory.introduction`.
PICTURE = re.compile(r'src="data:image/(png|jpeg|webp|gif);base64,([A-Za-z0-9+/=]+)"')
ZH_BODY, EN_BODY, COMPANY, OUTLET = "article", "article-en", "company", "outlet"


def apart(text: str, kind: str, of: object, *, language: str) -> str:
    """Return a text whose pictures have addresses of their own, which change with their content.

    >>> apart("<p>Nothing to see</p>", "article", 7, language="en")
    '<p>Nothing to see</p>'
    """
    number = iter(range(len(text)))

    def moved(found: re.Match[str]) -> str:
        path = Route("embedded", (kind, str(of), next(number))).path(language)
        digest = hashlib.sha256(found[2].encode()).hexdigest()[:10]
        return f'src="{path}?v={digest}" loading="lazy"'

    return PICTURE.sub(moved, text)


@page
def embedded(
    request: HttpRequest, kind: str, of: str, number: int, *, language: str
) -> HttpResponse:
    """Answer with one picture of a text. Two statements at most. Raises NotFound."""
    found = PICTURE.findall(_text(kind, of))
    if number >= len(found):
        raise NotFound
    form, written = found[number]
    try:
        content = base64.b64decode(written)
    except binascii.Error as malformed:
        raise NotFound from malformed
    return HttpResponse(content, content_type=f"image/{form}", headers={"Cache-Control": DAY})


def _text(kind: str, of: str) -> str:
    try:
        return TEXTS[kind](of)
    except (KeyError, ValueError) as malformed:
        raise NotFound from malformed


TEXTS: dict[str, Callable[[str], str]] = {
    ZH_BODY: lambda of: str(article(int(of), now=clock.now()).body),
    EN_BODY: lambda of: str(article(int(of), now=clock.now()).body_en),
    COMPANY: lambda of: str(queries.company(UUID(of)).introduction_html),
    OUTLET: lambda of: str(queries.listed(UUID(of)).introduction_html),
}
