"""Ask ONNX Runtime what the networks answer to the drawn line, and keep that in the tree.

Run it when a package with networks changed: .venv/bin/python -m scripts.drawn_answers
"""

import json
from dataclasses import asdict

from voltbay.recognition.reading.pixels.chosen_runtime import (
    ANSWERS,
    PICTURE,
    STRIP,
    Answer,
    drawn,
    fingerprint,
    in_short,
)
from voltbay.recognition.reading.pixels.detect import finder
from voltbay.recognition.reading.pixels.recognise import readers
from voltbay.recognition.reading.pixels.runtimes import onnx_runtime

DIGITS = 4  # behind the point: rounding to bfloat16 makes more


def main() -> None:
    """Write what is answered now."""
    start = onnx_runtime().start
    tries = [(one, PICTURE) for one in [finder()]] + [(one, STRIP) for one in readers()]
    kept = {
        fingerprint(model): _short(in_short(start(model)(drawn(*size)))) for model, size in tries
    }
    ANSWERS.write_text(json.dumps(kept, separators=(",", ":"), sort_keys=True) + "\n", "utf-8")


def _short(answer: Answer) -> dict[str, list[float]]:
    return asdict(Answer(answer.what, [round(one, DIGITS) for one in answer.sure]))


if __name__ == "__main__":
    main()
