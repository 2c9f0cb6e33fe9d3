"""The product's own settings with one more page: the empty view that everything else is compared with."""

from laeringslean.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
