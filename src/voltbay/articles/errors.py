"""Why an article is not shown."""

from voltbay.core.errors import NotFound


class ArticleUnknown(NotFound):
    """There is no such article, or nobody may read it now."""

    code = "article_unknown"
