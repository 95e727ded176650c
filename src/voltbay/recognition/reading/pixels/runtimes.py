"""Which library runs the networks: ONNX Runtime, or OpenVINO where the processor gains by it.

OpenVINO multiplies in bfloat16 on processors that have instructions for it (AMX), at about half of
the cost. It prepares itself for each shape once, for some hundredths of a second and some
megabytes: so there it gets few shapes.
"""

import contextlib
import ctypes
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Run = Callable[[Bytes], Floats]  # pictures (number, height, width, blue-green-red), 0 to 255
Shape = tuple[int, ...]

AUTOMATIC, ONNX, OPENVINO = "auto", "onnxruntime", "openvino"

GAINS = "amx_bf16"  # of the processor's flags
HIGH = 48  # pixels of a strip
GREY = 127  # of what pictures are filled up with
MIDDLE = 127.5  # what networks get as 0; black is -1, white 1
ROOMY = 1.2  # times as high as a frame may be what comes into it: it is scaled down by so much

log = logging.getLogger(__name__)
_running: list["_Prepared"] = []  # networks of this process


@dataclass(frozen=True)
class Strips:
    """The shapes in which a network reads strips; without widths each is read as it comes."""

    widths: tuple[int, ...] = ()  # pixels, to which they are filled up
    at_once: int = 1  # that are read together
    together: int = 0  # pixels of width up to which they are

    @property
    def shapes(self) -> list[Shape]:
        """Batches of (number, height, width, 3) that are usual: the last width is rare."""
        return [(self._number(one), HIGH, one, 3) for one in self.widths[:-1]]

    def batches(self, pixels: Sequence[int]) -> Iterator[tuple[list[int], int, int]]:
        """Give places of strips that are read together, their number when filled up, the width."""
        full = [self._width(one) for one in pixels]
        left: list[int] = []
        for width in sorted({*full, *(self.widths if full else ())}):
            left += [at for at, one in enumerate(full) if one == width]
            some = self._number(width)
            # A batch that is mostly empty costs more than one filled up to the next width.
            while len(left) > (some // 2 if some > 1 else 0):
                yield left[:some], some, width
                left = left[some:]

    def _width(self, pixels: int) -> int:
        return next((one for one in self.widths if one >= pixels), pixels)

    def _number(self, width: int) -> int:
        return self.at_once if width <= self.together else 1


@dataclass(frozen=True)
class Runtime:
    """A library, and the shapes that it is given."""

    name: str
    start: Callable[[Path], Run]
    quick: Strips = Strips()
    careful: Strips = Strips()
    frames: tuple[tuple[int, int], ...] = ()  # height and width of pictures; none: as they come
    begin: Callable[[], None] = lambda: None  # before networks are started, in whatever threads
    rest: Callable[[bool], None] = lambda _: None  # after a photo; now and then thoroughly
    is_helped: Callable[[], bool] = lambda: False  # a network of it is run by ONNX Runtime by now

    @property
    def told(self) -> str:
        """Name what runs the networks now: both libraries, once one was given up for a network."""
        return f"{self.name}+{ONNX}" if self.is_helped() else self.name

    @property
    def pictures(self) -> list[Shape]:
        """Batches of (1, height, width, 3) that are usual: the last frame is rare."""
        return [(1, *one, 3) for one in self.frames[:-1]]

    def frame(self, side: int, height: int, width: int) -> tuple[int, int] | None:
        """Give the height and width to which a picture is filled up that is `side` pixels at most.

        The lowest frame counts in which it loses nearly nothing; None if it may come as it is.
        """
        wide = [one for one in self.frames if one[1] == side]
        fits = (one for one in wide if height * one[1] <= ROOMY * one[0] * width)
        return next(fits, wide[-1] if wide else None)


def onnx_runtime() -> Runtime:
    """Take ONNX Runtime, which runs everywhere."""
    return Runtime(ONNX, _onnx)


def openvino() -> Runtime:
    """Take OpenVINO in bfloat16."""
    quick = Strips((160, 256, 544, 720, 1040, 1616), at_once=4, together=256)
    careful = Strips((160, 288, 544, 720, 1040, 1616))
    frames = (704, 960), (960, 960)
    usual: set[Shape] = {(1, *one, 3) for one in frames[:-1]}
    return Runtime(
        OPENVINO,
        _openvino,
        quick,
        careful,
        frames,
        begin=_begin,
        rest=partial(_rest, usual),
        is_helped=lambda: any(each.gave_up for each in _running),
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

    def run(batch: Bytes) -> Floats:
        levelled = cv2.dnn.blobFromImages(list(batch), 1 / MIDDLE, mean=(MIDDLE, MIDDLE, MIDDLE))
        answer: Floats = session.run(None, {"x": levelled})[0]
        return answer

    return run


class _Prepared:
    """One network in OpenVINO, prepared for each shape when it first comes.

    One that reads strips is compiled once for all widths, at no cost, and keeps its numbers once.
    One that looks at pictures is twice as fast when compiled for each shape by itself.
    """

    HOW = {
        "INFERENCE_NUM_THREADS": 1,
        "NUM_STREAMS": 1,
        "INFERENCE_PRECISION_HINT": "bf16",
        "ENABLE_CPU_PINNING": False,
    }

    def __init__(self, model: Path) -> None:
        self._file = model
        self._model = _core().read_model(str(model))  # its numbers are shared by all shapes
        _simplified(self._model)
        self._reads_strips = self._model.input(0).partial_shape[2].is_static
        self._model = _levelled(self._model)
        self._requests: dict[Shape, Any] = {}
        self._instead: Run | None = None

    def __call__(self, batch: Bytes) -> Floats:
        if self._instead is not None:
            return self._instead(batch)
        shape = () if self._reads_strips else batch.shape
        request = self._requests.get(shape)
        if request is None:
            request = self._requests[shape] = self._prepared(shape)
        answer: Floats = request.infer({0: batch}, share_inputs=True, share_outputs=True)[0]
        if np.isfinite(answer[..., 0]).all():
            return answer
        log.error("OpenVINO gave no numbers for %s: ONNX Runtime reads on", self._file.name)
        self._instead = _onnx(self._file)
        return self._instead(batch)

    @property
    def gave_up(self) -> bool:
        """Whether ONNX Runtime runs this network by now."""
        return self._instead is not None

    def _prepared(self, shape: Shape) -> Any:
        if shape:
            self._model.reshape({0: list(shape)})
        return _core().compile_model(self._model, "CPU", self.HOW).create_infer_request()

    def forget(self, usual: set[Shape]) -> bool:
        """Forget pictures' shapes that are rare; say whether there were any."""
        rare = [one for one in self._requests if one and one not in usual]
        for shape in rare:
            del self._requests[shape]
        return bool(rare)


def _simplified(model: Any) -> None:
    """Do once what would be done, and kept, for each shape: a fifth of the time, 20 MB."""
    with contextlib.suppress(ImportError):  # of no public module; without it all works the same
        from openvino._offline_transformations import apply_moc_transformations

        apply_moc_transformations(model, cf=True)


def _levelled(model: Any) -> Any:
    """Have the network level pixels itself, which costs a third of doing it before."""
    from openvino import Layout, Type
    from openvino.preprocess import PrePostProcessor

    steps = PrePostProcessor(model)
    pictures = steps.input()
    pictures.tensor().set_element_type(Type.u8).set_layout(Layout("NHWC"))
    pictures.model().set_layout(Layout("NCHW"))
    levels = pictures.preprocess().convert_element_type(Type.f32)
    levels.mean([MIDDLE] * 3).scale([MIDDLE] * 3)
    return steps.build()


@cache  # what was prepared to be tried is used afterwards
def _openvino(model: Path) -> Run:
    _running.append(_Prepared(model))
    return _running[-1]


def _rest(usual: set[Shape], thoroughly: bool) -> None:
    """Give back what rare shapes took; then, or thoroughly, what the C library kept."""
    forgot = [each.forget(usual) for each in _running]
    if not thoroughly and not any(forgot):
        return
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


def _begin() -> None:
    """Load the library, which several threads at once would do several times."""
    with contextlib.suppress(Exception):  # who asks of it next is told why
        _core()


@cache
def _core() -> Any:
    # What its tools for developers would send to whoever makes it is not even loaded.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    from openvino import Core

    return Core()
