"""Pages of sources: whose reports come in, what they said last, when the next is expected."""
