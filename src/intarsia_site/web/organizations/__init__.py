"""Pages of organizations: who they are, and their people for those who may see them."""
