"""What one library reads otherwise than another: photo by photo, both ways."""

from bench.recognition.photos import Sent
from bench.recognition.tally import share
from voltbay.recognition.reading.result import Reading

Readings = dict[str, list[Reading]]  # of each library, photo by photo


def accuracy(sent: list[Sent], read: Readings) -> list[dict[str, object]]:
    """Give a row for each library: what it reads rightly, and what it alone does."""
    photos = {name: [_is_right(*both) for both in _pairs(sent, read, name)] for name in read}
    fields = {
        name: [r for both in _pairs(sent, read, name) for r in _right(*both)] for name in read
    }
    return [
        {
            "runtime": name,
            "photos": len(sent),
            "deciding fields %": share(sum(fields[name]), len(fields[name])),
            "photos, every deciding field right": sum(photos[name]),
            "photos that it alone reads so": _alone(photos, name),
            "deciding fields that it alone reads rightly": _alone(fields, name),
        }
        for name in read
    ]


def differences(sent: list[Sent], read: Readings) -> list[dict[str, object]]:
    """Give a row for each field that the libraries tell otherwise, with what each tells."""
    return [
        {"photo": f"{one.sort} {one.seed}", "field": name, "truth": one.truth.get(name, "")} | told
        for at, one in enumerate(sent)
        for name in one.kind.field_names
        if len(set((told := {each: as_told(read[each][at], name) for each in read}).values())) > 1
    ]


def as_told(reading: Reading, name: str) -> str:
    """Write a field as its owner is told it: with ? if asked about; a refusal by its code."""
    if reading.problems:
        return reading.problems[0].code
    field = reading.fields.get(name)
    return f"{field.value}{'?' if field.doubtful else ''}" if field else "nothing"


def _pairs(sent: list[Sent], read: Readings, name: str) -> list[tuple[Sent, Reading]]:
    return list(zip(sent, read[name], strict=True))


def _is_right(one: Sent, reading: Reading) -> bool:
    return all(_right(one, reading))


def _right(one: Sent, reading: Reading) -> list[bool]:
    """Say of each deciding field whether it was read; of a refused photo none was."""
    fields = {} if reading.problems else reading.fields
    return [
        name in fields and fields[name].value == one.truth.get(name, "")
        for name in one.kind.deciding
    ]


def _alone(right: dict[str, list[bool]], name: str) -> int:
    """Count where only this library is right."""
    others = [every for other, every in right.items() if other != name]
    return sum(
        mine and not any(every[at] for every in others) for at, mine in enumerate(right[name])
    )
