from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "laeringslean.measures"
    label = "measures"
