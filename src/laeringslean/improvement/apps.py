from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "laeringslean.improvement"
    label = "improvement"
