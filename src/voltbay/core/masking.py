"""What is shown of personal data when the full value is not needed.

No national standard fixes the stars; these are the usual ones.
"""

STAR = "*"
BETWEEN_WORDS = " ,"


def mask_name(name: str) -> str:
    """Show a name's first character only; words written with blanks stay as long as they are.

    >>> mask_name("张三丰"), mask_name("MUELLER, HANS"), mask_name("")
    ('张**', 'M******, ****', '')
    """
    return name[:1] + "".join(one if one in BETWEEN_WORDS else STAR for one in name[1:])


def mask_phone(phone: str) -> str:
    """Show the first three and last four digits.

    >>> mask_phone("13800138000")
    '138****8000'
    """
    return _keep(phone, head=3, tail=4)


def mask_identity_number(number: str) -> str:
    """Show the first and the last character: more would give away sex and birth date.

    >>> mask_identity_number("11010519491231002X")
    '1****************X'
    """
    return _keep(number, head=1, tail=1)


def mask_vin(vin: str) -> str:
    """Show the first and last three characters.

    >>> mask_vin("LGXCE6DB7J0123456")
    'LGX***********456'
    """
    return _keep(vin, head=3, tail=3)


def mask_plate(plate: str) -> str:
    """Show the office, two characters of the serial and the last one.

    >>> mask_plate("京AD12345"), mask_plate("川A7809C")
    ('京AD1***5', '川A78**C')
    """
    return _keep(plate, head=4, tail=1)


def _keep(text: str, *, head: int, tail: int) -> str:
    """Hide the middle; a text too short to have one is hidden whole."""
    hidden = len(text) - head - tail
    if hidden <= 0:
        return STAR * len(text)
    return text[:head] + STAR * hidden + text[len(text) - tail :]
