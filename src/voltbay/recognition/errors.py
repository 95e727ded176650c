"""Refusals about documents; those about a file's form are in `reading.errors`."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound, TooMany, Unavailable


class DocumentNotFound(NotFound):
    """There is no such document, or it is somebody else's."""

    code = "document_not_found"


class DocumentKindUnknown(Invalid):
    """Only identity cards and vehicle licences are read."""

    code = "document_kind_unknown"


class ConsentMissing(NotAllowed):
    """The owner has not agreed to the handling of documents, which the law wants separately."""

    code = "consent_missing"


class TooManyPhotos(TooMany):
    """The owner sent as many photos as an hour allows; `limit` says how many."""

    code = "too_many_photos"


class TooManyBeingRead(TooMany):
    """The owner's earlier photos are still being read; `limit` says how many may be."""

    code = "too_many_being_read"


class KeyReused(Conflict):
    """The idempotency key was used for another photo, or for a document of another kind."""

    code = "document_key_reused"


class IntakeBusy(Unavailable):
    """Other photos are being decoded and this one does not get its turn in time.

    `retry_after_seconds` says when to try again.
    """

    code = "intake_busy"


class PhotoTookTooLong(Unavailable):
    """Opening the photo was cut short by the clock: the machine has too much to do.

    `retry_after_seconds` says when to try again.
    """

    code = "photo_took_too_long"


class StorageFull(Unavailable):
    """The photo store or the database has no room or does not answer; nothing was kept."""

    code = "storage_full"


class PhotosAway(Unavailable):
    """The photo store does not answer; the photo is there once it does again."""

    code = "photos_away"


class PhotoGone(NotFound):
    """The photo was erased, or its file is missing or does not open."""

    code = "photo_gone"


class DocumentUnderReview(Conflict):
    """A booking waits for a person to look at this document, so it stays until then."""

    code = "document_under_review"


class TypedTooEarly(Conflict):
    """Too few photos of this document were refused today; only then what is typed is taken."""

    code = "typed_too_early"


class TooManyByHand(Conflict):
    """The owner has typed as many documents of this kind as a day allows; `limit` says so."""

    code = "too_many_by_hand"


class TypedWrong(Invalid):
    """What was typed cannot stand on such a document."""

    code = "typed_wrong"


class NotYetRecognised(Conflict):
    """The document's fields are not there: it is being read, or it was refused."""

    code = "document_has_no_fields"
