"""What came of the photos of one level and kind."""

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from statistics import median

from bench.recognition.causes import causes_of
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import Field
from voltbay.recognition.reading.result import Reading

NOTHING = Field("", 0.0, doubtful=True)
# Owners type their name in the form, which settles a doubt about it where just that was read.
TYPED = {"name", "owner"}


@dataclass
class Tally:
    """Counts of one level and kind; a refused photo counts as one without any field."""

    kind: DocumentKind
    level: str
    seconds: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    certain: list[tuple[int, str, str, str]] = field(default_factory=list)
    certain_elsewhere: list[tuple[int, str, str, str]] = field(default_factory=list)
    doubted: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    asked_in_form: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    deciding: int = 0
    characters: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    missed_by: Counter[str] = field(default_factory=Counter)
    decided_wrong_by: Counter[str] = field(default_factory=Counter)
    worst: list[tuple[int, int, bytes]] = field(default_factory=list)

    def add(self, seed: int, photo: bytes, truth: dict[str, str], reading: Reading) -> None:
        """Compare a reading with the truth."""
        fields = {} if reading.problems else reading.fields
        read = {name: fields.get(name, NOTHING) for name in self.kind.field_names}
        missed = [name for name, one in read.items() if one.value != truth.get(name, "")]
        decided = not set(missed) & set(self.kind.deciding)
        self.documents += not missed
        self.deciding += decided
        doubts = {name for name in self.kind.deciding if read[name].doubtful}
        self.doubted.update(doubts)
        self.asked += bool(doubts)
        self.asked_in_form += bool(doubts - (TYPED - set(missed)))
        self.refused.update([one.code for one in reading.problems[:1]])
        self._lay_to_causes(photo, missed=bool(missed), decided=decided)
        for name in missed:
            self._miss(seed, name, truth.get(name, ""), read[name])
        if missed:
            weight = len(missed) + 10 * (not decided)
            self.worst.append((weight, seed, photo))

    def _lay_to_causes(self, photo: bytes, *, missed: bool, decided: bool) -> None:
        causes = causes_of(photo)
        self.taken.update(causes)
        self.missed_by.update(causes if missed else ())
        self.decided_wrong_by.update(() if decided else causes)

    def _miss(self, seed: int, name: str, wanted: str, got: Field) -> None:
        self.wrong[name] += 1
        if got.value:
            self.characters.update(confusions(wanted, got.value))
        if not got.doubtful:
            said = (seed, name, wanted, got.value)
            (self.certain if name in self.kind.deciding else self.certain_elsewhere).append(said)

    def row(self) -> dict[str, object]:
        """Give the figures of the table."""
        photos, names = len(self.seconds), self.kind.field_names
        deciding = self.kind.deciding
        wrong = sum(self.wrong[name] for name in deciding)
        return {
            "kind": self.kind.name,
            "level": self.level,
            "photos": photos,
            "deciding fields %": share(photos * len(deciding) - wrong, photos * len(deciding)),
            "all fields %": share(photos * len(names) - self.wrong.total(), photos * len(names)),
            "documents, deciding %": share(self.deciding, photos),
            "documents, all %": share(self.documents, photos),
            "wrong and certain": len(self.certain),
            "asked about %": share(self.asked, photos),
            "asked about in the form %": share(self.asked_in_form, photos),
            "refused %": share(self.refused.total(), photos),
            "cpu s median": round(median(self.seconds), 2),
            "cpu s p95": quantile(self.seconds, 0.95),
        }

    def row_of(self, name: str) -> dict[str, object]:
        """Give the figures of one deciding field; a photo that was refused is one missed."""
        photos = len(self.seconds)
        return {
            "level": self.level,
            "photos": photos,
            f"{name} right %": share(photos - self.wrong[name], photos),
            "wrong and certain": sum(field == name for _, field, _, _ in self.certain),
            "asked about %": share(self.doubted[name], photos),
            "refused %": share(self.refused.total(), photos),
        }


def confusions(wanted: str, got: str) -> list[str]:
    """Name the characters that were read as others, lost or added.

    >>> confusions("粤B0D1", "粤BOD")
    ['0→O', '1→']
    """
    steps = SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes()
    found = []
    for what, a, b, c, d in steps:
        if what == "replace" and b - a == d - c:
            found += [f"{one}→{other}" for one, other in zip(wanted[a:b], got[c:d], strict=True)]
        elif what != "equal":
            found.append(f"{wanted[a:b]}→{got[c:d]}")
    return found


def share(part: int, whole: int) -> float:
    """Give a percentage."""
    return round(100 * part / max(whole, 1), 2)


def quantile(values: list[float], part: float) -> float:
    """Give the value that a part of them does not exceed."""
    return round(sorted(values)[min(len(values) - 1, int(len(values) * part))], 2)
