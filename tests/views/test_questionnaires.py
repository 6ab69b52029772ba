"""Who asks what: every account reads what is published, editors read drafts too, everybody can take the file."""

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessment.models import Grant, Person, Version
from assessment.services import versions
from assessment.services.bundle_files import read_bundle
from assessment.services.bundles import import_bundle
from assessment.services.questionnaire_schema import SCHEMA_FILE
from assessment.services.questionnaires import load_questionnaire, read_questionnaire, retire, start_draft
from tests.bundles import bundle_of, empty_the_database, make_round
from tests.factories import make_editor, make_grant, make_organization, make_user
from tests.services.example import example, make_example, with_second_practice

pytestmark = pytest.mark.django_db


def show(version: Version) -> str:
    return reverse("version-show", args=[version.uid])


@pytest.fixture
def account(client: Client) -> Client:
    client.force_login(make_user())
    return client


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def test_an_account_sees_what_is_published(account: Client) -> None:
    version = make_example()
    draft = start_draft(Person(), version)
    content = account.get(reverse("questionnaires")).content.decode()
    assert show(version) in content
    assert show(draft) not in content
    assert "/admin/" not in content
    assert account.get(show(version)).status_code == 200
    assert account.get(show(draft)).status_code == 404
    assert account.get(reverse("version-download", args=[draft.uid])).status_code == 404


def test_an_editor_sees_drafts_and_the_way_to_edit_them(editor: Client) -> None:
    draft = start_draft(Person(), make_example())
    content = editor.get(reverse("questionnaires")).content.decode()
    assert show(draft) in content
    assert reverse("admin:assessment_version_change", args=[draft.pk]) in content
    assert editor.get(show(draft)).status_code == 200


@pytest.mark.parametrize("name", ["version-show", "version-download"])
def test_a_version_that_a_bundle_brought_is_for_those_who_see_a_round_on_it(client: Client, name: str) -> None:
    """SECURITY: what one organization uploads is not put before the others."""
    text, lead, colleague, consultant, reader = bundle_of(make_round()), *(make_user() for _number in range(4))
    empty_the_database()
    home = make_organization("Halden", lead, practitioners=[colleague])
    make_grant(home, consultant)
    make_organization(lead=reader)
    version = import_bundle(Person(lead), home, read_bundle(text.encode())).version
    assert (version.state, version.imported_at is not None) == ("retired", True)
    url = reverse(name, args=[version.uid])
    seen = {}
    for who, user in {"lead": lead, "colleague": colleague, "consultant": consultant, "editor": make_editor(),
                      "somebody else": reader}.items():  # fmt: skip
        client.force_login(user)
        listed = show(version) in client.get(reverse("questionnaires")).content.decode()
        seen[who] = (client.get(url).status_code, listed)
    yes, no = (200, True), (404, False)
    assert seen == {"lead": yes, "colleague": yes, "consultant": yes, "editor": yes, "somebody else": no}
    Grant.objects.update(state=Grant.State.REVOKED, revoked_at=timezone.now())
    client.force_login(consultant)
    assert client.get(url).status_code == 404


def test_a_version_that_was_published_here_stays_readable_once_retired(account: Client) -> None:
    version = retire(Person(), make_example())
    assert show(version) in account.get(reverse("questionnaires")).content.decode()
    assert account.get(show(version)).status_code == 200


def test_an_empty_library_says_what_to_do(account: Client) -> None:
    assert "No questionnaire yet" in account.get(reverse("questionnaires")).content.decode()


def test_who_has_not_signed_in_is_asked_to(client: Client) -> None:
    version = make_example()
    for url in (reverse("questionnaires"), show(version), reverse("version-download", args=[version.uid])):
        assert client.get(url).status_code == 302


def test_a_version_is_read_whole(account: Client) -> None:
    document = with_second_practice(example(), needs=["roll-back"], may_not_apply=True)
    document["sections"][1]["condition"] = {"fact": "uses_generative_models", "equals": True}
    content = account.get(show(load_questionnaire(Person(), document).version)).content.decode()
    for text in (
        "Going back is quick and rehearsed",
        "We could not. The old version is gone.",
        "0.25",
        "essential",
        "Needs first",
        "Does not apply",
        "generative models are used: yes",
        "Keep the version before, and put it back on a quiet morning.",
        "S32",
        "Operations",
        "Part of “Benefits seen”.",
        "Answered in one's own words.",
        "We decided against it",
    ):
        assert text in content


@pytest.mark.parametrize("name", ["mlops-adoption.yaml", "quick-check.yaml"])
def test_the_library_is_read_and_taken_along(account: Client, name: str) -> None:
    document = read_questionnaire((SCHEMA_FILE.parent / name).read_bytes())
    version = load_questionnaire(Person(), document).version
    assert account.get(show(version)).status_code == 200
    response = account.get(reverse("version-download", args=[version.uid]))
    assert response["Content-Type"] == "text/yaml; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{version.questionnaire.key}-1.yaml"'
    assert load_questionnaire(Person(), read_questionnaire(response.content)).outcome == "unchanged"


def test_a_draft_without_questions_can_be_read(editor: Client) -> None:
    draft = make_example(publish=False)
    draft.questions.filter(facet="practice").delete()
    assert editor.get(show(draft)).status_code == 200
    taken = yaml.safe_load(editor.get(reverse("version-download", args=[draft.uid])).content)
    assert "question" not in taken["sections"][1]["practices"][0]


def test_pages_take_a_fixed_number_of_queries(editor: Client) -> None:
    counts: dict[str, list[int]] = {"questionnaires": [], "version-show": [], "version-download": []}
    for document in (example(), with_second_practice(example()) | {"questionnaire": "larger"}):
        version = load_questionnaire(Person(), document).version
        for name, found in counts.items():
            versions._kept.clear()
            url = reverse(name, args=[] if name == "questionnaires" else [version.uid])
            with CaptureQueriesContext(connection) as queries:
                editor.get(url)
            found.append(len(queries))
    assert all(first == second for first, second in counts.values())
