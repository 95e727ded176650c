"""Refusals of a file that cannot become a picture; nothing of it is kept."""

from voltbay.core.errors import Invalid, TooLarge


class PhotoEmpty(Invalid):
    """The file has no bytes."""

    code = "photo_empty"


class PhotoTooLarge(TooLarge):
    """The file has more bytes than the limit; `limit_mb` says the limit."""

    code = "photo_too_large"


class PhotoNotAnImage(Invalid):
    """The bytes are no picture, whatever the file is called."""

    code = "photo_not_an_image"


class PhotoKindUnsupported(Invalid):
    """It is a picture, but not JPEG, PNG, WebP or HEIC."""

    code = "photo_kind_unsupported"


class PhotoTooManyPixels(Invalid):
    """The picture has more pixels than the limit; `limit_megapixels` says the limit."""

    code = "photo_too_many_pixels"


class PhotoDamaged(Invalid):
    """The file begins like a picture, but cannot be decoded to its end."""

    code = "photo_damaged"


class PhotoUnusual(Invalid):
    """The file is built as no camera builds one: it moves, or is gone over far too often."""

    code = "photo_unusual"


class PhotoTooCostly(Invalid):
    """Opening the file took more time or memory than a photo may take."""

    code = "photo_too_costly"
