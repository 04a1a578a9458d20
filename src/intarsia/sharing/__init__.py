"""What of a report may be kept and shown: personal data goes before anything is stored."""
