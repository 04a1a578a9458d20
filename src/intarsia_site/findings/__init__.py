"""What analysis says and what people make of it."""
