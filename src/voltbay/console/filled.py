"""HTML filled with texts, as Django's `format_html` does it, for a page of hundreds of them.

Django asks of each value whether it is a promise of a text, and of each text again: a tenth of what
a day's page took of the processor. Here values are texts.
"""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

NOTHING = SafeString("")


def filled(form: SafeString, **given: str) -> SafeString:
    """Fill the gaps of a form; what is not HTML already is escaped.

    >>> filled(SafeString("<b>{who}</b>{more}"), who="<i>", more=SafeString("<br>"))
    '<b>&lt;i&gt;</b><br>'
    """
    return SafeString(form.format(**{name: safe(text) for name, text in given.items()}))


def safe(text: str) -> str:
    """Return a text as HTML, one that is HTML as it is."""
    return text if isinstance(text, SafeString) else escape(text)


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Return pieces of HTML one after the other."""
    return SafeString("".join(parts))
