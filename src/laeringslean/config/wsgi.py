"""The pages as a WSGI application, for installations that have outgrown `laeringslean serve`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laeringslean.config.settings")
application = get_wsgi_application()
