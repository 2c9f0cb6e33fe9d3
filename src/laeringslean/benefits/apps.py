from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "laeringslean.benefits"
    label = "benefits"
