"""The entry for a WSGI server: ``gunicorn config.wsgi``. It refuses settings that are unfit (TRUST.md T61)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.checks import refuse_unfit  # noqa: E402 - the settings must be loaded first

refuse_unfit()
