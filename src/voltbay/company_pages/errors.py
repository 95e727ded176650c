"""Refusals about companies' pages, their pictures, and companies that sign up."""

from voltbay.core.errors import Conflict, Invalid, NotFound
from voltbay.limits.errors import LimitReached


class VersionUnknown(NotFound):
    """There is no such version of a page, or it is another company's."""

    code = "page_version_unknown"


class VersionChanged(Conflict):
    """Somebody else has saved, sent or decided this version meanwhile."""

    code = "page_version_changed"


class VersionWaits(Conflict):
    """What was sent waits for the platform: take it back before changing anything."""

    code = "page_version_waits"


class VersionDecided(Conflict):
    """This version does not wait for a decision any more."""

    code = "page_version_decided"


class VersionUnchanged(Invalid):
    """It says just what owners see already."""

    code = "page_version_unchanged"


class VersionReasonMissing(Invalid):
    """The company is owed a reason, and none was given."""

    code = "page_reason_missing"


class PictureUnknown(NotFound):
    """The company has no such picture."""

    code = "page_picture_unknown"


class PictureNeedsWords(Invalid):
    """A picture that is shown needs words for those who do not see it."""

    code = "page_picture_needs_words"


class PicturesTooMany(Conflict):
    """A company keeps at most `limit` pictures."""

    code = "page_pictures_too_many"


class SignUpUnknown(NotFound):
    """Nobody signed up so."""

    code = "company_sign_up_unknown"


class SignUpKnown(Conflict):
    """A company with this credit code is here already, or waits."""

    code = "company_sign_up_known"


class SignUpDecided(Conflict):
    """Somebody else has just decided."""

    code = "company_sign_up_decided"


class SignUpReasonMissing(Invalid):
    """Whoever signed up is owed a reason, and none was given."""

    code = "company_sign_up_reason_missing"


class SignUpsTooMany(LimitReached):
    """So many companies signed up from this network, or in all, that it has to rest."""

    code = "company_sign_ups_too_many"
