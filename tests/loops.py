"""A loop of a test's own, also where an earlier test's browser left one running in this thread."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it to its end, and return what it returns.

    Playwright's loop stays between its calls, and `asyncio.run` refuses to run beside one. It is
    hidden for as long as this lasts alone: Django's connection is another within a loop.
    """
    left = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return asyncio.run(coroutine)
    finally:
        asyncio._set_running_loop(left)
