"""Files made to stop the taking in of photos: each is refused in words or opened within limits."""

import os
import time

import pytest

from tests.documents import a_photo
from tools.hostile_pictures import HOSTILE, PICTURE, as_many_scans_as_allowed
from voltbay.core.errors import Refusal
from voltbay.recognition.intake.take_in import ANY, take_in
from voltbay.recognition.reading.photo.intake import intake


def outcome(file: bytes) -> str:
    try:
        take_in(file, sender="mallory")
    except Refusal as refusal:
        return refusal.code
    return PICTURE


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_or_opened_in_time(name: str):
    make, expected = HOSTILE[name]
    file = make()
    began = time.monotonic()

    assert outcome(file) == expected

    assert time.monotonic() - began < ANY.seconds
    assert take_in(a_photo(), sender="alice").width == 320


def test_a_picture_is_the_same_as_without_a_process():
    assert take_in(a_photo(), sender="alice") == intake(a_photo())


def test_the_dearest_file_that_looks_like_a_photo_ends_in_time():
    file = as_many_scans_as_allowed()
    began = time.monotonic()

    assert outcome(file) in (PICTURE, "photo_too_costly", "photo_took_too_long")

    assert time.monotonic() - began < ANY.seconds + 3  # its process may have to start


def test_a_process_that_was_forked_off_has_decoders_of_its_own():
    take_in(a_photo(), sender="alice")

    child = os.fork()
    if child == 0:
        os._exit(0 if take_in(a_photo(), sender="alice").width == 320 else 1)

    assert os.waitpid(child, 0)[1] == 0
    assert take_in(a_photo(), sender="alice").width == 320
