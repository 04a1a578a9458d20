"""Pages of people: whom one knows here, what is held about oneself, keys for programs."""
