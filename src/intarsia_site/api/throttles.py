"""How often one person may ask."""

from __future__ import annotations

from django.conf import settings
from rest_framework.throttling import UserRateThrottle


class PerPerson(UserRateThrottle):
    """So many requests of one person a minute, by whichever key or browser."""

    scope = "api"

    def get_rate(self) -> str:
        return f"{settings.API_A_MINUTE}/minute"
