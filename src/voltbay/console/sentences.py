"""What staff are told when something is refused, in the page's language."""

from collections.abc import Mapping

from django.utils.translation import get_language

from voltbay import sentences
from voltbay.core.languages import EN, ZH
from voltbay.sentences import Reader


def sentence(code: str, gaps: Mapping[str, object] | None = None) -> str:
    """Return the sentence for a code in the page's language, its gaps filled."""
    language = EN if (get_language() or "").startswith(EN) else ZH
    return sentences.sentence(code, language, gaps, reader=Reader.STAFF)
