"""The owners' client at /, and the files of staff pages under /static/."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware

from voltbay.brand.brand import brand
from voltbay.server.web.first_page import FirstPage

# A name with a hash of its content: `/assets/index-Dz4TqB8D.js`, `/assets/uni.cd1c9112.css`.
HASHED = re.compile(r"^/assets/.+[-.][\w-]{8}\.\w+$")
HOUR = 3600  # seconds


class Client(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """Serves the files that exist when the process starts, compressed ones where there are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        client = Path(settings.VOLTBAY_CLIENT)
        super().__init__(get_response, settings=_Options(client))
        built = client / "index.html"
        self.first_page = FirstPage(built.read_text(), brand()) if built.is_file() else None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if self.first_page and request.path_info == "/" and request.method in ("GET", "HEAD"):
            return self.first_page.answer(request)
        answer: HttpResponseBase = super().__call__(request)
        return answer

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002  # theirs
        """Say whether a file of this name never changes."""
        return bool(HASHED.match(url))


class _Options:
    """What WhiteNoise asks the settings for."""

    WHITENOISE_AUTOREFRESH = False
    WHITENOISE_ALLOW_ALL_ORIGINS = False
    WHITENOISE_INDEX_FILE = True
    WHITENOISE_MAX_AGE = HOUR
    WHITENOISE_USE_FINDERS = True
    FORCE_SCRIPT_NAME = None
    STATIC_ROOT = None
    STATIC_URL = settings.STATIC_URL

    def __init__(self, client: Path) -> None:
        self.WHITENOISE_ROOT = str(client) if client.is_dir() else None
        self.WHITENOISE_ADD_HEADERS_FUNCTION = always_ask_for_pages


def always_ask_for_pages(headers: Any, path: str, url: str) -> None:
    """Have browsers ask for pages each time, or a new version would not be seen."""
    if path.endswith(".html"):
        headers["Cache-Control"] = "no-cache"


def not_built(request: HttpRequest) -> HttpResponse:
    """Say how to build the client; reached only where there is none."""
    return HttpResponse("The client is not built: run `make client`.\n", content_type="text/plain")
