"""A copy holds the same and shares nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessment.models import Person, Prerequisite, Version
from assessment.services.questionnaire_copies import copy_contents
from assessment.services.questionnaire_export import content_hash, export_version
from assessment.services.questionnaires import load_questionnaire
from tests.factories import make_version
from tests.services.example import example, with_second_practice

pytestmark = pytest.mark.django_db


def empty_draft(base: Version) -> Version:
    return Version.objects.create(
        questionnaire=base.questionnaire, based_on=base, title=base.title, description=base.description,
        minutes=base.minutes, sources=base.sources, constructs=base.constructs,
    )  # fmt: skip


def test_a_copy_says_the_same_as_its_base() -> None:
    base = load_questionnaire(Person(), with_second_practice(example(), needs=["roll-back"])).version
    draft = empty_draft(base)
    copy_contents(base, draft)
    assert content_hash(export_version(draft)) == base.content_hash


def test_a_copy_shares_no_row_with_its_base() -> None:
    base = load_questionnaire(Person(), with_second_practice(example(), needs=["roll-back"])).version
    draft = empty_draft(base)
    copy_contents(base, draft)
    inside = Prerequisite.objects.filter(practice__version=draft).values_list("needs__version", flat=True)
    assert list(inside) == [draft.pk]
    assert {question.section.version_id for question in draft.questions.select_related("section")} == {draft.pk}
    assert set(draft.questions.exclude(option_set=None).values_list("option_set__version", flat=True)) == {draft.pk}
    assert set(draft.questions.exclude(practice=None).values_list("practice__version", flat=True)) == {draft.pk}


def test_copying_takes_a_fixed_number_of_queries() -> None:
    counts = []
    for practices in (1, 4):
        base = make_version(dimensions=2, practices=practices)
        draft = empty_draft(base)
        with CaptureQueriesContext(connection) as queries:
            copy_contents(base, draft)
        counts.append(len(queries))
    assert counts[0] == counts[1]
