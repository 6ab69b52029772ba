"""An editor checks, publishes, starts drafts; what is published is only looked at."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.models import Person, Practice, Questionnaire, Version
from assessment.services.questionnaires import start_draft
from tests.admin.pages import Response, act, messages_of, page, save
from tests.factories import make_administrator, make_editor, make_user
from tests.services.example import make_example

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def published() -> Version:
    return make_example()


@pytest.fixture
def draft(published: Version) -> Version:
    return start_draft(Person(), published)


def test_an_editor_changes_a_draft(editor: Client, draft: Version) -> None:
    response = save(editor, draft, title="Next steps", hold_back="0.4", **{"sections-0-position": "7"})
    assert response.redirect_chain == [(reverse("admin:assessment_version_changelist"), 302)]
    draft.refresh_from_db()
    assert (draft.title, draft.hold_back, draft.sections.get(key="about-you").position) == ("Next steps", 0.4, 7)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sources": '{"S": {}}'}, "S.title: This entry is missing."),
        ({"constructs": '{"Not A Key": {"title": "A", "description": "B"}}'}, "does not fit. Key"),
        ({"hold_back": "0.7"}, "threshold hold_back is above institutional_essential"),
        ({"spread_raters": "2"}, "threshold spread_raters is 2, outside 3 to 1000"),
    ],
)
def test_what_does_not_fit_is_refused_in_the_form(
    editor: Client, draft: Version, changes: dict[str, str], said: str
) -> None:
    response = save(editor, draft, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    before = draft.thresholds()
    draft.refresh_from_db()
    assert draft.thresholds() == before


def test_a_published_version_is_only_looked_at(editor: Client, published: Version) -> None:
    response: Response = editor.get(page(published))
    assert messages_of(response) == [
        "This version is published and never changes. To change it, start a draft from it."
    ]
    assert b'name="_save"' not in response.content
    assert b'name="title"' not in response.content
    assert editor.post(page(published), {"title": "Other"}).status_code == 403
    delete = reverse("admin:assessment_version_delete", args=[published.pk])
    assert editor.post(delete, {"post": "yes"}).status_code == 403
    assert Version.objects.get().title == "First steps"


def test_several_are_not_deleted_where_one_is_published(editor: Client, published: Version) -> None:
    data = {"action": "delete_selected", "_selected_action": published.pk, "index": 0, "post": "yes"}
    editor.post(reverse("admin:assessment_version_changelist"), data)
    assert Version.objects.count() == 1


def test_a_draft_is_deleted_whole(editor: Client, draft: Version) -> None:
    editor.post(reverse("admin:assessment_version_delete", args=[draft.pk]), {"post": "yes"})
    assert list(Version.objects.values_list("state", flat=True)) == ["published"]


def test_a_draft_is_started_once_from_the_page(editor: Client, published: Version) -> None:
    assert b"Start a draft from this" in editor.get(page(published)).content
    for _time in range(2):
        response = act(editor, "start_drafts", published)
    draft = published.successors.get()
    assert response.redirect_chain == [(page(draft), 302)]
    assert messages_of(response) == ["This is the draft based on First steps 1."]


def test_a_draft_with_errors_is_not_published(editor: Client, draft: Version) -> None:
    practice = draft.practices.get()
    Practice.objects.filter(pk=practice.pk).update(why="")
    link = f'<a href="{page(practice)}">Release › Going back is quick and rehearsed › why</a>'
    response = act(editor, "check_versions", draft)
    assert messages_of(response) == [f"{link}: This entry is missing.", "1 error keeps it from being published."]
    response = act(editor, "publish_versions", draft)
    assert messages_of(response) == [
        "First steps (draft): 1 error has to be mended first.",
        f"{link}: This entry is missing.",
    ]
    draft.refresh_from_db()
    assert draft.is_draft


def test_a_draft_without_errors_is_published(editor: Client, draft: Version) -> None:
    response = act(editor, "check_versions", draft)
    assert messages_of(response) == ["The check found no error."]
    response = act(editor, "publish_versions", draft)
    assert messages_of(response)[0] == "First steps 2 is published."
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.published_by) == ("published", 2, response.wsgi_request.user)


def test_a_warning_is_told_and_does_not_hold_up(editor: Client, draft: Version) -> None:
    Practice.objects.filter(version=draft).update(essential=False)
    section = draft.sections.get(key="release")
    assert messages_of(act(editor, "check_versions", draft)) == [
        f'<a href="{page(section)}">Release</a>: No practice of this dimension is essential.',
        "The check found no error.",
    ]


def test_a_verb_that_does_not_fit_the_state_says_so(editor: Client, published: Version, draft: Version) -> None:
    assert messages_of(act(editor, "start_drafts", draft)) == ["First steps (draft): This is a draft already."]
    assert messages_of(act(editor, "publish_versions", published))[0] == (
        "First steps 1: A published version never changes. Start a draft from it."
    )
    assert messages_of(act(editor, "retire_versions", published))[0] == (
        "First steps 1 is retired: no new assessment uses it."
    )


def test_a_questionnaire_begins_with_one_draft(editor: Client) -> None:
    questionnaire = Questionnaire.objects.create(key="new")
    add = reverse("admin:assessment_version_add")
    values: dict[str, object] = dict.fromkeys(("sources", "constructs"), "{}")
    thresholds = {name: getattr(Version(), name) for name in Version().thresholds().__dataclass_fields__}
    inline = {"sections-TOTAL_FORMS": 0, "sections-INITIAL_FORMS": 0}
    values |= {"questionnaire": questionnaire.pk, "title": "New", "language": "en", "minutes": 5} | thresholds | inline
    assert editor.post(add, values).status_code == 302
    response = editor.post(add, values)
    assert "This questionnaire has a first draft already." in response.content.decode()
    assert Version.objects.count() == 1


def test_the_key_of_a_questionnaire_stays(editor: Client, published: Version) -> None:
    assert b'name="key"' not in editor.get(page(published.questionnaire)).content


def test_others_do_not_get_in(client: Client, published: Version) -> None:
    for user, status in ((make_user(), 302), (make_administrator(), 403)):
        client.force_login(user)
        assert client.get(page(published)).status_code == status


def test_the_list_takes_a_fixed_number_of_queries(editor: Client, published: Version) -> None:
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(reverse("admin:assessment_version_changelist"))
        counts.append(len(queries))
        start_draft(Person(), published)
    assert counts[0] == counts[1]
