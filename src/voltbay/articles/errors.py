"""Why an article is not shown, or not changed."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class ArticleUnknown(NotFound):
    """There is no such article, or nobody may read it now."""

    code = "article_unknown"


class ArticleChanged(Conflict):
    """Somebody else has saved, sent or decided about it meanwhile."""

    code = "article_changed"


class ArticleDecided(Conflict):
    """It does not wait for a decision any more."""

    code = "article_decided"


class ArticleReasonMissing(Invalid):
    """Its writers are owed a reason, and none was given."""

    code = "article_reason_missing"
