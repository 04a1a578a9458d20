"""Pages of editions: the picture of a month, frozen, with what was corrected since."""
