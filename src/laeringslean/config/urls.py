from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("laeringslean.overview.urls")),
    path("organisation/", include("laeringslean.organisation.urls")),
    path("improvement/", include("laeringslean.improvement.urls")),
    path("measures/", include("laeringslean.measures.urls")),
    path("benefits/", include("laeringslean.benefits.urls")),
    path("news/", include("laeringslean.attention.urls")),
    path("", include("laeringslean.foundation.urls")),
]

if settings.DEMO:
    urlpatterns.append(path("demo/", include("laeringslean.config.demo.urls")))
