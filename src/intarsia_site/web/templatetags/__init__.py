"""Words that templates of several nouns say."""
