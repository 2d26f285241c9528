"""Sourcebook's own settings, except that nobody waits for a lock longer than 0.3 seconds."""

from config.settings import *  # noqa: F403

_OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
if "timeout" in _OPTIONS:
    _OPTIONS["timeout"] = 0.3
else:
    _OPTIONS["options"] = _OPTIONS["options"].replace("20s", "300ms")
