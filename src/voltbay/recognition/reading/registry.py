"""The kinds of documents: one that is read for each file in `kinds/`, and those only typed."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from voltbay.recognition.reading import kinds
from voltbay.recognition.reading.document_kind import BIRTH_DATE, DocumentKind
from voltbay.recognition.reading.typed_kinds import TYPED_KINDS


def kinds_in(package: ModuleType) -> dict[str, DocumentKind]:
    """Give the kinds that the files of a package describe, by name."""
    files = sorted(one.name for one in iter_modules(package.__path__))
    modules = [import_module(f"{package.__name__}.{file}") for file in files]
    constants = (one for module in modules for one in vars(module).values())
    return {one.name: one for one in constants if isinstance(one, DocumentKind)}


KINDS = kinds_in(kinds)


def every_kind() -> tuple[DocumentKind, ...]:
    """Give every kind that is read."""
    return tuple(KINDS.values())


def kind_named(name: str) -> DocumentKind:
    """Give the kind that has this name in the API and the database. Raises KeyError."""
    return KINDS.get(name) or TYPED_KINDS[name]


def kind_names() -> list[str]:
    """Give the names of every kind that is taken, read or typed."""
    return [*KINDS, *TYPED_KINDS]


def may_be_typed() -> list[str]:
    """Give the names of the fields that owners type, whichever document it is."""
    kinds = map(kind_named, kind_names())
    return sorted({BIRTH_DATE, *(name for kind in kinds for name in kind.deciding)})


def is_read(name: str) -> bool:
    """Tell whether photos of a kind are read; of the others everything is typed."""
    return name in KINDS
