"""Who may see what: users, organizations, memberships, sharing rules, the audit trail."""
