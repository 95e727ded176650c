"""Which library runs the networks: ONNX Runtime, or OpenVINO where the processor gains by it.

OpenVINO multiplies in bfloat16 on processors that have instructions for it (AMX), at about half of
the cost. It prepares itself for every shape that it sees for the first time, for a twentieth of a
second and a few megabytes each: so there it gets few shapes, and a few strips at once.
"""

import ctypes
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Run = Callable[[Floats], Floats]

AUTOMATIC, ONNX, OPENVINO = "auto", "onnxruntime", "openvino"

LARGE = 600_000  # bytes of one strip or picture
GAINS = "amx_bf16"  # of the processor's flags
_compiled: list[Any] = []  # OpenVINO's networks of this process


@dataclass(frozen=True)
class Runtime:
    """A library, and the shapes that it is given."""

    name: str
    start: Callable[[Path], Run]
    widths: tuple[int, ...] = ()  # of strips, in pixels; none: as they come
    shorter: tuple[int, ...] = ()  # sides of pictures in which lines are looked for; likewise
    at_once: int = 1  # strips of one width that are read together
    rest: Callable[[], None] = lambda: None

    def width(self, pixels: int) -> int:
        """Give the width to which a strip is filled up."""
        return next((one for one in self.widths if one >= pixels), pixels)

    def frame(self, height: int, width: int) -> tuple[int, int]:
        """Give the height and width to which a picture is filled up."""
        short = min(height, width)
        filled = next((one for one in self.shorter if one >= short), short)
        return (filled, width) if height <= width else (height, filled)


def onnx_runtime() -> Runtime:
    """Take ONNX Runtime, which runs everywhere."""
    return Runtime(ONNX, _onnx)


def openvino() -> Runtime:
    """Take OpenVINO in bfloat16."""
    return Runtime(
        OPENVINO,
        _openvino,
        widths=(160, 288, 432, 640, 1040, 1616),
        shorter=(544, 640, 736, 960),
        at_once=4,
        rest=_rest,
    )


def gains_by_openvino() -> bool:
    """Whether this processor multiplies in bfloat16."""
    try:
        return GAINS in Path("/proc/cpuinfo").read_text()
    except OSError:
        return False


def _onnx(model: Path) -> Run:
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    # One thread: several workers scale better than several threads.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the largest shape ever seen; pictures differ, so memory would only grow.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])

    def run(batch: Floats) -> Floats:
        answer: Floats = session.run(None, {"x": batch})[0]
        return answer

    return run


@cache  # what was compiled to be tried is used afterwards
def _openvino(model: Path) -> Run:

    how = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "bf16",
        "ENABLE_CPU_PINNING": False,
    }
    core = _core()
    compiled = core.compile_model(core.read_model(str(model)), "CPU", how)
    request = compiled.create_infer_request()
    _compiled.append(compiled)

    def run(batch: Floats) -> Floats:
        answer: Floats = request.infer({0: batch}, share_inputs=True, share_outputs=True)[0]
        if batch[0].nbytes > LARGE:
            answer = answer.copy()
            compiled.release_memory()  # what lay between the layers, ten times the input
        return answer

    return run


def _rest() -> None:
    """Give back what lay between the layers, and what the C library kept: a third of it all."""
    for each in _compiled:
        each.release_memory()
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


@cache
def _core() -> Any:
    # What its tools for developers would send to whoever makes it is not even loaded.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    from openvino import Core

    return Core()
