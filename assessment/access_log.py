"""The web server's log of requests, without the secrets in addresses."""

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # gunicorn publishes no types

from assessment.logs import without_secrets


class AccessLog(Logger):  # type: ignore[misc]  # as above
    """For `gunicorn --logger-class assessment.access_log.AccessLog`."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> dict[str, Any]:  # noqa: ANN401 gunicorn's own objects
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {name: without_secrets(value) for name, value in atoms.items()}
