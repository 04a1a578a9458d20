"""Django's door for developers; administrators use `intarsia serve`, `tick`, `backup`."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intarsia_site.config.settings")
    execute_from_command_line(sys.argv)
