"""Finding documents, always of one owner, and what was recognised on them."""

from uuid import UUID

from voltbay.accounts.models import Owner
from voltbay.recognition.errors import DocumentNotFound, NotYetRecognised
from voltbay.recognition.models import Document


def find_document(document_id: UUID, *, owner: Owner) -> Document:
    """Return an owner's document. Raises DocumentNotFound, for other owners' as well."""
    document = Document.objects.filter(pk=document_id, owner=owner).first()
    if document is None:
        raise DocumentNotFound
    return document


def recognised_fields(document: Document) -> dict[str, str]:
    """Return what was recognised, or typed by hand, by field name. Raises NotYetRecognised."""
    if document.state not in Document.READABLE:
        raise NotYetRecognised
    return {name: read["value"] for name, read in document.fields.items()}
