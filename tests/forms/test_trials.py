"""A quick check on one page, and the round its answers go to."""

from uuid import uuid4

import pytest
from django.http import QueryDict

from assessment.forms.trials import ReceiverForm
from assessment.models import Trial
from assessment.services.answer_values import Values
from assessment.services.trial_answers import save_answer
from assessment.views.trials import form_of
from tests.factories import make_mixed_version, make_trial

pytestmark = pytest.mark.django_db


def test_questions_stand_in_their_groups_and_are_numbered_through() -> None:
    form = form_of(make_trial("secret", version=make_mixed_version()))
    groups = [(section.key, [(place, card.key) for place, card in cards]) for section, cards in form.groups]
    views = [(section.key, [(place, card.key) for place, card in cards]) for section, cards in form.views]
    assert groups == [("about", [(1, "role"), (2, "parts")]), ("d0", [(3, "d0-p0"), (4, "d0-p1"), (5, "d0-p2")])]
    assert views == [("views", [(6, "worth-it"), (7, "helped-most")])]


def test_all_practices_share_one_table_and_nothing_is_chosen() -> None:
    trial = make_trial("secret", version=make_mixed_version())
    form = form_of(trial)
    assert [row.key for row in form.rows] == ["d0-p0-recognition", "d0-p1-recognition", "d0-p2-recognition"]
    assert not any(choice.checked for card in form.cards for choice in [*card.choices, *card.aside])
    save_answer(trial, "d0-p0", number=0, values=Values("2"))
    assert [choice.key for choice in form_of(Trial.objects.get()).cards[0].choices if choice.checked] == ["2"]


def test_a_round_is_named_by_its_uid() -> None:
    uid = uuid4()
    sent = (f"assessment={uid}", "assessment=x", "assessment=%00", "")
    assert [ReceiverForm.uid_in(QueryDict(each)) for each in sent] == [uid, None, None, None]
