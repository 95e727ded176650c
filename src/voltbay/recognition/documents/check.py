"""What makes a well-read document one that we do not take. Pure.

The pipeline has checked each value for itself (check digits, real dates, closed vocabularies);
here they are held against today, by the checks of the document's kind.
"""

from dataclasses import replace
from datetime import date

from voltbay.recognition.reading.result import Reading


def check(reading: Reading, *, today: date) -> Reading:
    """Return the reading, with a problem for each rule that the document breaks."""
    found = (breaks(reading.fields, today) for breaks in reading.kind.checks)
    problems = (one for one in found if one is not None)
    return replace(reading, problems=(*reading.problems, *problems))
