"""The web server's log of requests: every address but the secret part of those that let somebody in."""

from gunicorn.glogging import Logger

from .logs import masked


class WebLog(Logger):
    def atoms(self, resp, req, environ, request_time):
        found = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in found.items()}
