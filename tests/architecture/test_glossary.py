"""Names in the code are words of the glossary."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from laeringslean.organisation.access.roles import Role

GLOSSARY = Path(__file__).parent.parent.parent / "docs/glossary.md"


def _words() -> set[str]:
    rows = [line.split("|")[1] for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return {word.strip().lower().replace(" ", "_") for row in rows for word in re.split(r"[,/]", row)}


def _in_words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize(
    "model", [model for model in apps.get_models() if model.__module__.startswith("laeringslean.")], ids=str
)
def test_a_model_is_in_the_glossary(model):
    assert _in_words(model.__name__) in _words()


@pytest.mark.parametrize("role", Role)
def test_a_role_is_in_the_glossary(role):
    assert role.value in _words()
