"""The engine that the settings choose, one per process."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from voltbay.recognition.engines.engine import Engine

ENGINES = {
    # In a process of its own: a photo that crashes the decoder takes no worker with it.
    "local": "voltbay.recognition.engines.isolated.IsolatedEngine",
    "aliyun": "voltbay.recognition.engines.aliyun.AliyunEngine",
}


class UnknownEngine(ValueError):
    """The setting names no engine; the message names those that there are."""


@cache
def chosen_engine() -> Engine:
    """Return this process's engine. Raises UnknownEngine."""
    name = settings.VOLTBAY_RECOGNITION_ENGINE
    if name not in ENGINES:
        raise UnknownEngine(f"VOLTBAY_RECOGNITION_ENGINE is {name!r}, not one of {[*ENGINES]}")
    engine: Engine = import_string(ENGINES[name])()
    return engine
