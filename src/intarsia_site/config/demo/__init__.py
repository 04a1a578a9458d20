"""The example country as an installation: five log-ins, and records to try everything on."""
