"""A workbook to fill in: what an organization does what where, with what is known of it already.

A picture's rows and the code lists go in, an .xlsx comes out; `read_report` reads it back and knows
which row is which.
"""

from intarsia.documents.template.write import write_template
from intarsia.readers.template import ReturnedTemplate, TemplateKey

__all__ = ["ReturnedTemplate", "TemplateKey", "write_template"]
