"""HTML filled with texts."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from voltbay.console.filled import filled, joined

FORM = SafeString('<a title="{who}">{who}</a>{more}')


def test_a_text_is_escaped_as_django_does_and_html_is_left():
    given = {"who": """<script>alert("&'")</script>""", "more": SafeString("<br>")}

    assert filled(FORM, **given) == format_html(FORM, **given)
    assert "<script>" not in filled(FORM, **given)


def test_what_comes_out_is_html_and_is_not_escaped_again():
    once = filled(FORM, who="<", more="")

    assert filled(SafeString("{it}"), it=joined([once, once])) == once * 2
