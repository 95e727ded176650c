"""How well and how fast drawn photos are read: `make bench-recognition ARGS="--photos 100"`.

1. Photos of every kind and level are drawn and read, then those that must be refused.
2. Misses are counted by field, by character and by what was wrong with the photo; the worst
   pictures go to var/worst/.
3. Of licences in the printer's face, plates are told by themselves; so is what hard photos cost
   over normal ones.
4. The same files are read by each library and by the bare engine, told by step, and what one
   library reads otherwise than the other is told photo by photo; with `--before` an older tree
   reads them too; a lone photo is timed; a second process is added.

Seeds from 90000 on are for reporting: nothing was tuned on them. Tune on `--seed 50000`.
"""

import argparse
import json
import time
from collections import Counter
from pathlib import Path

from bench.recognition import speed
from bench.recognition.before import beside_before
from bench.recognition.by_runtime import read_by_each
from bench.recognition.compared import accuracy, differences
from bench.recognition.end_to_end import end_to_end
from bench.recognition.photos import Sent, kinds_of, read_level, read_rejects, uploads
from bench.recognition.report import (
    ACCEPTED,
    rows_of_cost,
    rows_of_plates,
    show,
    show_causes,
    show_misses,
    show_rejects,
)
from bench.recognition.tally import Tally, share
from tools.cards import DUSK, PRINTED
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.reader import Reader

RESULTS = Path("bench") / "results"
WORST_PICTURES = Path("var") / "worst"
LEVELS = ("easy", "normal", "hard", DUSK, PRINTED)
GOOD = ("easy", "normal", PRINTED)  # levels of photos that must not be refused
WORST = 3  # pictures kept of each level and kind
REPORTING = 90_000  # first seed


def asked() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--photos", type=int, default=100, help="of each level and kind, 0: none (100)"
    )
    parser.add_argument(
        "--rejects", type=int, default=10, help="of each defect and kind, 0: none (10)"
    )
    parser.add_argument(
        "--timed", type=int, default=10, help="of each kind for speed, 0: none (10)"
    )
    parser.add_argument("--seed", type=int, default=REPORTING, help=f"first seed ({REPORTING})")
    parser.add_argument(
        "--before", type=Path, help="the src of another tree that reads the same files"
    )
    parser.add_argument("--levels", nargs="*", default=LEVELS)
    return parser.parse_args()


def main() -> None:
    """Measure and print everything; the figures go to bench/results/ too."""
    options = asked()
    reader = Reader.load()
    reader.warm_up()
    seeds = range(options.seed, options.seed + options.photos)
    tallies = []
    for level in options.levels if options.photos else ():
        for kind in kinds_of(level):
            tallies.append(read_level(reader, kind, level, seeds))
            show_misses(tallies[-1])
            keep_worst(tallies[-1])
    rejects = {}
    if options.rejects:
        rejects = read_rejects(reader, range(options.seed, options.seed + options.rejects))
    tables = {
        "rows": [one.row() for one in tallies],
        "plates": rows_of_plates(tallies),
        "cost of hard photos": rows_of_cost(tallies),
    }
    for rows in tables.values():
        show(rows)
    figures = {**tables, **gates(tallies, rejects)}
    show_rejects(rejects)
    show_causes(tallies)
    if options.timed:
        figures |= timed(range(options.seed, options.seed + options.timed), options.before)
    show(
        [
            {"measure": name, "value": value}
            for name, value in figures.items()
            if not isinstance(value, list)
        ]
    )
    keep(figures)


def gates(tallies: list[Tally], rejects: dict[str, Counter[str]]) -> dict[str, object]:
    """Give the shares of bad photos with the right code, and of good ones refused."""
    good = [one for one in tallies if one.level in GOOD]
    right = sum(answers["right"] for answers in rejects.values())
    return {
        "bad photos refused with the right code %": share(
            right, sum(answers.total() for answers in rejects.values())
        ),
        "of the bad photos refused, with the right code %": share(
            right, sum(answers.total() - answers[ACCEPTED] for answers in rejects.values())
        ),
        "good photos refused %": share(
            sum(one.refused.total() for one in good), sum(len(one.seconds) for one in good)
        ),
    }


def timed(seeds: range, before: Path | None) -> dict[str, object]:
    """Measure what photos cost, and what each library reads on them."""
    sent = uploads(seeds)
    tables = by_each(sent)
    if before:
        tables["beside the state before"] = beside_before(sent, before)
    for rows in tables.values():
        show(rows)
    files = [(one.kind, intake(one.photo).jpeg) for one in sent]
    return {
        **tables,
        "cold start, s and cpu s": speed.cold_start(),
        **speed.lone_photo(files),
        **speed.throughput(files),
        **end_to_end(sent),
    }


def by_each(sent: list[Sent]) -> dict[str, list[dict[str, object]]]:
    """Give the tables of all libraries: cost by step, accuracy, what they read otherwise."""
    rows, runs = read_by_each(sent)
    read = {name: run.readings for name, run in runs.items()}
    return {
        "by step": rows,
        "read rightly": accuracy(sent, read),
        "read otherwise": differences(sent, read),
    }


def keep_worst(tally: Tally) -> None:
    """Write the pictures with most fields missed, deciding ones first."""
    WORST_PICTURES.mkdir(parents=True, exist_ok=True)
    for _, seed, photo in sorted(tally.worst, reverse=True)[:WORST]:
        (WORST_PICTURES / f"{tally.kind.name}-{tally.level}-{seed}.jpg").write_bytes(photo)


def keep(figures: dict[str, object]) -> None:
    """Write the figures of this run."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"recognition-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    print(f"\nwritten to {path}; the worst pictures to {WORST_PICTURES}/")


if __name__ == "__main__":
    main()
