"""What curators keep: mandates, profiles, commitments, priorities, names by date."""
