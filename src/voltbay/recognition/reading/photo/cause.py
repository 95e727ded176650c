"""Give the one reason why a document in a picture was not read.

What makes everything else unmeasurable is asked first, then what is seen for certain, then what the
outlines of sheets tell; if nothing did, what is furthest beyond what can be read is blamed.
"""

import numpy as np

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.by_outline import (
    by_outline,
    clearly_far,
    far_alone,
    far_card,
    far_on_paper,
    under_labels,
)
from voltbay.recognition.reading.photo.covered import covered, surely_covered
from voltbay.recognition.reading.photo.glare import glare
from voltbay.recognition.reading.photo.position import (
    cut_off,
    small,
    squeezed,
    steepness,
    tilted,
    tiny_print,
    where,
)
from voltbay.recognition.reading.photo.quality import (
    LEGIBLE,
    NOISY,
    SHARP,
    edge,
    grain,
    height,
    loud,
    noise,
    paper,
    soft,
    soft_all_over,
    softness,
)
from voltbay.recognition.reading.photo.scene import Scene

DIM = 75.0  # brightness of the paper at which a noisy photo wants light first
NEARER = 18.0  # pixels of a line's box: print that is hardly read gains by coming closer
STEEP = 1.3  # times that a card's facing sides may differ, or its form from the true one


def drowned(scene: Scene) -> Problem | None:
    """Blame what nothing else can be told in: noise, blur, a card far away."""
    if problem := loud(scene) or far_alone(scene):
        return problem
    why = soft(scene)
    return why and (clearly_far(scene) or why)


def cause(scene: Scene) -> Problem | None:
    """Give the likeliest reason why a document in a picture was not read."""
    looks = (
        drowned,
        squeezed,
        surely_covered,
        by_outline,
        tiny_print,
        cut_off,
        tilted,
        covered,
        soft_all_over,
        glare,
        small,
        far_on_paper,
        under_labels,
    )
    found = (look(scene) for look in looks)
    problem = next((one for one in found if one), None)
    return problem or (_worst(scene) if scene.legibility < LEGIBLE else None)


def cause_without_print(scene: Scene) -> Problem | None:
    """Give the likeliest reason why no print was found in a picture.

    What moved has outlines too, of smears: those that are no small card's come last.
    """
    picture = scene.picture
    why = grain(picture) or far_card(scene) or softness(picture)
    return why or by_outline(scene) or far_on_paper(scene)


def _worst(scene: Scene) -> Problem | None:
    """Blame what is furthest beyond what can be read; nothing if none is."""
    if not scene.lines:
        return None
    blur = float(np.median([edge(scene.picture, one) for one in scene.lines]))
    found = {
        Problem("too_noisy"): noise(scene) / NOISY,
        Problem("too_dark"): DIM / max(paper(scene), 1.0),
        Problem("too_blurred"): blur / SHARP,
        Problem("too_small", where(scene)): NEARER / max(height(scene), 1.0),
        Problem("too_tilted"): steepness(scene) / STEEP,
    }
    worst = max(found, key=lambda one: found[one])
    return worst if found[worst] > 1 else None
