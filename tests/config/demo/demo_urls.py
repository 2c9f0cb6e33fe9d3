"""The addresses of the product in demo mode."""

from django.urls import include, path

from laeringslean.config.urls import urlpatterns as product

urlpatterns = [*product, path("demo/", include("laeringslean.config.demo.urls"))]
