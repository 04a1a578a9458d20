"""The registry's nouns: each said once, here; their pages, API and files follow."""

from intarsia_site.registry.nouns.declared import NOUNS
from intarsia_site.registry.nouns.fields import Field, Holds
from intarsia_site.registry.nouns.noun import Noun

__all__ = ["NOUNS", "Field", "Holds", "Noun"]
