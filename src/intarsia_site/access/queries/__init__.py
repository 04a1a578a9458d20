"""What is asked about people, organizations and sharing. Each takes a viewer."""
