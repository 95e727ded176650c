"""The cloud engine: Aliyun OCR through its official SDK. The photo leaves this machine."""

import io
import re
import time
from dataclasses import dataclass, replace
from typing import Any

from alibabacloud_ocr_api20210707 import models
from alibabacloud_ocr_api20210707.client import Client
from alibabacloud_tea_openapi.exceptions import AlibabaCloudException
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from darabonba.exceptions import DaraException
from django.conf import settings
from Tea.exceptions import TeaException

from voltbay.recognition.engines.aliyun_answers import failure, reading_of
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.result import Reading

CONNECT_MILLISECONDS = 5_000
READ_MILLISECONDS = 10_000  # recognising takes one to three seconds there


@dataclass(frozen=True)
class Account:
    """Whose account pays, and where the service is."""

    key_id: str
    key_secret: str
    endpoint: str
    protocol: str = "https"

    @classmethod
    def from_settings(cls) -> "Account":
        """Take the account of this installation."""
        return cls(
            key_id=settings.VOLTBAY_ALIYUN_KEY_ID,
            key_secret=settings.VOLTBAY_ALIYUN_KEY_SECRET,
            endpoint=settings.VOLTBAY_OCR_ENDPOINT,
            protocol=settings.VOLTBAY_OCR_PROTOCOL,
        )


class AliyunEngine:
    """Asks the action that a kind of document names, one call a photo, no retry of its own."""

    name = "aliyun"

    def __init__(self, account: Account | None = None) -> None:
        account = account or Account.from_settings()
        config = Config(
            access_key_id=account.key_id,
            access_key_secret=account.key_secret,
            endpoint=account.endpoint,
            protocol=account.protocol.upper(),
            connect_timeout=CONNECT_MILLISECONDS,
            read_timeout=READ_MILLISECONDS,
        )
        self._client = Client(config)
        # The owner waits, and this machine can read too: nothing is tried twice.
        self._once = RuntimeOptions(autoretry=False, max_attempts=1)

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; see Engine."""
        started = time.monotonic()
        reading = self._read(picture_jpeg, kind)
        return replace(reading, engine=self.name, seconds=time.monotonic() - started)

    def _read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        try:
            answer = self._asked(io.BytesIO(picture_jpeg), kind)
        except (AlibabaCloudException, TeaException) as refused:
            if refused.code is None:  # the kit wraps what the network says into the same class
                raise EngineUnavailable from refused
            return failure(str(refused.code), _status(refused), kind)
        except (DaraException, OSError) as unreachable:
            raise EngineUnavailable from unreachable
        if answer.code:  # failures come as HTTP 200 too
            return failure(str(answer.code), 200, kind)
        try:
            return reading_of(answer.data, kind)
        except (AttributeError, KeyError, TypeError, ValueError):  # not the form that it promises
            raise EngineUnavailable from None  # the fault's words would repeat what was read

    def _asked(self, body: io.BytesIO, kind: DocumentKind) -> Any:
        if kind.cloud is None:
            raise EngineUnavailable  # whoever asks has another engine that reads it
        action = kind.cloud.action
        request = getattr(models, f"{action}Request")(body=body, **kind.cloud.options)
        call = getattr(self._client, f"{_as_method(action)}_with_options")
        return call(request, self._once).body


def _as_method(action: str) -> str:
    """Write an action's name as the kit calls its method.

    >>> _as_method("RecognizeVehicleLicense")
    'recognize_vehicle_license'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()


def _status(refused: Exception) -> int:
    status = getattr(refused, "statusCode", None) or getattr(refused, "status_code", None)
    return int(status or 400)
