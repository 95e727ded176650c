"""Pictures in small, in which light, colour and outlines are looked at."""

import cv2

from voltbay.recognition.reading.pixels.networks import Pixels

THUMB = 480  # pixels: light and colour need no more


def thumb(picture: Pixels, side: int = THUMB) -> Pixels:
    """Give a picture in small, of at most so many pixels."""
    while max(picture.shape[:2]) >= 2 * side:  # halves cost a sixth of other shares
        picture = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return shrunk(picture, side)


def shrunk(picture: Pixels, side: int) -> Pixels:
    """Give a picture in small by one share, which rounds each colour once."""
    factor = min(1.0, side / max(picture.shape[:2]))
    size = [max(1, round(one * factor)) for one in picture.shape[1::-1]]
    return cv2.resize(picture, (size[0], size[1]), interpolation=cv2.INTER_AREA)
