"""The life of a document: sent, read, checked, reviewed, erased."""
