"""What a request shows of its session. Knows no models: the web server reads it before they are."""

from django.http import HttpRequest

COOKIE = "voltbay_session"


def presented_token(request: HttpRequest) -> tuple[str, bool]:
    """Return the token and whether a cookie brought it. A Bearer wins over a cookie."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and bearer.strip():
        return bearer.strip(), False
    return request.COOKIES.get(COOKIE, ""), True
