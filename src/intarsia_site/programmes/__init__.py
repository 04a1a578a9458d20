"""What is planned, assessed and evaluated together."""
