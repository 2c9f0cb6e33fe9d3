from django.apps import AppConfig


class MethodConfig(AppConfig):
    name = "laeringslean.method"
    label = "method"
