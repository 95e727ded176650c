"""What people paste, kept in one form: the same table holds the client to the same rule."""

import json
from pathlib import Path

import pytest

from voltbay.accounts.owners.spend_code import parse_code
from voltbay.core.errors import Invalid
from voltbay.identifiers.name import parse_name
from voltbay.identifiers.phone import parse_phone
from voltbay.identifiers.plate import parse_plate

PASTED = json.loads((Path(__file__).parent / "pasted.json").read_text(encoding="utf-8"))
RULES = {
    "phone": parse_phone,
    "code": parse_code,
    "name": parse_name,
    "plate": lambda text: parse_plate(text).number,
}


def kept(entry, typed):
    try:
        return RULES[entry](typed)
    except Invalid:
        return None


@pytest.mark.parametrize("entry", RULES)
def test_what_is_pasted_is_kept_in_one_form_or_refused(entry):
    found = [{"typed": each["typed"], "kept": kept(entry, each["typed"])} for each in PASTED[entry]]

    assert found == PASTED[entry]
