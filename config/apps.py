"""The project itself as an app (checks, demo command) and the admin site with our log-in."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class Config(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401


class Admin(AdminConfig):
    default_site = "config.admin.Site"
