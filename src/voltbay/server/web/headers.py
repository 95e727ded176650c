"""The headers that tell browsers what our pages never do."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

# Everything comes from here. Styles may stand in elements: the client's framework sets them so.
POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
# The back office's theme keeps small scripts in its pages and evaluates expressions (Alpine).
STAFF_POLICY = POLICY | {"script-src": "'self' 'unsafe-inline' 'unsafe-eval'"}
# What reads codes before the camera is WebAssembly: it may be compiled, nothing else evaluated.
CONSOLE_POLICY = POLICY | {"script-src": "'self' 'wasm-unsafe-eval'"}
# Pages that anybody reads run nothing at all.
SITE_POLICY = POLICY | {"default-src": "'none'", "script-src": "'none'", "connect-src": "'none'"}
BY_PATH = {"/admin/": STAFF_POLICY, "/console/": CONSOLE_POLICY, "/info/": SITE_POLICY}

FIXED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Headers:
    """Adds them to every answer, files included; an answer's own header stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        answer.headers.setdefault("Content-Security-Policy", written(policy_of(request.path_info)))
        for name, value in FIXED.items():
            answer.headers.setdefault(name, value)
        if request.path_info.startswith("/api/"):
            # Answers hold personal data; neither a proxy nor a shared phone may keep them.
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer


def policy_of(path: str) -> dict[str, str]:
    """Return what pages under a path may do."""
    return next((policy for start, policy in BY_PATH.items() if path.startswith(start)), POLICY)


def written(policy: dict[str, str]) -> str:
    """Return a content security policy as a header says it.

    >>> written({"default-src": "'self'", "object-src": "'none'"})
    "default-src 'self'; object-src 'none'"
    """
    return "; ".join(f"{what} {where}" for what, where in policy.items())
