"""Asking the cloud about one document, if its owner and the month's budget allow it.

1. The engine is there: it neither rests after a failure nor hangs.
2. The owner's last word on the consent that names this provider is a yes, looked up now: it may
   have been given after the photo was sent, or taken back since.
3. The photo is counted; then it goes.
"""

import logging
from datetime import datetime
from uuid import UUID

from voltbay.accounts.agreements.clouds import cloud_in_use
from voltbay.accounts.agreements.queries import has_consented
from voltbay.accounts.models import Owner
from voltbay.recognition.engines.bounded import BoundedEngine
from voltbay.recognition.engines.cloud_budget import note_outcome, spend
from voltbay.recognition.engines.engine import EngineMisconfigured, EngineUnavailable
from voltbay.recognition.models import Document
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import READING_FAILED
from voltbay.recognition.reading.result import Reading

log = logging.getLogger(__name__)


class CloudForDocument:
    """The cloud as one document may use it; see `engines.combined.Cloud`."""

    def __init__(self, engine: BoundedEngine, document_id: UUID, *, now: datetime) -> None:
        self._engine, self._document_id, self._now = engine, document_id, now

    def ask(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading | None:
        """Read the picture there, or return None."""
        provider = self._provider() if kind.cloud else None
        if provider is None or not spend(provider, now=self._now):
            return None
        reading = self._read(picture_jpeg, kind)
        note_outcome(provider, answered=reading is not None, now=self._now)
        return reading

    def _provider(self) -> str | None:
        cloud = cloud_in_use()
        if cloud is None or not self._engine.is_awake:
            return None
        waiting = Document.State.READING  # not erased, nor decided by another worker
        owner = Owner.objects.filter(documents=self._document_id, documents__state=waiting).first()
        if owner is None or not has_consented(owner, cloud.provider.consent):
            return None
        return cloud.provider.consent.value

    def _read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading | None:
        told = {"provider": self._engine.name, "kind": kind.name}
        try:
            reading = self._engine.read(picture_jpeg, kind)
        except EngineMisconfigured as refused:
            # An operator must act: the account, its rights or its balance.
            told["vendor_code"] = str(refused.data.get("vendor_code"))
            log.error("the cloud refuses us", extra={"told": told})  # noqa: TRY400
            return None
        except EngineUnavailable:
            log.warning("the cloud does not answer", extra={"told": told})
            return None
        codes = [problem.code for problem in reading.problems]
        log.info("the cloud answered", extra={"told": {**told, "problems": codes}})
        # It could not open what we made ourselves: that is no fault of the owner's photo.
        return None if READING_FAILED in codes else reading
