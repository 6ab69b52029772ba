"""Tests of the comparisons that a person keeps under a name."""

import pytest

from assessment.models import SavedView, User
from assessment.services.errors import Refused
from assessment.services.saved_views import MOST_VIEWS, delete_view, rename_view, save_view
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return make_user()


def test_a_view_is_the_persons_own(user: User) -> None:
    view = save_view(make_person(user), "Finance", "/compare/?sector=finance")
    assert list(SavedView.objects.visible_to(make_person(user))) == [view]
    assert list(SavedView.objects.visible_to(make_person(make_user()))) == []
    assert list(SavedView.objects.visible_to(make_person())) == []


def test_two_views_of_one_person_have_two_names(user: User) -> None:
    first = save_view(make_person(user), "Finance", "/compare/")
    with pytest.raises(Refused, match="already have a view with this name"):
        save_view(make_person(user), "Finance", "/compare/dots/")
    save_view(make_person(make_user()), "Finance", "/compare/mix/")
    other = save_view(make_person(user), "Health", "/compare/?sector=health")
    with pytest.raises(Refused, match="already have a view with this name"):
        rename_view(other, "Finance")
    rename_view(first, "Finance")
    assert list(SavedView.objects.filter(user=user).values_list("name", "address")) == [
        ("Finance", "/compare/"),
        ("Health", "/compare/?sector=health"),
    ]


def test_a_person_keeps_so_many_and_no_more(user: User) -> None:
    SavedView.objects.bulk_create(SavedView(user=user, name=f"View {number}") for number in range(MOST_VIEWS))
    with pytest.raises(Refused, match="You keep 50 views already"):
        save_view(make_person(user), "One more", "/compare/")
    delete_view(SavedView.objects.filter(user=user)[0])
    save_view(make_person(user), "One more", "/compare/")
    assert SavedView.objects.filter(user=user).count() == MOST_VIEWS


def test_an_address_that_is_too_long_is_refused(user: User) -> None:
    with pytest.raises(Refused, match="Pick fewer organizations"):
        save_view(make_person(user), "All", "/compare/?" + "x" * 4000)
    assert not SavedView.objects.exists()


def test_without_an_account_nothing_is_kept() -> None:
    with pytest.raises(Refused) as refusal:
        save_view(make_person(), "All", "/compare/")
    assert refusal.value.status == 403
