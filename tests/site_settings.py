"""The site's settings for tests: data in a temporary folder, letters kept, cheap passwords."""

from __future__ import annotations

import os
import tempfile

# Before the settings are read: they make the folder's secret key.
# Each process has its own: tests beside each other must not find one another's files.
os.environ["INTARSIA_DATA"] = tempfile.mkdtemp(prefix="intarsia-tests-")
os.environ.pop("INTARSIA_HOSTS", None)

from intarsia_site.config.settings import *  # noqa: F403

STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405
ALLOWED_HOSTS = ["testserver", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
API_A_MINUTE = 1_000_000
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
