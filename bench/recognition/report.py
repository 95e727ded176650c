"""Print what was measured as Markdown tables."""

from collections import Counter

from bench.recognition.causes import STRONG
from bench.recognition.tally import Tally, quantile, share
from tools.cards import DUSK, PRINTED

ACCEPTED = "accepted"  # the answer to a bad photo that was read all the same
MOST = 15  # confusions that are printed
USUAL, HARDER = "normal", ("hard", DUSK)  # levels whose cost is compared


def show(rows: list[dict[str, object]]) -> None:
    """Print a table with the keys of its first row above."""
    if not rows:
        return
    print("\n|", " | ".join(rows[0]), "|")
    print("|", " | ".join("---" for _ in rows[0]), "|")
    for row in rows:
        print("|", " | ".join(str(one) for one in row.values()), "|")


def show_rejects(rejects: dict[str, Counter[str]]) -> None:
    """Print how each kind of bad photo was answered."""
    show(
        [
            {
                "must be refused": name,
                "photos": answers.total(),
                "right code %": share(answers["right"], answers.total()),
                "of the refused %": share(answers["right"], answers.total() - answers[ACCEPTED]),
                "other answers": _counted(answers, leave_out="right"),
            }
            for name, answers in rejects.items()
        ]
    )


def _counted(answers: Counter[str], *, leave_out: str) -> str:
    return ", ".join(f"{code} {count}" for code, count in answers.items() if code != leave_out)


def rows_of_plates(tallies: list[Tally]) -> list[dict[str, object]]:
    """Give how plates were read on each level; the printer's face has narrow letters."""
    plates = [one.row_of("plate") for one in tallies if "plate" in one.kind.deciding]
    return [
        {**row, "level": "printed, in the printer's face"} if row["level"] == PRINTED else row
        for row in plates
    ]


def rows_of_cost(tallies: list[Tally]) -> list[dict[str, object]]:
    """Give what hard photos cost at the 95th percentile, over what normal ones cost at the mean."""
    normal = {one.kind: sum(one.seconds) / len(one.seconds) for one in tallies if _is_usual(one)}
    return [
        {
            "kind": one.kind.name,
            "level": one.level,
            "cpu s p95": quantile(one.seconds, 0.95),
            f"{USUAL}, cpu s mean": round(normal[one.kind], 2),
            "times": round(quantile(one.seconds, 0.95) / normal[one.kind], 2),
        }
        for one in tallies
        if one.level in HARDER and one.kind in normal
    ]


def _is_usual(tally: Tally) -> bool:
    return tally.level == USUAL and bool(tally.seconds)


def show_misses(tally: Tally) -> None:
    """Print what was missed on a level, and which characters were taken for which."""
    print(f"\n{tally.kind.name}, {tally.level}:", tally.row())
    print("  missed by field:", dict(tally.wrong.most_common()))
    print("  refused:", dict(tally.refused))
    print("  wrong and certain, deciding:", tally.certain)
    print("  wrong and certain, others:", tally.certain_elsewhere)
    print("  characters:", dict(tally.characters.most_common(MOST)), flush=True)


def show_causes(tallies: list[Tally]) -> None:
    """Print how often a document was missed among photos with a cause, and without it."""
    for level in dict.fromkeys(one.level for one in tallies):
        mine = [one for one in tallies if one.level == level]
        photos = sum(len(one.seconds) for one in mine)
        taken, missed, decided = (
            sum((getattr(one, name) for one in mine), Counter())
            for name in ("taken", "missed_by", "decided_wrong_by")
        )
        every = sum(len(one.worst) for one in mine)
        rows = [
            {
                f"cause ({level})": cause,
                "photos": taken[cause],
                "documents missed %": share(missed[cause], taken[cause]),
                "without it %": share(every - missed[cause], photos - taken[cause]),
                "deciding fields missed %": share(decided[cause], taken[cause]),
            }
            for cause in (*STRONG, "none of these")
            if taken[cause]
        ]
        show(rows)
