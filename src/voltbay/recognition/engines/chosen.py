"""The engine that the settings choose. What it is made of is made once per process."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.util import find_spec
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from voltbay.recognition.engines.bounded import BoundedEngine
from voltbay.recognition.engines.cloud import CloudForDocument
from voltbay.recognition.engines.combined import CloudFirstEngine, CombinedEngine
from voltbay.recognition.engines.engine import Engine
from voltbay.recognition.engines.isolated import IsolatedEngine

JOINED: Mapping[str, type[CombinedEngine | CloudFirstEngine]] = {
    "combined": CombinedEngine,
    "aliyun": CloudFirstEngine,
}
ENGINES = ("local", *JOINED)
ALIYUN = "voltbay.recognition.engines.aliyun"  # its kit is large: loaded where it is used


class UnknownEngine(ValueError):
    """The setting names no engine; the message names those that there are."""


def engine_for(document_id: UUID, *, now: datetime) -> Engine:
    """Return the engine for a document: the cloud needs its owner's leave. Raises UnknownEngine."""
    name = settings.VOLTBAY_RECOGNITION_ENGINE
    if name not in ENGINES:
        raise UnknownEngine(f"VOLTBAY_RECOGNITION_ENGINE is {name!r}, not one of {[*ENGINES]}")
    if name not in JOINED:
        return _local()
    cloud = CloudForDocument(_aliyun(), document_id, now=now)
    return JOINED[name](local=_local(), cloud=cloud)


def is_installed() -> bool:
    """Whether the engine that the settings choose is there, without loading its networks."""
    name = settings.VOLTBAY_RECOGNITION_ENGINE
    return name == "local" or (name in JOINED and find_spec(ALIYUN) is not None)


def runtime() -> str:
    """Name the library that reads in this process's child; nothing before it read a photo."""
    return _local().runtime if _local.cache_info().currsize else ""


@cache
def _local() -> IsolatedEngine:
    """In a process of its own, which starts at the first photo: a crash takes no worker with it."""
    return IsolatedEngine(runtime=settings.VOLTBAY_RECOGNITION_RUNTIME)


@cache
def _aliyun() -> BoundedEngine:
    return BoundedEngine(import_string(f"{ALIYUN}.AliyunEngine")())
