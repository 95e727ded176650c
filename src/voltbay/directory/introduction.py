"""Introductions of companies and outlets: HTML with inline CSS, of which the safe part stays.

What is written in the back office is shown inside the owners' pages, so nothing may run, load
from elsewhere, or lie over what the page itself shows.
"""

import html
import re
from copy import deepcopy

import nh3

from voltbay.directory.inline_style import safe_style

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
MOST_PASSES = 4  # one more than anything seen needs until it stays as it is
SIZE = re.compile(r"[1-9]\d{0,2}|1000|(?:100|[1-9]\d?)%")  # of a picture: px, or of its box
SENTENCES = re.compile(r".*(?:[。！？]|[.!?](?= ))", re.DOTALL)  # as many whole ones as there are
SPAN = re.compile(r"[1-9]\d?")
PICTURE = re.compile(r"data:image/(?:png|jpeg|webp|gif);base64,[A-Za-z0-9+/=]+|/(?![/\\])[^\\\s]*")
LINK = re.compile(r"(?:https?://|tel:|mailto:)\S+|/(?![/\\])[^\\\s]*", re.IGNORECASE)


def clean(text: str) -> str:
    """Return the part of an HTML text that may be shown. Cleaning twice changes nothing more.

    >>> clean('<p style="color:red;position:fixed" onclick="x()">Hi<script>y()</script></p>')
    '<p style="color:red">Hi</p>'
    """
    for _ in range(MOST_PASSES):
        before, text = text, _pass(text)
        if text == before:
            return text
    # What the parser builds otherwise each time it reads it is kept as plain words.
    return nh3.clean(text, tags=set())


def _pass(text: str) -> str:
    return nh3.clean(
        text,
        tags=TEXT | BLOCKS | LISTS | TABLES,
        clean_content_tags=REMOVED_WHOLE,
        attributes=deepcopy(ATTRIBUTES),
        attribute_filter=_safe_attribute,
        url_schemes={"http", "https", "tel", "mailto", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def summary(text: str) -> str:
    """Return the beginning of an introduction as plain text, from its first paragraph on.

    It ends with a sentence, unless the first one is too long.

    >>> summary("<h2>About</h2><p>We take &amp; <b>reuse</b> packs.</p>")
    'We take & reuse packs.'
    """
    cleaned = clean(text)
    begin = cleaned.find("<p")
    spaced = re.sub(r"<(?=/?(?:p|h|li|div|t|d|br))", " <", cleaned[max(begin, 0) :])
    plain = " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
    if len(plain) <= SUMMARY_CHARACTERS:
        return plain
    if whole := SENTENCES.match(plain[:SUMMARY_CHARACTERS]):
        return whole[0]
    return plain[: SUMMARY_CHARACTERS - 1].rstrip() + "…"


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_style(value)
    form = FORMS.get(name)
    return value if form is None or form.fullmatch(value.strip()) else None


FORMS = {
    "src": PICTURE,
    "href": LINK,
    "width": SIZE,
    "height": SIZE,
    "colspan": SPAN,
    "rowspan": SPAN,
    "start": re.compile(r"-?\d{1,6}"),
}
