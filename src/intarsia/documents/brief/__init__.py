"""The picture on one page, for a meeting: a picture in, one self-contained HTML page out."""

from intarsia.documents.brief.page import write_brief

__all__ = ["write_brief"]
