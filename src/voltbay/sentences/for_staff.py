"""What staff are told when something is refused, in the language of the page they are on."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from voltbay.core.errors import Invalid
from voltbay.core.languages import EN, ZH
from voltbay.sentences import Reader, sentence

T = TypeVar("T")


def for_staff(code: str, gaps: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a code in the page's language, its gaps filled."""
    language = EN if (get_language() or "").startswith(EN) else ZH
    return sentence(code, language, gaps, reader=Reader.STAFF)


def accepted(check: Callable[[], T]) -> T:
    """Return what a rule returns; its refusal becomes an error of the form."""
    try:
        return check()
    except Invalid as refused:
        said = for_staff(refused.code, refused.data)
        raise ValidationError(said, code=refused.code) from refused
