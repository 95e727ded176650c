"""A tablet in an owner's hands: the session shows one page alone until staff take it back.

1. A page that is made for owners hands its own session over when it is shown.
2. The guard then lets that session reach this page and nothing else, whatever address is typed and
   in whichever tab.
3. Whoever handed it over takes it back with the password; anybody may sign in afresh instead.
"""

from typing import Any

from django.http import HttpRequest

HANDED = "staff_handed"  # in the session: the path of the only page that it shows


def hand_over(request: HttpRequest) -> None:
    """Let this session show the present page alone."""
    if handed_path(request) == request.path_info:
        return
    # The new cookie makes browsers forget the pages behind "back", which they may keep.
    request.session.cycle_key()
    request.session[HANDED] = request.path_info


def take_back(request: HttpRequest) -> None:
    """Let this session show everything again."""
    request.session.pop(HANDED, None)


def handed_path(request: HttpRequest) -> str:
    """Return the page that an owner is looking at, or nothing if staff have the session."""
    kept: Any = request.session.get(HANDED, "")
    return str(kept)


def is_elsewhere(request: HttpRequest) -> bool:
    """Tell whether a session in an owner's hands asks for anything but its page."""
    return handed_path(request) not in ("", request.path_info)
