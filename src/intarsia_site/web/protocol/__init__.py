"""Pages of sharing: a country's protocol, and the rule of a record."""
