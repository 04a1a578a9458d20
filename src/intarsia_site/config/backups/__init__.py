"""Everything the site holds in one encrypted file, and back: rows, not a database's own files, so
that a backup of SQLite goes into PostgreSQL. docs/running/backup.md says what is in the file.
"""
