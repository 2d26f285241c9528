"""Sourcebook's own settings, with the bare pages beside it in the same process."""

from config.settings import *  # noqa: F403

INSTALLED_APPS += ["bench"]  # noqa: F405
ROOT_URLCONF = "bench.urls"
