"""What people do with accounts, organizations and sharing. Each takes `by=` and leaves a trace."""
