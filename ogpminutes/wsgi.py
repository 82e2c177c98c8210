"""The portal as a WSGI application, for granian and for any other server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ogpminutes.settings")

application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded by now stays: no collection walks through it again
