"""A lead uploads a bundle, sees what it would add, and adds it; what is wrong is said, and nothing is kept."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from assessment.models import Assessment, Organization, User, Version
from tests.bundles import Data, bundle_of, empty_the_database, make_round, spoiled
from tests.exports import words_of
from tests.factories import make_editor, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> User:
    return make_user()


def upload(client: Client, organization: Organization, content: str | bytes, title: str = "") -> HttpResponse:
    raw = content.encode() if isinstance(content, str) else content
    data = {"bundle": SimpleUploadedFile("round.json", raw, "application/json"), "title": title}
    return client.post(f"/organizations/{organization.uid}/import/", data)  # type: ignore[return-value]  # the test client's own response


def kept_in(response: HttpResponse) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', response.content.decode())
    assert found is not None
    return unescape(found[1])


def test_a_bundle_is_previewed_and_imported(client: Client, lead: User) -> None:
    text = bundle_of(make_round(title="Q4 2026"))
    home = make_organization("Halden", lead)
    client.force_login(lead)
    assert "Import a round" in client.get(f"/organizations/{home.uid}/").content.decode()
    preview = upload(client, home, text)
    words = words_of(preview.content.decode())
    assert preview.status_code == 200
    assert "Q4 2026 Opened" in words
    assert "3 people answered · Portable, version 1" in words
    assert "is that the same organization" not in words.lower()
    assert "Software and IT services, 10–49 people, models: in production, not critical." in words
    assert home.assessments.count() == 0
    answer = client.post(f"/organizations/{home.uid}/import/save/", {"kept": kept_in(preview)}, follow=True)
    copy = home.assessments.get()
    assert answer.redirect_chain == [(f"/results/{copy.uid}/", 302)]
    assert "Imported, with the scores that it had where it was made." in words_of(answer.content.decode())


def test_another_name_and_another_title_are_told(client: Client, lead: User) -> None:
    text = bundle_of(make_round(title="Q4 2026"))
    home = make_organization("Elsewhere", lead)
    client.force_login(lead)
    preview = upload(client, home, text, title="Q4 2026,  brought along")
    words = words_of(preview.content.decode())
    assert "The bundle is of “Halden”, and you are about to import it into “Elsewhere”." in words
    client.post(f"/organizations/{home.uid}/import/save/", {"kept": kept_in(preview)})
    assert home.assessments.get().title == "Q4 2026, brought along"


@pytest.mark.parametrize("edits", [False, True])
def test_a_version_that_is_missing_comes_along(client: Client, edits: bool) -> None:
    """SECURITY: only what an editor brings is what others may be asked."""
    text = bundle_of(make_round())
    empty_the_database()
    user = make_editor() if edits else make_user()
    home = make_organization("Halden", user)
    client.force_login(user)
    preview = upload(client, home, text)
    words = words_of(preview.content.decode())
    assert "Version 1 of this questionnaire is not here yet and comes along." in words
    assert ("New rounds can use it." in words, "only editors decide what people are asked" in words) == (
        edits,
        not edits,
    )
    assert Version.objects.count() == 0
    client.post(f"/organizations/{home.uid}/import/save/", {"kept": kept_in(preview)})
    assert Version.objects.get().state == ("published" if edits else "retired")


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_kept(client: Client, lead: User) -> None:
    def spoil(document: Data) -> None:
        document["scores"]["overall"].update(practice=1, stage=4)

    original = make_round(title="Q4 2026", organization=make_organization("Halden", lead))
    text, home = bundle_of(original), original.organization
    client.force_login(lead)
    wrong: list[tuple[str | bytes, str]] = [
        (b"", "The submitted file is empty."),
        (b"no json", "The file is not JSON"),
        (b'{"bundle": "tacit-assessment", "format": 9}', "Bring this installation up to date first."),
        (spoiled(text, spoil), "scores.overall.stage: the bundle says 4, and its counts give 2."),
        (text, "There is already an assessment with this title. Choose another one."),
    ]
    for content, sentence in wrong:
        answer = upload(client, home, content, title="" if content == text else "Another")
        assert (answer.status_code, sentence in words_of(answer.content.decode())) == (422, True), sentence
    assert home.assessments.count() == 1


def test_only_what_was_previewed_here_is_imported(client: Client, lead: User) -> None:
    """SECURITY: a preview is confirmed where it was made, and once."""
    text = bundle_of(make_round(title="Q4 2026"))
    here, there = make_organization("Here", lead), make_organization("There", lead)
    client.force_login(lead)
    kept = kept_in(upload(client, here, text))
    for organization, given in ((there, kept), (here, f"{kept}x"), (here, "")):
        answer = client.post(f"/organizations/{organization.uid}/import/save/", {"kept": given})
        assert (answer.status_code, b"This preview is too old" in answer.content) == (422, True)
    assert client.post(f"/organizations/{here.uid}/import/save/", {"kept": kept}).status_code == 302
    assert client.post(f"/organizations/{here.uid}/import/save/", {"kept": kept}).status_code == 422
    assert list(Assessment.objects.filter(imported_at__isnull=False).values_list("organization__name", flat=True)) == [
        "Here"
    ]
