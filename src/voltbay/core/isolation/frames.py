"""Messages between a process and its child: a length, then that many bytes."""

import struct
from typing import BinaryIO

LENGTH = struct.Struct(">I")


def send(pipe: BinaryIO, message: bytes) -> None:
    """Write one message; its bytes are not copied, as a photo has many."""
    pipe.write(LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """Read one message, or None when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    message = pipe.read(length)
    return message if len(message) == length else None
