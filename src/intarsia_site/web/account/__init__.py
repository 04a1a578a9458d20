"""A person's own account: how they sign in, from where, in which language."""
