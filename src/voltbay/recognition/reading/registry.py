"""The kinds of documents that are read: one for each file in `kinds/`, in the order of names."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules

from voltbay.recognition.reading import kinds
from voltbay.recognition.reading.document_kind import DocumentKind


def _described() -> Iterator[DocumentKind]:
    for file in sorted(one.name for one in iter_modules(kinds.__path__)):
        module = import_module(f"{kinds.__name__}.{file}")
        yield from (one for one in vars(module).values() if isinstance(one, DocumentKind))


KINDS = {kind.name: kind for kind in _described()}


def every_kind() -> tuple[DocumentKind, ...]:
    """Give every kind that is read."""
    return tuple(KINDS.values())


def kind_named(name: str) -> DocumentKind:
    """Give the kind that has this name in the API and the database. Raises KeyError."""
    return KINDS[name]
