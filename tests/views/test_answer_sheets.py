"""Filling in offline over HTTP: the download, the preview, the confirmation."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.access import GUEST_KEYS
from assessment.models import Answer, Response, hash_of
from assessment.services.answer_sheets import sheet_of
from assessment.services.answer_values import Values
from assessment.services.answers import save_answer
from tests.factories import make_assessment, make_mixed_version, make_person, make_response, make_user
from tests.services.sheets import changed, filled, rows_of

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def response(client: Client) -> Response:
    user = make_user()
    client.force_login(user)
    return make_response(make_assessment(version=make_mixed_version(), title='Round "1"\r\nX: y / ü'), user)


def upload(client: Client, response: Response, file: BytesIO | bytes) -> HttpResponse:
    content = file if isinstance(file, bytes) else file.getvalue()
    sent = {"sheet": SimpleUploadedFile("answers.xlsx", content)}
    page: HttpResponse = client.post(f"/responses/{response.uid}/sheet/upload/", sent)  # type: ignore[assignment]  # it is one, with more
    return page


def kept_in(page: HttpResponse) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def chosen() -> dict[str, str]:
    return dict(Answer.objects.exclude(option=None).values_list("question__key", "option__key"))


def test_the_sheet_is_downloaded_as_a_file(client: Client, response: Response) -> None:
    answer = client.get(f"/responses/{response.uid}/sheet/")
    assert (answer.status_code, answer["Content-Type"]) == (200, XLSX)
    assert answer["Content-Disposition"] == 'attachment; filename="answers-round-1-x-y-u.xlsx"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "role" in rows_of(answer.content)


def test_the_task_list_leads_there(client: Client, response: Response) -> None:
    assertContains(client.get(f"/responses/{response.uid}/"), f'href="/responses/{response.uid}/sheet/upload/"')
    page = client.get(f"/responses/{response.uid}/sheet/upload/")
    assertContains(page, f'href="/responses/{response.uid}/sheet/"')
    assertContains(page, 'enctype="multipart/form-data"')


def test_what_would_change_is_shown_confirmed_and_saved(client: Client, response: Response) -> None:
    written = {"role": {"answer": "role operations"}, "d0-p0": {"answer": "d0-p0 step 5", "note": "<b>Since May</b>"}}
    page = upload(client, response, filled(response, written))
    assertContains(page, "2 answers would change. Nothing is saved yet.")
    assertContains(page, "d0-p0 step 5 · &lt;b&gt;Since May&lt;/b&gt;")
    assert chosen() == {}
    saved = client.post(f"/responses/{response.uid}/sheet/save/", {"kept": kept_in(page)}, follow=True)
    assertRedirects(saved, f"/responses/{response.uid}/")
    assertContains(saved, "2 answers were saved.")
    assert chosen() == {"role": "operations", "d0-p0": "5"}


def test_an_unchanged_sheet_has_nothing_to_confirm(client: Client, response: Response) -> None:
    page = upload(client, response, sheet_of(response))
    assertContains(page, "Nothing would change")
    assertNotContains(page, 'name="kept"')


def test_wrong_cells_are_listed_and_nothing_can_be_confirmed(client: Client, response: Response) -> None:
    written = {"role": {"answer": "role operations"}, "d0-p0": {"answer": "d0-p0 step 9"}}
    page = upload(client, response, filled(response, written))
    cell = f"Answers!E{rows_of(sheet_of(response))['d0-p0']}"
    assertContains(page, f"<b>{cell}</b>: This is none of the allowed answers.", status_code=422, html=True)
    assertNotContains(page, 'name="kept"', status_code=422)


def test_of_many_wrong_cells_the_first_are_listed(client: Client, response: Response) -> None:
    rows = [(f"foreign-{place}", *[""] * 7, "0") for place in range(50)]
    page = upload(client, response, added(sheet_of(response), rows))
    assertContains(page, "This question is not part of the assessment.", 20, status_code=422)
    assertContains(page, "30 more cells are wrong.", status_code=422)


def added(file: bytes, rows: list[tuple[str, ...]]) -> BytesIO:
    workbook = load_workbook(BytesIO(file))
    for row in rows:
        workbook["Answers"].append(row)
    saved = BytesIO()
    workbook.save(saved)
    return saved


def test_a_conflict_shows_both_answers_and_cannot_be_confirmed(client: Client, response: Response) -> None:
    file = sheet_of(response)
    save_answer(make_person(response.user), response, "role", number=0, values=Values("operations"))
    page = upload(client, response, changed(file, {"role": {"answer": "role data-science"}}))
    assertContains(page, "Also answered on the pages", status_code=409)
    assertContains(page, "role operations", status_code=409)
    assertContains(page, "role data-science", status_code=409)
    assertNotContains(page, 'name="kept"', status_code=409)


def test_a_conflict_after_the_preview_is_told(client: Client, response: Response) -> None:
    kept = kept_in(upload(client, response, filled(response, {"role": {"answer": "role data-science"}})))
    save_answer(make_person(response.user), response, "role", number=0, values=Values("operations"))
    answer = client.post(f"/responses/{response.uid}/sheet/save/", {"kept": kept})
    assertContains(answer, "Nothing was saved.", status_code=409)
    assert chosen() == {"role": "operations"}


def test_what_stays_worded_for_another_answer_is_pointed_at(client: Client, response: Response) -> None:
    person = make_person(response.user)
    save_answer(person, response, "d0-p0", number=0, values=Values("5"))
    save_answer(person, response, "d0-p0-recognition", number=0, values=Values("habit"))
    kept = kept_in(upload(client, response, filled(response, {"d0-p0": {"answer": "d0-p0 step 1"}})))
    saved = client.post(f"/responses/{response.uid}/sheet/save/", {"kept": kept}, follow=True)
    assertContains(saved, "Look whether those answers are still right.")


@pytest.mark.parametrize(("content", "said"), [(b"PK nonsense", "not a spreadsheet"), (b"", "empty")])
def test_other_files_are_refused_at_the_field(client: Client, response: Response, content: bytes, said: str) -> None:
    assertContains(upload(client, response, content), said, status_code=422)


def test_no_file_is_said_at_the_field(client: Client, response: Response) -> None:
    answer = client.post(f"/responses/{response.uid}/sheet/upload/")
    assertContains(answer, "This field is required.", status_code=422)


def test_after_submitting_there_is_no_sheet(client: Client, response: Response) -> None:
    file = sheet_of(response)
    Response.objects.update(state=Response.State.SUBMITTED, submitted_at=timezone.now())
    address = f"/responses/{response.uid}/sheet/"
    answers = [client.get(address), client.get(f"{address}upload/"), upload(client, response, file)]
    for answer in [*answers, client.post(f"{address}save/", {"kept": "x"})]:
        assertContains(answer, "You have submitted your answers.", status_code=403)


def test_a_guest_has_a_sheet_too(client: Client) -> None:
    response = make_response(make_assessment(version=make_mixed_version()), guest_hash=hash_of("secret"))
    session = client.session
    session[GUEST_KEYS] = [hash_of("secret")]
    session.save()
    kept = kept_in(upload(client, response, filled(response, {"role": {"answer": "role operations"}})))
    client.post(f"/responses/{response.uid}/sheet/save/", {"kept": kept})
    assert chosen() == {"role": "operations"}
