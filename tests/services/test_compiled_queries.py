"""A query that is put together once gives what it would give put together anew."""

import pytest
from django.db.models import CharField, UUIDField
from pytest_django import DjangoAssertNumQueries

from assessment.models import Organization
from assessment.services.compiled_queries import CompiledQuery, Later
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


def test_it_is_asked_again_with_other_values_in_one_query_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    organizations = [make_organization(regulated=regulated) for regulated in (True, False)]
    wanted = Organization.objects.filter(uid=Later("uid", UUIDField()), name=Later("name", CharField()))
    query = CompiledQuery(wanted.values_list("pk", "uid", "regulated"))
    for each in organizations:
        with django_assert_num_queries(1):
            (row,) = query.ask({"uid": each.uid, "name": each.name})
        assert query.read(row, slice(0, 3)) == [each.pk, each.uid, each.regulated]
        assert query.read(row, slice(1, 2)) == [each.uid]
        assert query.ask({"uid": each.uid, "name": "another"}) == []


def test_its_value_goes_into_another_query() -> None:
    organization = make_organization()
    query = CompiledQuery(Organization.objects.filter(name=Later("name", CharField())).values_list("pk"))
    found = [
        Organization.objects.annotate(found=query.scalar({"name": name})).get().found  # type: ignore[attr-defined]  # annotated
        for name in (organization.name, "another")
    ]
    assert found == [organization.pk, None]
