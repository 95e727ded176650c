"""In which language a caller is answered: zh-Hans unless English is asked for first."""

from django.http import HttpRequest

from voltbay.core.languages import EN, ZH


def language_of(request: HttpRequest) -> str:
    """Return `zh-Hans` or `en` by the caller's Accept-Language, whichever stands first."""
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        tag = part.split(";")[0].strip()
        if tag.startswith("zh"):
            return ZH
        if tag.startswith("en"):
            return EN
    return ZH
