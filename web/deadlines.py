"""How long may an answer take? Past the deadline it is 503, and its thread is free for another."""

import os

from flask import Response

from search import deadline
from search.settings import SETTINGS
from web.hosts import HostCheckingFlask


class PunctualFlask(HostCheckingFlask):
    """An application whose requests each have a deadline: DEADLINE seconds, None for none."""

    def full_dispatch_request(self) -> Response:
        """Answer a request, its errors and its rendering included."""
        with deadline(self.config["DEADLINE"]):
            return super().full_dispatch_request()


def in_environment() -> float | None:
    """Return the seconds that the environment sets, else the setting's default."""
    setting = SETTINGS["deadline"]
    return float(os.environ.get(setting.variable) or str(setting.default)) or None
