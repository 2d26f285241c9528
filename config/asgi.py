"""The entry for an ASGI server: ``uvicorn config.asgi:application``. It does not start on settings that are unfit."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from config.checks import refuse_unfit  # noqa: E402 - the settings must be loaded first

refuse_unfit()
