"""The review of a result: consultants write it while they are let in, members read it, a lead tidies it up."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from assessment.models import Assessment, Comment, Grant, Share, User, VerifiedRating
from assessment.services.assessments import reopen_assessment
from tests.exports import pdf_words, took, words_of
from tests.factories import (
    THIRD,
    make_grant,
    make_organization,
    make_person,
    make_share,
    make_user,
    make_version,
)
from tests.reviews import (
    answers_changed,
    make_closed,
    make_comment,
    make_consultant,
    make_logos,
    make_rating,
    seen_of,
)
from tests.views.test_results import everywhere, lead_of

pytestmark = pytest.mark.django_db
SAID = {"comment": "Well <b>done</b>.\r\n\r\nGo on.", "x-d0-p0": "2", "e-d0-p0": "done-agreed", "note-d0-p0": "A list."}


@pytest.fixture
def assessment() -> Assessment:
    return make_closed(everywhere("4", "habit", d0_p1=("unknown", "")))


@pytest.fixture
def consultant(assessment: Assessment) -> User:
    return make_consultant(assessment.organization)


def page(client: Client, assessment: Assessment, user: User | None = None, path: str = "review/") -> str:
    return " ".join(took(client, assessment, path, user).decode().split())


def address(assessment: Assessment, dimension: str = "d0") -> str:
    return f"/results/{assessment.uid}/review/dimensions/{dimension}/"


def pictures_on_the_cover(client: Client, assessment: Assessment) -> int:
    return len(PdfReader(BytesIO(took(client, assessment, "report.pdf"))).pages[0].images)


def say(client: Client, assessment: Assessment, user: User, **data: str) -> tuple[int, str]:
    """The answer to what this account sends of the first dimension, and its words."""
    client.force_login(user)
    data = {"seen": seen_of(assessment), **data}
    answer = client.post(address(assessment), data)
    return answer.status_code, " ".join(words_of(answer.content.decode()).split())


# --- Reading it -------------------------------------------------------------------------------------


def test_without_a_word_it_says_who_can_write(client: Client, assessment: Assessment, consultant: User) -> None:
    practitioner = make_user()
    assessment.organization.memberships.create(user=practitioner)
    words = words_of(page(client, assessment, practitioner))
    assert "0 of 9 practices are verified" in words
    assert "Nobody has commented on this result or verified anything yet." in words
    assert "Dimension 0" not in words
    assert words_of(page(client, assessment, consultant)).count("Comment and verify : Dimension") == 3
    words = words_of(page(client, assessment))
    assert (words.count(" Comment : Dimension"), "verifying oneself is no verification" in words) == (3, True)


def test_what_was_seen_stands_beside_what_people_say(client: Client, assessment: Assessment, consultant: User) -> None:
    make_rating(assessment, "d0-p0", by=consultant, x=0.25, e=2 * THIRD, note="A <i>list</i>.\nOf two.")
    make_rating(assessment, "d0-p1", x=1.0)
    make_comment(assessment, text="Well <b>done</b>.\n\nGo on.", by=consultant)
    html = page(client, assessment, consultant)
    words = words_of(html)
    today = timezone.localdate().strftime("%-d %B %Y")
    assert "2 of 9 practices are verified" in words
    assert "People rate themselves 50 points higher than what was seen, on the one practice that both rated." in words
    assert f"Well <b>done</b>. Go on. Kim , {today}" in words
    assert "Well &lt;b&gt;done&lt;/b&gt;.<br><br>Go on." in html
    assert (
        "Practice d0-p0 75 done, 33 agreed (1 rater) 25 , lower agreed 67 d0-p0 step 2 Agreed A <i>list</i>. Of two. "
        f"Kim , {today}"
    ) in words
    assert "Practice d0-p1 Unknown 100 d0-p1 step 5 somebody whose account is gone" in words
    assert "Practice d0-p2 75 done, 33 agreed (1 rater) not verified" in words


@pytest.mark.parametrize(
    ("verified", "said"),
    [
        ((0.5, 0.75), "People rate themselves 13 points higher than what was seen, on average over 2 practices."),
        ((1.0, 1.0), "People rate themselves 25 points lower than what was seen, on average over 2 practices."),
        ((0.5, 1.0), "People rate themselves as what was seen, on average over 2 practices."),
    ],
)
def test_the_difference_is_said_in_words(
    client: Client, assessment: Assessment, verified: tuple[float, float], said: str
) -> None:
    for key, x in zip(("d0-p0", "d0-p2"), verified, strict=True):
        make_rating(assessment, key, x=x)
    words = words_of(page(client, assessment))
    assert said in words
    mean = 100 * sum(verified) / 2
    assert f"All that people rated is verified: {int(mean + 0.5)} on average, where the score is 75." in words


def test_a_rating_that_is_older_than_the_answers_says_so_everywhere(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    make_rating(assessment, x=0.5, by=consultant)
    for path in ("review/", "why/d0/d0-p0/", ""):
        assert "older than the answers" not in page(client, assessment, path=path)
    answers_changed(assessment)
    for path in ("review/", "why/d0/d0-p0/"):
        assert "older than the answers" in words_of(page(client, assessment, path=path))
    assert "verified 50, lower, before answers changed" in words_of(page(client, assessment, path=""))
    assert "50, lower (older)" in pdf_words(took(client, assessment, "report.pdf"))
    sheet = load_workbook(BytesIO(took(client, assessment, "tables.xlsx")))["Review"]
    assert [cell.value for cell in sheet[2]][-1] == "yes"
    client.force_login(consultant)
    assert "I looked again" in client.get(address(assessment)).content.decode()
    code, _words = say(client, assessment, consultant, **{"x-d0-p0": "3", "again-d0-p0": "on"})
    assert (code, "older than the answers" in page(client, assessment)) == (302, False)


def test_while_the_round_is_open_there_is_no_review(client: Client, assessment: Assessment, consultant: User) -> None:
    make_rating(assessment, note="Seen.")
    reopen_assessment(make_person(lead_of(assessment)), assessment)
    client.force_login(consultant)
    for path in ("review/", "review/dimensions/d0/"):
        assert client.get(f"/results/{assessment.uid}/{path}").status_code == 404
    assert b"Seen." not in client.get(f"/results/{assessment.uid}/").content


# --- Writing it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [Grant.Level.READ, Grant.Level.RUN])
def test_a_consultant_comments_and_verifies(client: Client, assessment: Assessment, level: str) -> None:
    """By a plain form, without a script."""
    user = make_consultant(assessment.organization, level=level)
    assert say(client, assessment, user, **SAID)[0] == 302
    rating, comment = VerifiedRating.objects.get(), Comment.objects.get()
    assert (rating.practice_key, rating.x, rating.e, rating.note, rating.made_by) == (
        "d0-p0", 0.25, 2 * THIRD, "A list.", user,
    )  # fmt: skip
    assert (comment.text, comment.made_by) == ("Well <b>done</b>.\n\nGo on.", user)
    client.force_login(user)
    html = client.get(address(assessment)).content.decode()
    assert re.search(r'value="2"[^>]* checked', html)
    assert '<option value="done-agreed" selected>' in html
    assert "hx-" not in html.split("<form")[2]
    assert say(client, assessment, user, comment="", **{"x-d0-p0": ""})[0] == 302
    assert (VerifiedRating.objects.count(), Comment.objects.count()) == (0, 0)


def test_a_lead_comments_and_never_verifies(client: Client, assessment: Assessment) -> None:
    lead = lead_of(assessment)
    client.force_login(lead)
    assert b'name="x-' not in client.get(address(assessment)).content
    assert say(client, assessment, lead, **SAID)[0] == 302
    assert (Comment.objects.get().made_by, VerifiedRating.objects.count()) == (lead, 0)


def test_a_lead_who_is_also_a_consultant_does_not_verify_oneself(client: Client, assessment: Assessment) -> None:
    lead = lead_of(assessment)
    make_grant(assessment.organization, lead, Grant.Level.RUN)
    assert say(client, assessment, lead, **SAID)[0] == 302
    assert VerifiedRating.objects.count() == 0


def test_a_practitioner_reads_and_a_stranger_finds_nothing(client: Client, assessment: Assessment) -> None:
    practitioner, stranger = make_user(), make_consultant(make_organization())
    assessment.organization.memberships.create(user=practitioner)
    for user, code in ((practitioner, 403), (stranger, 404)):
        assert say(client, assessment, user, **SAID)[0] == code
        assert client.get(address(assessment)).status_code == code
        assert client.post(f"/results/{assessment.uid}/review/remove/", {"practice": "d0-p0"}).status_code == code
    assert client.get(f"/results/{assessment.uid}/review/").status_code == 404
    assert (Comment.objects.count(), VerifiedRating.objects.count()) == (0, 0)


def test_with_the_grant_writing_ends_and_what_was_written_stays(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    assert say(client, assessment, consultant, **SAID)[0] == 302
    Grant.objects.update(state=Grant.State.REVOKED, revoked_at=timezone.now())
    assert say(client, assessment, consultant, **SAID | {"comment": "More."})[0] == 404
    words = words_of(page(client, assessment))
    assert ("Well <b>done</b>. Go on. Kim" in words, "More." in words) == (True, False)


def test_of_two_at_once_the_second_sees_both(client: Client, assessment: Assessment, consultant: User) -> None:
    seen = seen_of(assessment)
    other = make_consultant(assessment.organization, "Ada")
    assert say(client, assessment, other, **SAID | {"comment": "Theirs."})[0] == 302
    mine = {"comment": "Mine.", "x-d0-p0": "5", "note-d0-p0": "All of it.", "seen": seen}
    code, words = say(client, assessment, consultant, **mine)
    assert code == 409
    assert "Somebody has changed this review in the meantime. Nothing of yours is saved yet." in words
    assert "Stored: Theirs. Mine." in words
    assert "Stored: d0-p0 step 2 · Agreed · A list." in words
    assert words.count("Stored:") == 2
    assert "All of it." in words
    assert Comment.objects.get().text == "Theirs."
    client.force_login(consultant)
    html = client.post(address(assessment), mine).content.decode()
    found = re.search(r'name="seen" value="(\w{64})"', html)
    assert found is not None
    assert say(client, assessment, consultant, **mine | {"seen": found[1]})[0] == 302
    assert (Comment.objects.get().text, VerifiedRating.objects.get().x) == ("Mine.", 1.0)


def test_a_correction_does_not_count_as_having_seen(client: Client, assessment: Assessment, consultant: User) -> None:
    """What somebody else stored while one corrects a mistake is shown before it is overwritten."""
    seen = seen_of(assessment)
    make_comment(assessment, text="Theirs.")
    client.force_login(consultant)
    wrong = {"comment": "Mine.", "note-d0-p0": "Seen.", "seen": seen}
    html = client.post(address(assessment), wrong).content.decode()
    assert f'name="seen" value="{seen}"' in html
    assert say(client, assessment, consultant, **wrong | {"note-d0-p0": ""})[0] == 409


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    code, words = say(client, assessment, consultant, comment="Kept.", **{"note-d0-p0": "x" * 501, "x-d0-p0": "2"})
    assert code == 422
    assert "There is something to correct What was seen: Ensure this value has at most 500 characters" in words
    assert "Kept." in words
    assert (Comment.objects.count(), VerifiedRating.objects.count()) == (0, 0)


def test_a_dimension_that_the_result_does_not_have_is_not_found(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    client.force_login(consultant)
    assert client.get(address(assessment, "d9")).status_code == 404


# --- Taking it away ---------------------------------------------------------------------------------


def test_a_lead_removes_what_was_said(client: Client, assessment: Assessment, consultant: User) -> None:
    make_rating(assessment, by=consultant)
    make_comment(assessment, by=consultant)
    assert "Remove" not in words_of(page(client, assessment, consultant))
    words = words_of(page(client, assessment))
    assert "Remove for good : Practice d0-p0" in words
    assert "Remove for good : comment on Dimension 0" in words
    remove = f"/results/{assessment.uid}/review/remove/"
    for sent, said in (("practice", "d0-p0"), "verified rating"), (("comment", "d0"), "comment"):
        answer = client.post(remove, dict([sent]), follow=True)
        assert f"The {said} is removed." in words_of(answer.content.decode())
    assert (Comment.objects.count(), VerifiedRating.objects.count()) == (0, 0)
    assert client.post(remove).status_code == 422
    client.force_login(consultant)
    assert client.post(remove, {"practice": "d0-p0"}).status_code == 403


# --- Where else it is shown -------------------------------------------------------------------------


def test_the_overview_marks_what_is_verified_and_shows_comments(client: Client, assessment: Assessment) -> None:
    assert "erified" not in page(client, assessment, path="")
    make_rating(assessment, "d0-p0", x=0.5)
    make_rating(assessment, "d0-p1", x=1.0)
    make_rating(assessment, "d1-p0", x=0.75)
    make_rating(assessment, "d1-p1", x=1.0)
    make_comment(assessment, "d1", "Go on.")
    html = page(client, assessment, path="")
    rows = dict(re.findall(r'<tr id="practice-([\w-]+)">(.*?)</tr>', html))
    marks = {key: re.findall(r"verified \d.*?(?=<)", row) for key, row in rows.items()}
    assert {key: mark for key, mark in marks.items() if mark} == {
        "d0-p0": ["verified 50, lower"],
        "d0-p1": ["verified 100"],
        "d1-p0": ["verified 75, the same"],
        "d1-p1": ["verified 100, higher"],
    }
    words = words_of(html)
    assert "It is no part of any score. See the review" in words
    assert "Comments by dimension" in words
    assert "Dimension 1 Go on. somebody whose account is gone" in words


def test_an_overlay_is_reviewed_too(client: Client) -> None:
    version = make_version(dimensions=3, publish=False)
    version.sections.filter(key="d2").update(overlay=True)
    assessment = make_closed(everywhere("4", "habit"), version=version)
    make_rating(assessment, "d2-p0", x=0.5)
    make_comment(assessment, "d2", "Beside it.")
    assert "verified 50, lower" in page(client, assessment, path="").split('id="overlay-d2"')[1]
    assert "Dimension 2 Beside it." in words_of(page(client, assessment))


def test_the_derivations_tell_it_beside_the_numbers(client: Client, assessment: Assessment, consultant: User) -> None:
    for path in ("why/d0/", "why/d0/d0-p0/"):
        assert "review" not in words_of(page(client, assessment, path=path)).replace("Review", "")
    make_rating(assessment, x=0.25, e=THIRD, note="A list.", by=consultant)
    make_comment(assessment, text="Go on.", by=consultant)
    words = words_of(page(client, assessment, path="why/d0/d0-p0/"))
    seen = "Verified 25, lower. d0-p0 step 2 How it came about: Habit of some people (33). A list. Kim ,"
    assert seen in words.replace(" , lower .", ", lower.")
    assert "no part of any score" in words
    assert "What a reviewer says Go on. Kim" in words_of(page(client, assessment, path="why/d0/"))
    assert "A list." not in page(client, assessment, path="why/d0/d0-p2/")


def test_reports_and_tables_have_it(client: Client, assessment: Assessment, consultant: User) -> None:
    make_rating(assessment, "d0-p0", x=0.25, e=THIRD, note="=1+1", by=consultant)
    make_rating(assessment, "d0-p1", x=1.0, by=consultant)
    make_comment(assessment, text="#panic(1)\n\nGo on.", by=consultant)
    today = timezone.localdate().strftime("%-d %B %Y")
    report = pdf_words(took(client, assessment, "report.pdf"))
    assert "Verified is what a reviewer saw" in report
    assert f"Comments Dimension 0 #panic(1) Go on. Kim, {today}" in report
    workbook = load_workbook(BytesIO(took(client, assessment, "tables.xlsx")))
    rows = list(workbook["Review"].iter_rows(min_row=2, values_only=True))
    assert rows == [
        ("d0", "Dimension 0", None, None, None, None, None, None, "#panic(1)\n\nGo on.", "Kim", today, None),
        ("d0-p0", "Dimension 0", "Practice d0-p0", 75, 25, -50, 33.333333, 33.333333, "=1+1", "Kim", today, "no"),
        ("d0-p1", "Dimension 0", "Practice d0-p1", None, 100, None, None, None, None, "Kim", today, "no"),
    ]
    cell = workbook["Review"]["I3"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_logos_stand_on_pages_and_reports_for_whoever_sees_them(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    assert "<img" not in page(client, assessment, path="")
    _own, theirs = make_logos(assessment.organization, consultant)
    assert page(client, assessment, path="").count('class="logo"') == 1
    assert pictures_on_the_cover(client, assessment) == 1
    make_comment(assessment, by=consultant)
    logo = f"/results/{assessment.uid}/review/logos/{theirs.uid}/"
    for path in ("", "review/"):
        found = re.findall(r'class="logo" src="([^"]+)" alt="([^"]+)"', page(client, assessment, path=path))
        organization = assessment.organization
        assert found == [(f"/organizations/{organization.uid}/logo/image/", organization.name), (logo, "Kim")]
    answer = client.get(logo)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer.content == bytes(theirs.image)
    assert pictures_on_the_cover(client, assessment) == 2
    client.force_login(make_user())
    assert client.get(logo).status_code == 404


def test_the_logo_of_whoever_did_not_review_it_is_not_found(client: Client, assessment: Assessment) -> None:
    stranger = make_consultant(assessment.organization)
    own, theirs = make_logos(assessment.organization, stranger)
    client.force_login(lead_of(assessment))
    for uid in (own.uid, theirs.uid):
        assert client.get(f"/results/{assessment.uid}/review/logos/{uid}/").status_code == 404


def test_a_share_of_the_whole_result_has_the_review_and_a_summary_has_not(
    client: Client, assessment: Assessment, consultant: User
) -> None:
    own, theirs = make_logos(assessment.organization, consultant)
    _stranger, elses = make_logos(make_organization(), make_user())
    make_rating(assessment, x=0.5, note="A list.", by=consultant)
    make_comment(assessment, text="Go on.", by=consultant)
    make_share(assessment, "whole", scope=Share.Scope.ALL)
    make_share(assessment, "short", scope=Share.Scope.SUMMARY)

    def shared(path: str) -> tuple[int, str]:
        answer = Client().get(f"/shared/{path}")
        return answer.status_code, " ".join(answer.content.decode(errors="replace").split())

    html = shared("whole/")[1]
    assert "verified 50, lower" in html
    assert "Dimension 0 Go on. Kim" in words_of(html)
    assert re.findall(r'class="logo" src="([^"]+)"', html) == [
        f"/shared/whole/logos/{logo.uid}/" for logo in (own, theirs)
    ]
    assert f"/results/{assessment.uid}" not in html
    assert "What a reviewer says Go on. Kim" in words_of(shared("whole/why/d0/")[1])
    assert "A list." in words_of(shared("whole/why/d0/d0-p0/")[1])
    short = shared("short/")[1]
    assert ("erified" in short, "Go on." in short, "<img" in short) == (False, False, False)
    codes = [shared(f"{token}/logos/{logo.uid}/")[0] for token in ("whole", "short") for logo in (own, theirs, elses)]
    assert codes == [200, 200, 404, 404, 404, 404]


def test_a_reviewer_without_a_name_is_not_told_by_their_address(client: Client, assessment: Assessment) -> None:
    user = make_consultant(assessment.organization)
    User.objects.filter(pk=user.pk).update(name="")
    make_logos(assessment.organization, user)
    make_comment(assessment, by=user)
    make_rating(assessment, by=user)
    for path in ("", "review/", "why/d0/", "why/d0/d0-p0/"):
        html = page(client, assessment, path=path)
        assert (user.email in html, "a reviewer without a name" in html) == (False, True), path
    report = pdf_words(took(client, assessment, "report.pdf"))
    assert (user.email in report, "a reviewer without a name" in report) == (False, True)


def test_the_number_of_queries_does_not_grow_with_what_was_said(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assessment = make_closed(*[everywhere("4", "habit")] * 5)
    consultants = [make_consultant(assessment.organization) for _each in range(3)]
    for place, consultant in enumerate(consultants):
        make_logos(assessment.organization, consultant)
        make_comment(assessment, f"d{place}", by=consultant)
        for practice in range(3):
            make_rating(assessment, f"d{place}-p{practice}", by=consultant)
    client.force_login(lead_of(assessment))
    for path in ("", "review/", "why/d0/", "why/d0/d0-p0/", "review/dimensions/d0/"):
        with django_assert_max_num_queries(15):
            assert client.get(f"/results/{assessment.uid}/{path}").status_code == 200
