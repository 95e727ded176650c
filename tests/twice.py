"""A request that is sent twice at once: the second looks before the first has written."""

from types import ModuleType

import pytest


def look_too_early(monkeypatch: pytest.MonkeyPatch, module: ModuleType) -> None:
    """Let a module's first look for what a key made see nothing, as it would have a moment ago."""
    look = module._made_before
    seen: list[object] = []

    def too_early(*given: object) -> object:
        seen.append(given)
        return None if len(seen) == 1 else look(*given)

    monkeypatch.setattr(module, "_made_before", too_early)
