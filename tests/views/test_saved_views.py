"""Tests of the pages on which views are kept."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import SavedView, User
from tests.comparisons import make_round
from tests.factories import make_organization, make_user, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    user = make_user()
    make_round(make_organization("Alder", user), make_version())
    return user


@pytest.fixture
def client(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_a_view_is_saved_as_it_is_followed_and_opened_again(client: Client, user: User) -> None:
    page = client.get("/compare/heatmap/?sector=software&sort=name&stage=9&highlight=x")
    assertContains(page, 'href="/compare/heatmap/save/?sector=software&amp;sort=name"')
    response = client.post("/compare/heatmap/save/?sector=software&sort=name&stage=9", {"name": "  My   software "})
    assertRedirects(response, "/compare/heatmap/?sector=software&sort=name")
    assert list(SavedView.objects.values_list("user", "name", "address")) == [
        (user.pk, "My software", "/compare/heatmap/?sector=software&sort=name")
    ]
    listed = client.get("/compare/saved/")
    assertContains(listed, '<a href="/compare/heatmap/?sector=software&amp;sort=name">My software</a>')


def test_what_is_wrong_with_a_name_is_said_at_it(client: Client, user: User) -> None:
    SavedView.objects.create(user=user, name="Mine", address="/compare/")
    for name, sentence in (("", "This field is required."), ("Mine", "already have a view with this name")):
        response = client.post("/compare/dots/save/?sector=software", {"name": name})
        assert response.status_code == 422
        assertContains(response, sentence, status_code=422)
        assertContains(response, 'href="/compare/dots/?sector=software"', status_code=422)
    assert SavedView.objects.count() == 1


def test_a_view_is_renamed_and_deleted(client: Client, user: User) -> None:
    view = SavedView.objects.create(user=user, name="Mine", address="/compare/")
    SavedView.objects.create(user=user, name="Other", address="/compare/mix/")
    path = f"/compare/saved/{view.uid}/"
    assertContains(client.get(path), 'value="Mine"')
    assertContains(client.post(path, {"name": "Other"}), "already have a view with this name", status_code=422)
    assertRedirects(client.post(path, {"name": "Better"}), "/compare/saved/")
    assertContains(client.get("/compare/saved/"), "Better")
    assertRedirects(client.post(f"{path}delete/"), "/compare/saved/")
    assertNotContains(client.get("/compare/saved/"), ">Better</a>")
    assert client.get(path).status_code == 404


def test_nobody_elses_view_is_found(client: Client) -> None:
    view = SavedView.objects.create(user=make_user(), name="Theirs", address="/compare/")
    for path in (f"/compare/saved/{view.uid}/", f"/compare/saved/{view.uid}/delete/"):
        assert client.post(path, {"name": "x"}).status_code == 404
    assertContains(client.get("/compare/saved/"), "You keep no view")


def test_a_view_there_is_not_cannot_be_saved(client: Client) -> None:
    assert client.post("/compare/horoscope/save/", {"name": "x"}).status_code == 404
