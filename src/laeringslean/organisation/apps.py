from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "laeringslean.organisation"
    label = "organisation"
