import sys

import pytest

from tests.documents import a_photo
from tools.hostile_pictures import as_many_scans_as_allowed, packed_png
from voltbay.core.isolation.child_process import ChildProcess
from voltbay.recognition.errors import IntakeBusy, PhotoTookTooLong
from voltbay.recognition.intake import decoder as decoding
from voltbay.recognition.intake.decoder import Decoder, Limits
from voltbay.recognition.reading.errors import PhotoNotAnImage, PhotoTooCostly, PhotoTooLarge

ENOUGH = Limits(megabytes=700, cpu_seconds=10, seconds=60.0)


@pytest.fixture
def a_decoder():
    made = []

    def make(limits: Limits) -> Decoder:
        made.append(Decoder(limits))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_a_picture_that_takes_too_long_costs_only_itself(a_decoder):
    decoder = a_decoder(Limits(megabytes=700, cpu_seconds=60, seconds=0.3))

    with pytest.raises(PhotoTookTooLong):
        decoder.decode(as_many_scans_as_allowed())

    assert decoder.decode(a_photo()).width == 320


def test_a_picture_that_takes_too_much_processor_costs_only_itself(a_decoder):
    decoder = a_decoder(Limits(megabytes=700, cpu_seconds=0, seconds=60.0))

    # The kernel counts whole seconds: the picture during which one is full ends the process,
    # however fast the machine is.
    with pytest.raises(PhotoTooCostly):
        _decode_often(decoder, as_many_scans_as_allowed())

    assert decoder.decode(a_photo()).width == 320


def test_a_picture_that_wants_too_much_memory_costs_only_itself(a_decoder):
    decoder = a_decoder(Limits(megabytes=150, cpu_seconds=10, seconds=60.0))

    with pytest.raises(PhotoTooCostly):
        decoder.decode(packed_png("L"))

    assert decoder.decode(a_photo()).width == 320


def test_refusals_come_through_with_what_explains_them(a_decoder):
    decoder = a_decoder(ENOUGH)

    with pytest.raises(PhotoNotAnImage):
        decoder.decode(b"Dear Sir or Madam")
    with pytest.raises(PhotoTooLarge) as refused:
        decoder.decode(bytes(11 * 1024**2))

    assert refused.value.data == {"limit_mb": 10}


def test_after_so_many_pictures_there_is_another_process(a_decoder, monkeypatch):
    monkeypatch.setattr(decoding, "MOST_PICTURES", 2)
    decoder = a_decoder(ENOUGH)

    processes = []
    for _ in range(3):
        decoder.decode(a_photo())
        processes.append(decoder._process.number)

    assert processes[0] != processes[1] == processes[2]


def test_a_process_that_does_not_start_turns_photos_away_for_a_while(a_decoder):
    decoder = a_decoder(ENOUGH)
    decoder._process = ChildProcess([sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(IntakeBusy) as refused:
        decoder.decode(a_photo())

    assert refused.value.data["retry_after_seconds"] > 0


def _decode_often(decoder: Decoder, file: bytes) -> None:
    for _ in range(20):
        decoder.decode(file)
