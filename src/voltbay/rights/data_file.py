"""An owner's data as a file to keep: `data.json` for programs and `data.html` for people.

Source: PIPL art. 45 and GB/T 35273: a copy in a common format that can be taken elsewhere.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.utils.html import escape
from pydantic_core import to_json

from voltbay.core.languages import EN
from voltbay.core.local_time import local
from voltbay.rights.data_values import Say, values_of
from voltbay.rights.data_words import words_of

TITLES = {"zh-Hans": "我的数据", EN: "My data"}
EMPTY = "—"
PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto }}
dl {{ border-left: 2px solid #bbb; margin: .5rem 0; padding-left: 1rem }}
dt {{ font-weight: 600 }}
dd {{ margin: 0 0 .5rem; overflow-wrap: anywhere }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def data_file(
    data: dict[str, Any], photos: Iterable[tuple[str, bytes]] = (), *, language: str
) -> bytes:
    """Return a ZIP of everything in `data`, once for programs and once for people, with photos."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", to_json(data, indent=2))
        packed.writestr("data.html", page_to_read(data, language=language))
        for name, jpeg in photos:
            packed.writestr(name, jpeg, zipfile.ZIP_STORED)  # a JPEG does not get smaller
    return written.getvalue()


def page_to_read(data: dict[str, Any], *, language: str) -> str:
    """Return the data as a page that needs nothing else to be read."""
    said, value = words_of(language), values_of(language)
    sections = (
        f"<h2>{escape(said(name))}</h2>\n{_html(name, part, said, value)}"
        for name, part in data.items()
    )
    return PAGE.format(language=language, title=TITLES[language], body="\n".join(sections))


def _html(name: str, part: Any, said: Callable[[str], str], value: Say) -> str:
    """Write what stands under a name: tables as definition lists, lists one after the other."""
    if isinstance(part, dict):
        rows = (
            f"<dt>{escape(said(n))}</dt><dd>{_html(n, v, said, value)}</dd>"
            for n, v in part.items()
        )
        return f"<dl>{''.join(rows)}</dl>"
    if isinstance(part, list | tuple) and part:
        return "\n".join(_html(name, each, said, value) for each in part)
    if isinstance(part, datetime):
        return f"{local(part):%Y-%m-%d %H:%M:%S}"
    return escape(EMPTY if part in (None, "", [], ()) else value(name, part))
