"""What every row that belongs to a municipality has in common, read off the models."""

import pytest
from django.apps import apps
from django.db import models

from laeringslean.foundation.database.protection import tenant_models
from laeringslean.foundation.models import Event, Link, TenantRow
from laeringslean.foundation.models.request_key import RequestKey
from laeringslean.foundation.tenancy.managers import TenantManager

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("laeringslean.")]
# Beside the rows of municipalities there are only these.
GLOBAL = {"Tenant", "Placement"}


def _room(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _name(model: type[models.Model]) -> str:
    return model._meta.label


def test_every_model_is_of_a_municipality_or_named_here():
    others = {model.__name__ for model in OUR_MODELS if model not in tenant_models()}
    assert others == GLOBAL


@pytest.mark.parametrize("model", tenant_models(), ids=_name)
def test_a_row_of_a_municipality_is_reached_through_the_scoped_manager_only(model):
    assert issubclass(model, TenantRow) or model is Event
    assert model._meta.base_manager_name == "objects", "class Meta must inherit from that of the base"
    assert {type(manager).__mro__.__contains__(TenantManager) for manager in model._meta.managers} == {True}
    assert model._default_manager.name == "objects"


@pytest.mark.parametrize("model", tenant_models(), ids=_name)
def test_every_index_begins_with_the_municipality(model):
    firsts = {index.name: _first(index) for index in [*model._meta.indexes, *_unique(model)]}
    assert {name: first for name, first in firsts.items() if first != "tenant"} == {}
    own = [field.name for field in model._meta.local_concrete_fields if field.db_index and not field.primary_key]
    assert own == [], "an index of a single column does not begin with the municipality"
    single = [field.name for field in model._meta.local_concrete_fields if field.unique and not field.primary_key]
    assert single == [], "what is unique is unique in its municipality"


def _unique(model: type[models.Model]) -> list[models.UniqueConstraint]:
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, models.UniqueConstraint)]


def _first(index: models.Index | models.UniqueConstraint) -> str:
    if index.fields:
        return index.fields[0]
    expression = index.expressions[0]
    return getattr(expression, "name", "") or expression.get_source_expressions()[0].name


@pytest.mark.parametrize("model", tenant_models(), ids=_name)
def test_a_key_tells_no_more_than_it_may(model):
    """UUIDv7 contains the millisecond, so whatever is anonymous has a random key."""
    if model is Event:
        return
    key = model._meta.pk.get_default()
    assert key.version == 7


@pytest.mark.parametrize("model", tenant_models(), ids=_name)
def test_links_stay_in_the_municipality_and_open_no_way_back_into_another_room(model):
    for field in model._meta.local_concrete_fields:
        if not isinstance(field, models.ForeignKey) or field.name == "tenant":
            continue
        assert isinstance(field, Link), f"{field} must be a Link"
        if _room(field.related_model) != _room(model):
            assert field.remote_field.related_name == "+", f"{field} opens a reverse relation into another room"


@pytest.mark.parametrize("model", tenant_models(), ids=_name)
def test_what_people_edit_has_a_version(model):
    """Rows with no version are written once, or end; they are named here so that a new one is thought about."""
    written_once = {
        "AgendaPoint",
        "AnonymousSubmission",
        "BoardSection",
        "Evaluation",
        "Event",
        "FteDivisor",
        "GoalValue",
        "IdeaSource",
        "ListImport",
        "MeetingItem",
        "MeetingRemote",
        "MethodVersion",
        "MinutesLetter",
        "MinutesSubscription",
        "ReadMark",
        "Recognition",
        "RequestKey",
        "ResetCode",
        "RoleGrant",
        "Session",
        "SignInCounter",
        "WallLink",
        "WasteType",
    }
    has_version = any(field.name == "version" for field in model._meta.concrete_fields)
    assert has_version != (model.__name__ in written_once)


def test_a_request_key_belongs_to_one_municipality():
    assert RequestKey._meta.constraints[0].fields[0] == "tenant"
