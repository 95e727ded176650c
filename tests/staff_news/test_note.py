"""News says what it may, once."""

import pytest

from tests.places import NOW
from voltbay.staff_news.kinds import Kind
from voltbay.staff_news.models import News
from voltbay.staff_news.note import Found, note


def test_what_has_no_word_in_news_is_refused(outlet):
    with pytest.raises(ValueError, match="may not say \\['phone'\\]"):
        note([Found(Kind.NEW, "new:1", outlet.pk, {"phone": "13800138000"})], now=NOW)

    assert not News.objects.exists()


def test_a_key_is_noted_once(outlet):
    found = Found(Kind.STORE, "store:1", outlet.pk, {"percent": 81, "is_full": False})

    assert note([found, found], now=NOW) == 1
    assert note([found], now=NOW) == 0
