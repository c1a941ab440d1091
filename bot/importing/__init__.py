"""Imports policy documents: reads txt, docx and pdf, and splits them into clauses under the ids people cite."""

from bot.importing.apart import split_apart
from bot.importing.document import ImportedDocument, SplitClause
from bot.importing.problems import Reason, UnreadableDocumentError
from bot.importing.split import split_bytes, split_document

__all__ = [
    "ImportedDocument",
    "Reason",
    "SplitClause",
    "UnreadableDocumentError",
    "split_apart",
    "split_bytes",
    "split_document",
]
