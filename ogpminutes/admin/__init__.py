"""The admin of the portal's own floor: editions and all that belongs to them."""

from django.contrib import admin

from ogpminutes.admin import alterations, editions, log, members, owners, rows, updates, uptakes

__all__ = ["alterations", "editions", "log", "members", "owners", "rows", "updates", "uptakes"]

admin.site.site_header = "Steering Committee Minutes"
admin.site.site_title = "Minutes admin"
admin.site.index_title = "Support Unit"
