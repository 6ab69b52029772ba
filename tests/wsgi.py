"""The product for a server process of its own under test: with static files from where they are written."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application

application = StaticFilesHandler(get_wsgi_application())
