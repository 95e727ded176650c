"""A refusal has one status, whichever door it leaves by."""

import pytest

from voltbay.core.errors import Invalid, Refusal
from voltbay.recognition.reading.errors import PhotoTooLarge
from voltbay.sentences.statuses import STATUS, status_of


def test_a_photo_too_large_is_413_at_every_door():
    assert status_of(PhotoTooLarge(limit_mb=10)) == 413


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.code)
def test_every_kind_of_refusal_has_a_status(kind: type[Refusal]):
    assert any(each in STATUS for each in kind.__mro__)


def test_the_nearest_kind_decides():
    class Narrow(Invalid):
        code = "narrow"

    assert status_of(Narrow()) == STATUS[Invalid]
