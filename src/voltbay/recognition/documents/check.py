"""What makes a well-read document one that we do not take. Pure.

The pipeline has checked each value for itself (check digits, real dates, closed vocabularies);
here they are held against today.
"""

from datetime import date

from voltbay.recognition.reading.result import Kind, Reading

YEARS_OF_OWN_CONSENT = 14  # Source: PIPL art. 31; under it only parents may consent
FUTURE = "date_in_future"
UNDER_FOURTEEN = "under_fourteen"


def check(reading: Reading, *, today: date) -> Reading:
    """Return the reading, with a problem for each rule that the document breaks.

    A doubtful date proves nothing, so only dates that were read with certainty count.
    """
    if reading.kind == Kind.IDENTITY_CARD:
        return _check_age(_check_not_future(reading, "birth_date", today=today), today=today)
    for name in ("register_date", "issue_date"):
        reading = _check_not_future(reading, name, today=today)
    return reading


def age(born: date, *, on: date) -> int:
    """Return full years of age.

    >>> age(date(2012, 2, 29), on=date(2026, 2, 28)), age(date(2012, 2, 29), on=date(2026, 3, 1))
    (13, 14)
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _check_not_future(reading: Reading, name: str, *, today: date) -> Reading:
    day = _certain_date(reading, name)
    return reading.refuse(FUTURE, name=name) if day and day > today else reading


def _check_age(reading: Reading, *, today: date) -> Reading:
    born = _certain_date(reading, "birth_date")
    if born and born <= today and age(born, on=today) < YEARS_OF_OWN_CONSENT:
        return reading.refuse(UNDER_FOURTEEN, name="birth_date")
    return reading


def _certain_date(reading: Reading, name: str) -> date | None:
    field = reading.fields.get(name)
    if field is None or field.doubtful:
        return None
    try:
        return date.fromisoformat(field.value)
    except ValueError:
        return None
