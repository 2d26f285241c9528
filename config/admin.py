"""The stock admin under our name, entered through allauth so that its rate limits hold there too."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin


class Site(admin.AdminSite):
    site_header = "Sourcebook"
    site_title = "Sourcebook"
    index_title = "Authoring"
    enable_nav_sidebar = False
    login = secure_admin_login(admin.AdminSite.login)
