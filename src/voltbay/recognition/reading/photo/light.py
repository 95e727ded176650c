"""Give a dark or pale photo the light that it lacked, before print is looked for once more.

A quiet photo of a dark room, or one through a misty lens, holds its print in a few levels of
brightness: they are spread.
"""

import cv2
import numpy as np

from voltbay.recognition.reading.photo.thumb import thumb
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.runtimes import Floats

PAPER = 205.0  # of 255, that the brightest gets in each part
DIMMEST = 5.0  # of 255: what is darker is no paper, and stays darker
FINE = 64.0  # steps of one level of brightness: smoothing finds some between two levels
GRAIN = 0.9  # pixels, sigma; more light shows the noise too
SIDE = 240  # pixels of the picture in which paper is looked for
NEAR = 31  # of them, around a place, in which there is some
ENDS = 2.0, 98.0  # percentiles of brightness that are parted
BLACK, WHITE = 20.0, 235.0  # so far
MOST = 20.0  # times, by which levels are spread: beyond it there is noise alone


def lightened(picture: Pixels) -> Pixels:
    """Give a picture whose paper is bright in every part, and whose levels are spread."""
    small = cv2.GaussianBlur(thumb(picture, SIDE), (0, 0), 1.0).astype(np.float32)
    gain = _gain(small)
    low, high = np.percentile(small * gain[..., None], ENDS)
    spread = min((WHITE - BLACK) / max(high - low, 1.0), MOST)
    everywhere = cv2.resize(gain * spread, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    lower = high * spread - WHITE  # paper stays bright where there is little ink
    # Colour by colour: a large picture in floats would take more memory than reading may.
    return cv2.merge([_in_light(one, everywhere, lower) for one in cv2.split(picture)])


def _gain(small: Floats) -> Floats:
    """Give by how much light must grow in each part."""
    near = np.ones((NEAR, NEAR), np.uint8)
    paper = cv2.GaussianBlur(cv2.dilate(small.max(axis=2), near), (0, 0), NEAR / 3)
    return np.maximum(PAPER / np.maximum(paper, DIMMEST), 1.0)


def _in_light(colour: Pixels, gain: Floats, lower: float) -> Pixels:
    fine = cv2.GaussianBlur(colour.astype(np.uint16) * int(FINE), (0, 0), GRAIN)
    bright = np.asarray(cv2.multiply(fine, gain, scale=1 / FINE, dtype=cv2.CV_32F), np.float32)
    bright -= np.float32(lower)
    return np.rint(np.clip(bright, 0, 255, out=bright), out=bright).astype(np.uint8)
