"""A trial is the link's until it is an account's."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from assessment.models import Person, Trial
from tests.factories import make_trial, make_user

pytestmark = pytest.mark.django_db


def test_only_what_an_account_keeps_is_visible_and_only_to_it() -> None:
    keeper, other = make_user(), make_user()
    on_its_link = make_trial("one")
    kept = make_trial("two", keeper, version=on_its_link.version)
    seen = [list(Trial.objects.visible_to(Person(user))) for user in (keeper, other, None)]
    assert seen == [[kept], [], []]
    assert str(kept) == str(kept.uid)


def test_it_expires_exactly_until_it_is_kept() -> None:
    trial = make_trial("one")
    for fields in ({"expires_at": None}, {"claimed_by": make_user()}):
        with pytest.raises(IntegrityError, match="trial_expires_until_it_is_kept"), transaction.atomic():
            Trial.objects.filter(pk=trial.pk).update(**fields)
    Trial.objects.filter(pk=trial.pk).update(claimed_by=make_user(), expires_at=None)


def test_it_goes_with_the_account_that_kept_it() -> None:
    keeper = make_user()
    make_trial("one", keeper)
    keeper.delete()
    assert not Trial.objects.exists()


def test_a_secret_belongs_to_one() -> None:
    trial = make_trial("one")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_trial("one", version=trial.version)
    assert trial.expires_at is not None
    assert trial.expires_at > timezone.now()
