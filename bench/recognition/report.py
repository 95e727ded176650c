"""Print what was measured as Markdown tables."""

from collections import Counter

from bench.recognition.causes import STRONG
from bench.recognition.tally import Tally, share

ACCEPTED = "accepted"  # the answer to a bad photo that was read all the same
MOST = 15  # confusions that are printed


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
