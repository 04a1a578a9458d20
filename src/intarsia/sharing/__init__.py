"""What may be kept and shown, and to whom: personal data goes first, a rule decides the rest."""
