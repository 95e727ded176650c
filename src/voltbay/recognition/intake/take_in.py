"""Taking in a file that somebody sent: the one way by which pictures come into Voltbay.

1. Its cost is estimated from its form: what no camera builds goes no further.
2. Its sender gets a turn at one of this process's decoders.
3. The decoder turns it into a picture, within limits of time and memory.

The decoders start with the first file, after the web server has forked its processes.
"""

import atexit
import os
import threading
from functools import cache

from voltbay.recognition.intake.decoder import Decoder, Limits
from voltbay.recognition.intake.turns import Turns
from voltbay.recognition.reading.photo.estimate import estimate
from voltbay.recognition.reading.photo.intake import Picture

# Measured: docs/recognition.md. By the clock more, as other programs use the processor too.
QUICK = Limits(megabytes=500, cpu_seconds=3, seconds=8.0)
ANY = Limits(megabytes=700, cpu_seconds=6, seconds=10.0)

_once = threading.Lock()


def take_in(upload: bytes, *, sender: str) -> Picture:
    """Turn an uploaded file into a picture; `sender` says whose turn it is: "owner 7".

    Raises IntakeBusy, PhotoTookTooLong or one of `reading.errors`.
    """
    estimated = estimate(upload)
    with _ours().turn(sender, estimated) as decoder:
        return decoder.decode(upload)


def _ours() -> Turns[Decoder]:
    with _once:
        return _turns()


@cache
def _turns() -> Turns[Decoder]:
    decoders = [Decoder(QUICK), Decoder(ANY)]
    for decoder in decoders:
        atexit.register(decoder.close)
    return Turns(decoders)


def _forget() -> None:
    """In a process that was forked off: its parent's decoders are not its own."""
    global _once  # it may have been held
    _once = threading.Lock()
    _turns.cache_clear()


os.register_at_fork(after_in_child=_forget)
