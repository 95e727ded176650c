"""The owners' first page as the operator's own: title, icon, and what the client shows of them.

It is written once, when the process starts, so that no browser has to ask for it. What the client
reads stands in a `meta`: a script in the page would break the content security policy.
"""

import gzip
import hashlib
import re
from html import escape
from http import HTTPStatus

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from voltbay.api.whose_site import site_out
from voltbay.brand.brand import Brand
from voltbay.core.languages import ZH

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
ICON = '<link rel="icon" href="data:,"'


class FirstPage:
    """A page ready to be sent, compressed as the browser takes it."""

    def __init__(self, html: str, shown: Brand) -> None:
        whole = written(html, shown).encode()
        self.version = f'W/"{hashlib.sha256(whole).hexdigest()[:16]}"'
        self.bodies = {
            "br": brotli.compress(whole),
            "gzip": gzip.compress(whole, mtime=0),
            "": whole,
        }

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the page, or that the browser has it."""
        taken = request.headers.get("Accept-Encoding", "")
        encoding = next((each for each in ("br", "gzip") if _takes(each, taken)), "")
        answer = HttpResponse(self.bodies[encoding], content_type="text/html; charset=utf-8")
        if encoding:
            answer["Content-Encoding"] = encoding
        answer["Vary"] = "Accept-Encoding"
        answer["Cache-Control"] = "no-cache"  # or a new version would not be seen
        answer["ETag"] = self.version
        found = get_conditional_response(request, etag=self.version, response=answer)
        return found or HttpResponse(status=HTTPStatus.NOT_MODIFIED)


def written(html: str, shown: Brand) -> str:
    """Return the built page in the operator's name."""
    said = escape(site_out(shown).model_dump_json())
    head = f'<title>{escape(shown.both(ZH))}</title><meta name="site" content="{said}">'
    page = TITLE.sub(lambda _: head, html, count=1)
    if not shown.logo_path:
        return page
    return page.replace(ICON, f'<link rel="icon" href="{escape(shown.logo_path)}"')


def _takes(encoding: str, said: str) -> bool:
    return any(each.split(";")[0].strip() == encoding for each in said.split(","))
