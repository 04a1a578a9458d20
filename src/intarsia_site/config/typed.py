"""The site's settings for mypy's plugin, which imports them: what they make is taken away."""

from __future__ import annotations

import os
import tempfile

# The settings make the folder's secret key; a bare checkout has none and gets none. Not atexit:
# mypy leaves without it.
with tempfile.TemporaryDirectory(prefix="intarsia-types-") as folder:
    os.environ["INTARSIA_DATA"] = folder
    from intarsia_site.config.settings import *  # noqa: F403
