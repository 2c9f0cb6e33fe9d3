from django.apps import AppConfig


class AttentionConfig(AppConfig):
    name = "laeringslean.attention"
    label = "attention"
