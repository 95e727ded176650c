"""What Aliyun's OCR answers, in our words: fields, problems and failures.

Source: help.aliyun.com, RecognizeIdcard, RecognizeVehicleLicense and the OCR error codes.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from voltbay.recognition.engines.engine import EngineMisconfigured, EngineUnavailable
from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.findings import READING_FAILED, Problem
from voltbay.recognition.reading.judge import judge
from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.values.seen import Seen

RETAKE = {
    "unsupportedImageFormat": READING_FAILED,
    "illegalImageContent": READING_FAILED,
    "illegalImageSize": "too_small",
    "ExceededImageSize": READING_FAILED,
    "exceededImageContent": READING_FAILED,
    "ExceededFaceBackCount": "several_cards",
}
RETRY = ("algorithmError", "AlgorithmTimeout", "ServiceUnavailable", "ServiceTimeout")
RETRY_FAMILIES = ("Throttling", "imageTimeOut", "InternalError")
# The vendor says 100 of nearly everything; it too misreads, so nothing of it is beyond doubt.
MOST = 0.98


def reading_of(body: str, kind: DocumentKind) -> Reading:
    """Turn an answer's `Data`, a JSON text, into a reading judged by our own rules."""
    sides = json.loads(body).get("data") or {}
    face = sides.get("face")
    if not face or not face.get("data"):
        code = kind.other_side.code if kind.other_side and sides.get("back") else kind.absent
        return Reading(kind, problems=(Problem(code),))
    fields, problems = judge(kind, _saw(face, kind))
    return Reading(kind, fields, (*_copy(face, kind), *problems))


def failure(code: str, status: int, kind: DocumentKind) -> Reading:
    """Turn an error into a problem of the photo, or raise what the task must know.

    Raises EngineUnavailable to try again, EngineMisconfigured for an operator.
    """
    if code == "unmatchedImageType":
        return Reading(kind, problems=(Problem(kind.absent),))
    if code in RETAKE:
        return Reading(kind, problems=(Problem(RETAKE[code]),))
    if code in RETRY or code.startswith(RETRY_FAMILIES) or status >= 500:
        raise EngineUnavailable
    raise EngineMisconfigured(vendor_code=code)


def _saw(face: Mapping[str, Any], kind: DocumentKind) -> dict[str, Seen]:
    trust = {one["key"]: one.get("valueProb", 0) for one in face.get("prism_keyValueInfo", ())}
    return {
        one.name: Seen(
            _value(one, str(face["data"].get(one.aliyun) or "")), _trust(trust.get(one.aliyun))
        )
        for one in kind.fields
    }


def _trust(percent: float | None) -> float:
    """Take a value that came without a probability as doubtful."""
    return MOST * float(percent or 0) / 100


def _value(field: FieldKind, text: str) -> str:
    """Write `2006年10月2日` as other dates are written."""
    parts = re.fullmatch(r"(\d{4})年(\d{1,2})月(\d{1,2})日", text)
    if not field.is_date or not parts:
        return text
    year, month, day = parts.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _copy(face: Mapping[str, Any], kind: DocumentKind) -> tuple[Problem, ...]:
    warning = face.get("warning") or {}
    is_copy = face.get("ftype") == 1 or warning.get("isCopy") == 1
    if is_copy and kind.refuses_copies:
        return (Problem("black_and_white_copy"),)
    return (Problem("photo_of_screen"),) if warning.get("isReshoot") == 1 else ()
