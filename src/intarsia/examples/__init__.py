"""Arvenia, the example country: report files as untidy as real ones, with the truth beside them.

`write_example` writes them into a folder. Everything is invented, seeded and says so.
"""

from intarsia.examples.notice import AS_OF, COUNTRY, NOTICE
from intarsia.examples.write import ExampleFile, ExampleSummary, write_example

__all__ = ["AS_OF", "COUNTRY", "NOTICE", "ExampleFile", "ExampleSummary", "write_example"]
