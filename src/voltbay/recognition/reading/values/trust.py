"""How far to trust what the networks said."""

from dataclasses import replace

from voltbay.recognition.reading.pixels.recognise import Character
from voltbay.recognition.reading.values.seen import Seen

AGREED, DISAGREED = 0.5, 0.6  # what a second opinion does to doubt and to confidence
UNSURE = 0.85  # confidence of what must be asked about
SURE_AGAIN = 0.97  # of both readings of a code, when the quick network said something else


def confidence(characters: tuple[Character, ...], agreed: bool) -> float:
    """Trust a value as its least sure character, more so when both networks say the same."""
    trust = least(characters)
    if not trust:
        return 0.0
    return 1 - (1 - trust) * AGREED if agreed else trust * DISAGREED


def confirmed(seen: Seen, again: Seen) -> Seen:
    """Trust a code that the careful network read twice the same, from different pixels.

    Not one with a 0 that a rule changed: both times the same shape was taken for it.
    """
    trust = min(seen.confidence, again.confidence) / DISAGREED
    changed = "0" in seen.text and (seen.corrected or again.corrected)
    if changed or seen.text != again.text or not SURE_AGAIN <= trust <= 1:
        return seen
    return replace(seen, confidence=trust)


def least(characters: tuple[Character, ...]) -> float:
    """Give the probability of the least sure character; 0 when there are none."""
    return min((one.probability for one in characters), default=0.0)
