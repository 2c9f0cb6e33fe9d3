from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "laeringslean.overview"
    label = "overview"
