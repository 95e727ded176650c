"""Why agreeing to a text, or publishing one, is refused."""

from voltbay.core.errors import Conflict, Invalid, NotAllowed, NotFound


class AgreementMissing(Invalid):
    """A text that everybody has to agree to was not agreed to."""

    code = "agreement_missing"


class AgreementOutdated(Conflict):
    """What was agreed to is not the version in force: read the new one first."""

    code = "agreement_outdated"


class AgreementUnknown(NotFound):
    """There is no agreement of this kind in force."""

    code = "agreement_unknown"


class AgreementPublished(Conflict):
    """A published version stays as it is; publish a new one."""

    code = "agreement_published"


class ConsentNeeded(NotAllowed):
    """Without this agreement there is no account: close the account instead."""

    code = "consent_needed"
