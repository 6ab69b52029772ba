"""The settings of the tests: the product's own, with what a test run needs."""

import os
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,localhost,127.0.0.1")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "sqlite:///var/tests.sqlite3")
os.environ.setdefault("EMAIL_URL", "smtp://127.0.0.1:1")
os.environ.setdefault("HTTPS", "off")

from assessment.settings import *  # noqa: F403 the environment has to be there first

# A password check costs a third of a second by design; the tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Tests look at pages, not at fingerprinted file names, and don't collect static files first.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 from the product's settings
    # A file: threads that share one connection in memory would share its transactions too.
    # One for each process, so that two runs at a time don't meet.
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / "var" / f"tests-{os.getpid()}.sqlite3")}  # noqa: F405 as above
# WhiteNoise looks for the directory; the files themselves come from where they are written.
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # noqa: F405 from the product's settings
