"""The log of a real web server, as the container runs it."""

import re
import subprocess
import sys
from urllib.request import urlopen

ARGUMENTS = ["--bind", "127.0.0.1:0", "--no-control-socket", "--access-logfile", "-"]
ARGUMENTS += ["--logger-class", "assessment.access_log.AccessLog"]
SECRET = "uJ9_xz-4Qm7bYt2LkR8wPa0sVn3cHd6e"


def test_no_secret_of_an_address_is_logged() -> None:
    command = [sys.executable, "-m", "gunicorn", "wsgiref.simple_server:demo_app", *ARGUMENTS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603 our own words
        assert server.stderr is not None
        address = next(found[1] for line in server.stderr if (found := re.search(r"Listening at: (\S+)", line)))
        urlopen(f"{address}/try/{SECRET}/result/?next=/shared/{SECRET}/").close()  # noqa: S310 the server above
        server.terminate()
        logged, _rest = server.communicate(timeout=20)
    assert "GET /try/…/result/?next=/shared/…/ HTTP/1.1" in logged
    assert SECRET not in logged
