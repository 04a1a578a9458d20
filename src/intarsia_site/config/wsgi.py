"""The door of the server: `intarsia_site.config.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intarsia_site.config.settings")

application = get_wsgi_application()
