"""How well and how fast drawn photos are read: `make bench-recognition ARGS="--photos 100"`.

Seeds from 90000 on are for reporting: nothing was tuned on them. The bare engine, the package's
own pipeline with its small networks on one thread, reads some of the same files for comparison.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.cards import draw_identity_card, draw_reject, draw_vehicle_licence
from tests.cards.rejects import DEFECTS, PAPERS
from voltbay.recognition.reading.intake import intake
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.result import DECIDING, FIELDS, Field, Kind, Reading

RESULTS = Path(__file__).parent / "results"
DRAW = {Kind.IDENTITY_CARD: draw_identity_card, Kind.VEHICLE_LICENCE: draw_vehicle_licence}
WORST_PICTURES = Path("var") / "worst"
LEVELS = ("easy", "normal", "hard")
NOTHING = Field("", 0.0, doubtful=True)
WORST = 3  # pictures kept of each level and kind


@dataclass
class Tally:
    """What came of the photos of one level and kind."""

    kind: Kind
    level: str
    seconds: list[float] = field(default_factory=list)
    wrong: Counter = field(default_factory=Counter)
    certain: list[tuple[int, str, str, str]] = field(default_factory=list)
    asked: int = 0
    refused: Counter = field(default_factory=Counter)
    documents: int = 0
    deciding: int = 0
    confusions: Counter = field(default_factory=Counter)
    misses: list[tuple[int, int, bytes]] = field(default_factory=list)

    def add(self, seed: int, photo: bytes, truth: dict[str, str], reading: Reading) -> None:
        """Compare a reading with the truth."""
        read = {name: reading.fields.get(name, NOTHING) for name in FIELDS[self.kind]}
        missed = [name for name, one in read.items() if one.value != truth[name]]
        self.documents += not missed
        self.deciding += not set(missed) & set(DECIDING[self.kind])
        self.asked += any(read[name].doubtful for name in DECIDING[self.kind])
        self.refused.update(one.code for one in reading.problems)
        for name in missed:
            self._miss(seed, name, truth[name], read[name])
        if missed:
            self.misses.append((len(missed), seed, photo))

    def _miss(self, seed: int, name: str, wanted: str, got: Field) -> None:
        self.wrong[name] += 1
        if len(wanted) == len(got.value):
            pairs = zip(wanted, got.value, strict=True)
            self.confusions.update(f"{a}→{b}" for a, b in pairs if a != b)
        elif got.value:
            self.confusions["(cut or run together)"] += 1
        if not got.doubtful and name in DECIDING[self.kind]:
            self.certain.append((seed, name, wanted, got.value))

    def row(self) -> dict[str, object]:
        """Give the figures of the table."""
        photos, names = len(self.seconds), FIELDS[self.kind]
        deciding = DECIDING[self.kind]
        wrong = sum(self.wrong[name] for name in deciding)
        return {
            "kind": self.kind.value,
            "level": self.level,
            "photos": photos,
            "deciding fields %": _share(photos * len(deciding) - wrong, photos * len(deciding)),
            "all fields %": _share(photos * len(names) - self.wrong.total(), photos * len(names)),
            "documents, deciding %": _share(self.deciding, photos),
            "documents, all %": _share(self.documents, photos),
            "wrong and certain": len(self.certain),
            "asked about %": _share(self.asked, photos),
            "cpu s median": round(median(self.seconds), 2),
            "cpu s p95": round(sorted(self.seconds)[int(photos * 0.95)], 2),
        }


def _share(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 2)


def read_level(reader: Reader, kind: Kind, level: str, seeds: range) -> Tally:
    """Draw and read the photos of a level."""
    tally = Tally(kind, level)
    for seed in seeds:
        photo, truth = DRAW[kind](seed=seed, level=level)
        jpeg = intake(photo).jpeg
        started = time.process_time()
        reading = reader.read(jpeg, kind)
        tally.seconds.append(time.process_time() - started)
        tally.add(seed, photo, truth, reading)
    return tally


def read_rejects(reader: Reader, seeds: range) -> dict[str, dict[str, int]]:
    """Draw and read photos that must be refused; give the codes that they got."""
    got: dict[str, dict[str, int]] = {}
    for kind in Kind:
        for defect in (*DEFECTS, *PAPERS):
            if defect == "black_and_white_copy" and kind is Kind.VEHICLE_LICENCE:
                continue  # a licence is printed black: nothing tells its copy
            answers: Counter[str] = Counter()
            for seed in seeds:
                photo, code = draw_reject(defect, seed=seed, kind=kind.value)
                reading = reader.read(intake(photo).jpeg, kind)
                first = reading.problems[0].code if reading.problems else "accepted"
                answers["right" if first == code else first] += 1
            got[f"{kind.value}: {defect}"] = dict(answers)
    return got


def bare_engine(seeds: range) -> float:
    """Give the CPU seconds that the bare engine takes for the same photos, median."""
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    engine = RapidOCR(params={threads.format("intra"): 1, threads.format("inter"): 1})
    seconds = []
    for kind in Kind:
        for seed in seeds:
            jpeg = intake(DRAW[kind](seed=seed, level="normal")[0]).jpeg
            started = time.process_time()
            engine(jpeg)
            seconds.append(time.process_time() - started)
    return median(seconds)


def cold_start() -> float:
    """Give the seconds until a new process can read."""
    command = "from voltbay.recognition.reading.reader import Reader; Reader.load().warm_up()"
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", command], check=True)
    return time.monotonic() - started


def keep_worst(tally: Tally) -> None:
    """Write the pictures with most fields missed."""
    folder = WORST_PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    for count, seed, photo in sorted(tally.misses, reverse=True)[:WORST]:
        name = f"{tally.kind.value}-{tally.level}-{seed}-{count}-wrong.jpg"
        (folder / name).write_bytes(photo)


def show(rows: list[dict[str, object]]) -> None:
    """Print a Markdown table."""
    print("|", " | ".join(rows[0]), "|")
    print("|", " | ".join("---" for _ in rows[0]), "|")
    for row in rows:
        print("|", " | ".join(str(one) for one in row.values()), "|")


def show_causes(tally: Tally) -> None:
    """Print what went wrong and where."""
    print(f"\n{tally.kind.value}, {tally.level}: wrong by field {dict(tally.wrong)}")
    print("  refused:", dict(tally.refused), " wrong and certain:", tally.certain)
    print("  characters:", dict(tally.confusions.most_common(12)))


def asked() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=20, help="of each level and kind")
    parser.add_argument("--rejects", type=int, default=4, help="of each defect")
    parser.add_argument("--bare", type=int, default=4, help="photos for the bare engine, 0: none")
    parser.add_argument("--seed", type=int, default=90_000)
    parser.add_argument("--levels", nargs="*", default=LEVELS)
    return parser.parse_args()


def main() -> None:
    """Measure and print everything; the figures go to bench/results/ too."""
    options = asked()
    started = cold_start()
    reader = Reader.load()
    reader.warm_up()
    tallies = []
    for level in options.levels:
        for kind in Kind:
            seeds = range(options.seed, options.seed + options.photos)
            tallies.append(read_level(reader, kind, level, seeds))
            keep_worst(tallies[-1])
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [one.row() for one in tallies]
    show(rows)
    for one in tallies:
        show_causes(one)
    rejects = read_rejects(reader, range(options.seed, options.seed + options.rejects))
    for defect, answers in rejects.items():
        print(defect, answers)
    figures = {"rows": rows, "rejects": rejects, "cold start s": round(started, 2)}
    figures["peak memory MB, with drawing"] = round(memory)
    if options.bare:
        seeds = range(options.seed, options.seed + options.bare)
        figures["bare engine, cpu s median"] = round(bare_engine(seeds), 2)
    print(json.dumps({key: figures[key] for key in list(figures)[2:]}, indent=1))
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / f"recognition-{time.strftime('%Y%m%d-%H%M%S')}.json"
    kept.write_text(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
