"""Pages of who runs the installation: what is said of it, and which languages it offers."""
