"""What the worker does about documents."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from voltbay.core import clock
from voltbay.recognition import photos
from voltbay.recognition.documents.read import MOST_TRIES, read
from voltbay.recognition.documents.requeue import requeue_lost
from voltbay.recognition.documents.sweep import sweep_orphans
from voltbay.recognition.engines.chosen import engine_for
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.errors import PhotosAway
from voltbay.recognition.jobs import ERASE_PHOTO, QUEUE, READ

# Waits 3, 9, 27 and 81 seconds: an owner who stands at the car is told within two minutes.
BACK_OFF = RetryStrategy(
    max_attempts=MOST_TRIES - 1,
    exponential_wait=3,
    retry_exceptions=[EngineUnavailable, PhotosAway],
)
# A store that does not answer may take hours to mend; a photo must not outlive its time for it.
PERSISTENT = RetryStrategy(max_attempts=30, linear_wait=60, retry_exceptions=[OSError])


@app.task(name=READ, queue=QUEUE, retry=BACK_OFF, pass_context=False)
def read_document(document_id: str) -> None:
    """Read a document, unless that was done or it is gone."""
    document, now = UUID(document_id), clock.now()
    read(document, engine=engine_for(document, now=now), now=now)


@app.task(name=ERASE_PHOTO, retry=PERSISTENT, pass_context=False)
def erase_photo(key: str) -> None:
    """Erase a photo that its document gave up."""
    photos.erase(key)


@app.periodic(cron="* * * * *")
@app.task(name="recognition.requeue_lost", queueing_lock="requeue_lost", pass_context=False)
def queue_lost_again(timestamp: int) -> None:
    """Queue documents again whose worker died, every minute."""
    requeue_lost(now=clock.now())


@app.periodic(cron="17 * * * *")
@app.task(
    name="recognition.sweep",
    queueing_lock="sweep_photos",
    retry=PERSISTENT,
    pass_context=False,
)
def sweep(timestamp: int) -> None:
    """Clean up behind crashes, every hour."""
    sweep_orphans(now=clock.now())
