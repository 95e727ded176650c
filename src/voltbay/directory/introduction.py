"""Introductions of companies and outlets: HTML with inline CSS, of which the safe part stays.

What is written in the back office is shown inside the owners' pages, so nothing may run, load
from elsewhere, or lie over what the page itself shows.
"""

import html
import re
from copy import deepcopy

import nh3

MAX_CHARACTERS = 400_000  # a few embedded pictures; the page is read on a phone
SUMMARY_CHARACTERS = 120

TEXT = {
    "a",
    "abbr",
    "b",
    "br",
    "em",
    "i",
    "mark",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
BLOCKS = {
    "blockquote",
    "div",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "hr",
    "img",
    "p",
    "section",
}
LISTS = {"dd", "dl", "dt", "li", "ol", "ul"}
TABLES = {"caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}
REMOVED_WHOLE = {"script", "style", "iframe", "object", "svg", "math", "template", "noscript"}

ATTRIBUTES = {
    "*": {"style", "title", "lang"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
# Nothing that leaves the flow of the page (position, z-index, transform, float) or loads anything.
PROPERTIES = {
    *("color", "background-color", "opacity", "box-shadow"),
    *("font-size", "font-style", "font-weight", "letter-spacing", "line-height"),
    *("text-align", "text-decoration", "text-indent", "vertical-align", "white-space"),
    *(f"margin{side}" for side in ("", "-top", "-right", "-bottom", "-left")),
    *(f"padding{side}" for side in ("", "-top", "-right", "-bottom", "-left")),
    *(f"border{side}" for side in ("", "-top", "-right", "-bottom", "-left")),
    *("border-color", "border-style", "border-width", "border-radius", "border-collapse"),
    *("width", "min-width", "max-width", "height", "max-height"),
    *("display", "flex", "flex-wrap", "gap", "align-items", "justify-content"),
    *("grid-template-columns", "list-style-type", "object-fit"),
}
# A negative length would pull a box over its neighbours.
UNSAFE_VALUE = re.compile(
    r"url\s*\(|image|expression|var\s*\(|[\\@<]|(?<![\w-])-\s*[\d.]", re.IGNORECASE
)
PICTURE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+|/(?![/\\])[^\\\s]*")
LINK = re.compile(r"(?:https?://|tel:|mailto:)\S+|/(?![/\\])[^\\\s]*", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the part of an HTML text that may be shown. Cleaning twice changes nothing more.

    >>> clean('<p style="color:red;position:fixed" onclick="x()">Hi<script>y()</script></p>')
    '<p style="color:red">Hi</p>'
    """
    return nh3.clean(
        text,
        tags=TEXT | BLOCKS | LISTS | TABLES,
        clean_content_tags=REMOVED_WHOLE,
        attributes=deepcopy(ATTRIBUTES),
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https", "tel", "mailto", "data"},
        filter_style_properties=PROPERTIES,
        link_rel="noopener noreferrer nofollow",
    )


def summary(text: str) -> str:
    """Return the beginning of an introduction as plain text, from its first paragraph on.

    >>> summary("<h2>About</h2><p>We take &amp; <b>reuse</b> packs.</p>")
    'We take & reuse packs.'
    """
    cleaned = clean(text)
    begin = cleaned.find("<p")
    spaced = re.sub(r"<(?=/?(?:p|h|li|div|t|d|br))", " <", cleaned[max(begin, 0) :])
    plain = " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
    if len(plain) <= SUMMARY_CHARACTERS:
        return plain
    return plain[: SUMMARY_CHARACTERS - 1].rstrip() + "…"


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _safe_style(value)
    if name == "src":
        return value if PICTURE.fullmatch(value.strip()) else None
    if name == "href":
        return value if LINK.fullmatch(value.strip()) else None
    return value


def _safe_style(style: str) -> str | None:
    kept = [part for part in style.split(";") if part.strip() and not UNSAFE_VALUE.search(part)]
    return ";".join(kept) or None
