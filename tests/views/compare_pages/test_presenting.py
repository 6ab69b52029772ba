"""Tests of presenting: where names are not shown, none is anywhere, on no page and in no file."""

import re
from uuid import UUID

import pytest
from django.test import Client

from assessment.models import Organization, User
from assessment.services.comparison_choices import Names
from assessment.services.comparison_names import letters_of, shown_name
from assessment.views.compare_pages import views
from assessment.views.compare_pages.comparison import path_of
from tests.comparisons import make_round
from tests.factories import make_grant, make_organization, make_user, make_version

pytestmark = pytest.mark.django_db
VIEWS = [path_of(view.key) for view in views.VIEWS] + [f"/compare/{key}.csv" for key in views.FILES]
NAMES = ("Quillfeather", "Zebrafish", "Wolverine", "Yellowtail", "Xanthippe", "Vermilion")


@pytest.fixture
def consultant() -> User:
    consultant, version = make_user("Mira"), make_version()
    for place, name in enumerate(NAMES):
        organization = make_organization(f"{name} & Sons")
        make_grant(organization, consultant)
        for days in (0, 90):
            make_round(organization, version, stage=place % 5, dimensions={"d0": place / 10}, days=days)
        for number, assessment in enumerate(organization.assessments.all()):
            assessment.title = f"{name} round {number}"
            assessment.save()
    return consultant


@pytest.fixture
def client(client: Client, consultant: User) -> Client:
    client.force_login(consultant)
    return client


def uids() -> list[UUID]:
    return list(Organization.objects.order_by("name").values_list("uid", flat=True))


@pytest.mark.parametrize("names", ["letters", "hidden"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_name_is_left_anywhere(client: Client, view: str, names: str) -> None:
    highlights = "&".join(f"highlight={uid}" for uid in uids()[:5])
    picked = "&".join(f"organization={uid}" for uid in uids()[1:])
    for query in ("", f"&{highlights}", f"&{highlights}&{picked}&find=Zebra", "&stage=3&sort=name"):
        response = client.get(f"{view}?names={names}{query}")
        assert response.status_code == 200
        content = response.content.decode()
        assert [name for name in NAMES if name in content.replace("find=Zebra", "")] == []
        assert "/results/" not in content


def test_letters_are_the_same_in_every_view_and_order(client: Client) -> None:
    by_uid = {uid: letters_of(number) for number, uid in enumerate(sorted(uids()), start=1)}
    for query in ("", "&sort=name", "&sort=-dimension.d0", "&stage=3"):
        content = client.get(f"/compare/heatmap/?names=letters{query}").content.decode()
        found = re.findall(r'id="pick-(\w{32})".*?<span>(\w+)</span>', content)
        assert found
        assert all(by_uid[UUID(uid)] == letter for uid, letter in found)


def test_letters_go_on_as_columns_of_a_spreadsheet_do() -> None:
    assert [letters_of(number) for number in (1, 26, 27, 52, 53, 702, 703)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_what_an_organization_is_called() -> None:
    assert shown_name("Alder", 3, Names.SHOWN) == "Alder"
    assert shown_name("Alder", 3, Names.LETTERS) == "C"
    assert shown_name("Alder", None, Names.LETTERS) == "Organization"
    assert shown_name("Alder", 3, Names.HIDDEN) == "Organization"
