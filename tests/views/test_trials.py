"""The quick check as pages: what is said, what is stored, and who gets nothing."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Response, Trial, Version, hash_of
from assessment.services.answer_values import Values
from assessment.services.trial_answers import answers_of, save_answer
from tests.factories import make_mixed_version, make_trial, make_user, make_version

pytestmark = pytest.mark.django_db
TOKEN = "uJ9_xz-4Qm7bYt2LkR8wPa0sVn3cHd6e"
SHOW, RESULT = f"/try/{TOKEN}/", f"/try/{TOKEN}/result/"
SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def version() -> Version:
    return make_version(key="quick-check")


@pytest.fixture
def trial(version: Version) -> Trial:
    return make_trial(TOKEN, version=version)


def chosen(trial: Trial) -> dict[str, tuple[str, int]]:
    stored = Trial.objects.get(pk=trial.pk).answers
    return {key: (entry["option"], entry["number"]) for key, entry in stored.items()}


def test_looking_begins_nothing_and_says_who_sees_what(client: Client, version: Version) -> None:
    page = client.get("/try/")
    assertContains(page, "Nobody but whoever has it sees your answers")
    assertContains(page, f"About {version.minutes} minutes, no account")
    assert (Trial.objects.count(), "sessionid" in client.cookies) == (0, False)


def test_starting_leads_to_a_secret_link_and_twice_to_the_same(client: Client, version: Version) -> None:
    page = client.get("/try/").content.decode()
    found = re.search(r'name="start" value="([^"]+)"', page)
    assert found is not None
    first, second = (client.post("/try/", {"start": found[1]}) for _ in range(2))
    assert first["Location"] == second["Location"]
    link = re.fullmatch(r"/try/([\w-]{32})/", first["Location"])
    assert link is not None
    assert Trial.objects.get().token_hash == hash_of(link[1])
    assert link[1] not in str(Trial.objects.values().get())


def test_a_secret_that_was_not_given_out_here_is_not_taken(client: Client, version: Version) -> None:
    client.post("/try/", {"start": "guessable"})
    assert Trial.objects.get().token_hash != hash_of("guessable")


def test_without_a_quick_check_it_says_so(client: Client) -> None:
    assertContains(client.get("/try/"), "offers no quick check", status_code=404)


def test_too_many_from_one_network_are_told_to_wait(client: Client, version: Version) -> None:
    answers = [client.post("/try/", REMOTE_ADDR=f"192.0.2.{number}") for number in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assertContains(answers[-1], "Many quick checks were started from your network", status_code=429)


def test_every_page_behind_the_link_is_kept_out_of_searches_caches_and_referrers(client: Client, trial: Trial) -> None:
    pages = [client.get(address) for address in (SHOW, RESULT, f"{SHOW}delete/", "/try/nothing/")]
    assert [page.status_code for page in pages] == [200, 200, 200, 410]
    for page in pages:
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]


def test_nothing_is_preselected_and_no_score_is_shown(client: Client, trial: Trial) -> None:
    page = client.get(SHOW)
    assertNotContains(page, " checked>")
    assertNotContains(page, '<svg class="mix')
    assertNotContains(page, 'name="d0-p0-note"')
    assertContains(page, f'data-save-url="{SHOW}answers/d0-p0/"')
    assertContains(page, f'data-save-url="{SHOW}answers/d0-p0-recognition/"')
    assertContains(page, f'value="http://testserver{SHOW}"')


def test_an_answer_is_saved_as_it_changes(client: Client, trial: Trial) -> None:
    sent = {"d0-p0": "1", "d0-p0-number": "0"}
    page = client.post(f"{SHOW}answers/d0-p0/", sent, headers=SCRIPT)
    assertContains(page, "Saved")
    assertContains(page, f'data-save-url="{SHOW}answers/d0-p0-recognition/"')
    assert (page["X-Answer-Number"], chosen(trial)) == ("1", {"d0-p0": ("1", 1)})
    again = client.post(f"{SHOW}answers/d0-p0/", sent)
    assertRedirects(again, f"{SHOW}#d0-p0", fetch_redirect_response=False)


def test_a_save_takes_few_statements(
    client: Client, trial: Trial, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(SHOW)
    # The quick check three times (found, held, shown), its update, and the transaction's two.
    with django_assert_max_num_queries(6):
        client.post(f"{SHOW}answers/d0-p0/", {"d0-p0": "3", "d0-p0-number": "0"}, headers=SCRIPT)


def test_two_tabs_are_shown_both_values(client: Client, trial: Trial) -> None:
    save_answer(trial, "d0-p0", number=0, values=Values("2"))
    page = client.post(f"{SHOW}answers/d0-p0/", {"d0-p0": "4", "d0-p0-number": "0"}, headers=SCRIPT)
    assertContains(page, "d0-p0 step 4", status_code=409)
    assertContains(page, "d0-p0 step 2", status_code=409)
    assert chosen(trial) == {"d0-p0": ("2", 1)}


@pytest.mark.parametrize(
    "sent",
    [
        {"d0-p0": "nonsense", "d0-p0-number": "0"},
        {"d0-p0": "\x00", "d0-p0-number": "0"},
        {"d0-p0": "3", "d0-p0-number": "-1"},
        {"d0-p0": "3", "d0-p0-number": "٣"},
    ],
)
def test_bad_input_is_refused_with_a_sentence(client: Client, trial: Trial, sent: dict[str, str]) -> None:
    page = client.post(f"{SHOW}answers/d0-p0/", sent, headers=SCRIPT)
    assertContains(page, "save-failed", status_code=422)
    assert client.post(f"{SHOW}answers/elsewhere/", sent, headers=SCRIPT).status_code == 422
    assert chosen(trial) == {}


def test_a_huge_body_is_refused(client: Client, trial: Trial) -> None:
    page = client.post(SHOW, {"d0-p0": "x" * 3_000_000, "d0-p0-number": "0"}, content_type=FORM)
    assert (page.status_code, chosen(trial)) == (400, {})


FORM = "application/x-www-form-urlencoded"


def test_without_a_script_one_button_saves_everything_and_shows_the_result(client: Client, trial: Trial) -> None:
    sent = {f"d{d}-p{p}{facet}-number": "0" for d in range(2) for p in range(3) for facet in ("", "-recognition")}
    sent |= {"d0-p0": "4", "d0-p0-recognition": "habit", "d0-p2": "not-applicable", "d0-p2-reason": "We have none."}
    assertRedirects(client.post(SHOW, sent), RESULT)
    assert chosen(trial) == {"d0-p0": ("4", 1), "d0-p0-recognition": ("habit", 1), "d0-p2": ("not-applicable", 1)}


def test_what_cannot_be_saved_stays_on_the_page_with_a_summary(client: Client, trial: Trial) -> None:
    sent = {"d0-p0": "4", "d0-p0-number": "0", "d0-p2": "not-applicable", "d0-p2-number": "0"}
    page = client.post(SHOW, sent)
    assertContains(page, 'href="#d0-p2-reason"', status_code=422)
    assert chosen(trial) == {"d0-p0": ("4", 1)}
    stale = client.post(SHOW, {"d0-p0": "1", "d0-p0-number": "0"})
    assertContains(stale, 'name="d0-p0-keep" value="mine"', status_code=409)
    decided = {"d0-p0": "1", "d0-p0-number": "0", "d0-p0-theirs": "1", "d0-p0-keep": "mine"}
    assertRedirects(client.post(SHOW, decided), RESULT)
    assert chosen(trial)["d0-p0"] == ("1", 2)


def test_a_wording_that_changed_under_an_answer_is_asked_about_first(client: Client, trial: Trial) -> None:
    save_answer(trial, "d0-p0", number=0, values=Values("3"))
    save_answer(trial, "d0-p0-recognition", number=0, values=Values("habit"))
    page = client.post(SHOW, {"d0-p0": "1", "d0-p0-number": "1"})
    assertRedirects(page, f"{SHOW}#came-about", fetch_redirect_response=False)
    assertContains(client.get(SHOW), "Still right?")


def answer_all(trial: Trial) -> None:
    for key in (f"d{d}-p{p}" for d in range(2) for p in range(3)):
        save_answer(trial, key, number=0, values=Values("2"))
        save_answer(trial, f"{key}-recognition", number=0, values=Values("habit"))


def test_the_result_is_provisional_and_says_what_it_rests_on(client: Client, trial: Trial) -> None:
    make_version(key="mlops-adoption", dimensions=3)
    answer_all(trial)
    page = client.get(RESULT)
    assertContains(page, "Provisional: from 6 of 9 practices.")
    assertContains(page, "Provisional · Stage")
    for part in ('<svg class="mix', 'id="map"', 'id="practice-d0-p0"', 'id="roadmap"'):
        assertContains(page, part)
    for absent in ("roadmap-more", ">Next<", "practices.csv", "People see this differently"):
        assertNotContains(page, absent)


def test_a_result_without_enough_answers_leads_back(client: Client, trial: Trial) -> None:
    page = client.get(RESULT)
    assertContains(page, "No stage yet")
    assertContains(page, "12 questions are not answered.")
    assertContains(page, "Provisional: from 6 practices.")
    assertNotContains(page, '<svg class="mix')


def test_opinions_stand_beside_the_score(client: Client) -> None:
    trial = make_trial(TOKEN, version=make_mixed_version())
    save_answer(trial, "worth-it", number=0, values=Values("4"))
    save_answer(trial, "helped-most", number=0, values=Values(text="<b>People</b>"))
    page = client.get(RESULT)
    assertContains(page, "worth-it 4")
    assertContains(page, "&lt;b&gt;People&lt;/b&gt;")
    assertContains(page, "No score counts this.")


def test_deleting_asks_first_and_then_is_done_at_once(client: Client, trial: Trial) -> None:
    assertContains(client.get(f"{SHOW}delete/"), "removed at once")
    assert Trial.objects.exists()
    assertRedirects(client.post(f"{SHOW}delete/"), "/try/")
    assert not Trial.objects.exists()
    assertContains(client.get(RESULT), "There is no quick check behind this link", status_code=410)


def test_an_ended_link_opens_nothing_anywhere(client: Client, trial: Trial) -> None:
    Trial.objects.update(expires_at=timezone.now())
    for address in (SHOW, RESULT, f"{SHOW}delete/"):
        assertContains(client.get(address), "it has expired", status_code=410)
    for address in (SHOW, f"{SHOW}answers/d0-p0/", f"{SHOW}keep/", f"{SHOW}delete/"):
        assert client.post(address, {"d0-p0": "3", "d0-p0-number": "0"}).status_code == 410
    fragment = client.post(f"{SHOW}answers/d0-p0/", headers=SCRIPT)
    assertNotContains(fragment, "<html", status_code=410)
    assert (Trial.objects.count(), chosen(trial)) == (1, {})


def test_one_link_does_not_open_another(client: Client, trial: Trial) -> None:
    other = make_trial("other", version=trial.version)
    client.post(f"/try/other/answers/d0-p0/?token={TOKEN}", {"d0-p0": "3", "d0-p0-number": "0", "token": TOKEN})
    client.get(f"/try/{trial.uid}/")
    assert (chosen(trial), chosen(other)) == ({}, {"d0-p0": ("3", 1)})
    assert client.get(f"/try/{trial.uid}/").status_code == 410
    assert client.get(f"/try/{trial.token_hash}/").status_code == 410


def test_a_visitor_who_wants_to_keep_it_is_led_to_an_account_without_the_secret(client: Client, trial: Trial) -> None:
    signing_up = client.post(f"{SHOW}keep/")
    signing_in = client.post(f"{SHOW}keep/", {"sign-in": "yes"})
    assert signing_up["Location"] == "/accounts/signup/?next=/try/kept/"
    assert signing_in["Location"] == "/accounts/login/?next=/try/kept/"
    assert TOKEN not in str(dict(client.session))
    client.force_login(make_user())
    assertContains(client.get("/organizations/"), "You took a quick check before you signed in.")
    assertContains(client.get("/try/kept/"), "Keep it in my account")
    kept = client.post("/try/kept/")
    assertRedirects(kept, f"/try/kept/{trial.uid}/")
    assertNotContains(client.get("/organizations/"), "You took a quick check")


def test_an_account_keeps_it_at_once_and_the_link_ends(client: Client, trial: Trial) -> None:
    keeper = make_user()
    client.force_login(keeper)
    for _ in range(2):
        assertRedirects(client.post(f"{SHOW}keep/"), f"/try/kept/{trial.uid}/")
    assert Trial.objects.get().claimed_by == keeper
    assertContains(client.get(SHOW), "An account has kept this quick check", status_code=410)
    other = Client()
    other.force_login(make_user())
    assert other.post(f"{SHOW}keep/").status_code == 410
    assert other.get(f"/try/kept/{trial.uid}/").status_code == 404
    assert Trial.objects.get().claimed_by == keeper


def test_nothing_of_it_becomes_a_response(client: Client, trial: Trial) -> None:
    client.post(f"{SHOW}answers/d0-p0/", {"d0-p0": "3", "d0-p0-number": "0"}, headers=SCRIPT)
    client.get(RESULT)
    assert (Response.objects.count(), list(answers_of(Trial.objects.get()))) == (0, ["d0-p0"])


def test_methods_that_make_no_sense_are_refused(client: Client, trial: Trial) -> None:
    assert client.get(f"{SHOW}keep/").status_code == 405
    assert client.get(f"{SHOW}answers/d0-p0/").status_code == 405
    assert client.post(RESULT).status_code == 405
