from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "laeringslean.config"
    label = "config"
