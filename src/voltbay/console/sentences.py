"""What staff are told when something is refused, in the page's language."""

from voltbay.sentences.for_staff import for_staff as sentence

__all__ = ["sentence"]
