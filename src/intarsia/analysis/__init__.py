"""What does the picture say? Tables in, tables out; one module or package per question."""
