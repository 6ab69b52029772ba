"""The quick check on its secret link: begun, answered, its result looked at, kept or deleted."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.access import PersonRequest, public
from assessment.forms.answers import Problem, section_sent, sent_of
from assessment.forms.sections import words_of
from assessment.forms.trials import TrialForm
from assessment.models import Trial, hash_of, new_token
from assessment.services import trial_answers, trials
from assessment.services.answer_pen import Conflict
from assessment.services.answer_values import Invalid
from assessment.services.answers import Sent
from assessment.services.trial_results import opinions_of, practices_in_full, result_of
from assessment.services.versions import frozen
from assessment.views.answers import conflict_fragment, invalid_fragment, saved_fragment
from assessment.views.derivation_pages.addresses import Addresses
from assessment.views.result_pages.page import result_page
from assessment.views.secret_pages import behind_a_secret

WAITING = "waiting_trial"
START_SALT = "start trial"
START_LASTS_SECONDS = 24 * 60 * 60
BY_LINK = "whoever holds the secret link may; nobody else finds the quick check"


@public(because="the quick check is for people without an account")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trial_start(request: PersonRequest) -> HttpResponseBase:
    if request.method == "POST":
        token = _token_of(request)
        trials.start(request.person, token)
        return redirect("trial-show", token)
    context = {"version": frozen(trials.offered()), "start": signing.dumps(new_token(), salt=START_SALT)}
    return render(request, "trials/start.html", context)


def _token_of(request: PersonRequest) -> str:
    """The secret that came with the page, so that pressing Start twice begins once; else a new one."""
    # SECURITY: signed, so that nobody can choose a secret that is easy to guess.
    try:
        token: str = signing.loads(request.POST.get("start", ""), salt=START_SALT, max_age=START_LASTS_SECONDS)
    except signing.BadSignature:
        return new_token()
    return token


@public(because=BY_LINK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def trial_show(request: PersonRequest, token: str) -> HttpResponseBase:
    trial = trials.trial_by(token)
    if request.method != "POST":
        return _questions(request, token, trial, form_of(trial))
    sent = section_sent(request.POST, trial_answers.progress_of(trial).section.all_questions)
    saved, problems = trial_answers.save_answers(trial, sent)
    after = trials.trial_by(token)
    if problems:
        return _questions(request, token, after, form_of(after, sent, problems))
    if any(each.asks_again for each in saved):
        messages.warning(request, _("Saved. Some rows below are worded differently now. Are your answers still right?"))
        return redirect(reverse("trial-show", args=[token]) + "#came-about")
    return redirect("trial-result", token)


def form_of(
    trial: Trial, sent: Mapping[str, Sent] | None = None, problems: Mapping[str, Problem] | None = None
) -> TrialForm:
    """The quick check as a form, filled with what is stored or, where that failed, with what was sent."""
    progress, answers = trial_answers.progress_of(trial), trial_answers.answers_of(trial)
    return TrialForm(frozen(trial.version), progress.section, progress.asked, answers, sent or {}, problems or {})


def _questions(request: PersonRequest, token: str, trial: Trial, form: TrialForm) -> HttpResponse:
    only_conflicts = all(isinstance(problem, Conflict) for problem in form.problems.values())
    context = {
        "trial": trial,
        "token": token,
        "link": request.build_absolute_uri(reverse("trial-show", args=[token])),
        "form": form,
        "progress": trial_answers.progress_of(trial),
        "errors": form.errors,
        "page_key": salted_hmac("pending answers", f"trial {trial.uid}").hexdigest()[:16],
        "now": timezone.now(),
    }
    return render(request, "trials/show.html", context, status=(409 if only_conflicts else 422) if form.errors else 200)


@public(because=BY_LINK)
@never_cache
@require_POST
@behind_a_secret
def trial_answer(request: PersonRequest, token: str, key: str) -> HttpResponseBase:
    trial = trials.trial_by(token)
    try:
        sent = sent_of(request.POST, trial_answers.asked_question(trial, key))
        saved = trial_answers.save_answer(trial, key, number=sent.number, values=sent.values)
    except Invalid as invalid:
        return invalid_fragment(request, key, invalid)
    except Conflict as conflict:
        return conflict_fragment(request, form_of(trials.trial_by(token)), conflict)
    if not request.htmx:
        return redirect(reverse("trial-show", args=[token]) + f"#{key}")
    after = trials.trial_by(token)
    progress = trial_answers.progress_of(after)
    return saved_fragment(request, form_of(after), progress, saved, confirmed=sent.confirms, context={"token": token})


@public(because=BY_LINK)
@never_cache
@require_safe
@behind_a_secret
def trial_result(request: PersonRequest, token: str) -> HttpResponseBase:
    trial = trials.trial_by(token)
    link = request.build_absolute_uri(reverse("trial-result", args=[token]))
    return render(request, "trials/result.html", {**result_context(trial), "token": token, "link": link})


def result_context(trial: Trial) -> dict[str, object]:
    """What the result of a quick check shows, on its link and in an account."""
    view = result_of(trial)
    page = result_page(view, {}, addresses=Addresses())
    if page.roadmap:
        # What comes after the first steps is for a full assessment to say.
        page = replace(page, roadmap=replace(page.roadmap, columns=page.roadmap.columns[:1]))
    return {
        "trial": trial,
        "page": page,
        "asked": len(view.version.practices),
        "in_full": practices_in_full(),
        "opinions": [(each.question.text, words_of(each.question, each.values)) for each in opinions_of(trial)],
        "open": len(trial_answers.progress_of(trial).missing),
    }


@public(because=BY_LINK)
@never_cache
@require_POST
@behind_a_secret
def trial_keep(request: PersonRequest, token: str) -> HttpResponseBase:
    if request.person.user is not None:
        return kept_now(request, hash_of(token))
    # SECURITY: the session remembers which one by its hash alone; the secret goes into no other address.
    request.session[WAITING] = trials.trial_by(token).token_hash
    page = "account_login" if "sign-in" in request.POST else "account_signup"
    return redirect(f"{reverse(page)}?next={reverse('trials')}")


def kept_now(request: PersonRequest, token_hash: str) -> HttpResponse:
    """Let the account keep the quick check, and show it there."""
    kept = trials.keep(request.person, token_hash)
    request.session.pop(WAITING, None)
    messages.success(request, _("This quick check now belongs to your account. Its secret link has ended."))
    return redirect("trial-kept", kept.uid)


@public(because=BY_LINK)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def trial_delete(request: PersonRequest, token: str) -> HttpResponseBase:
    trial = trials.trial_by(token)
    if request.method == "POST":
        trials.delete(trial)
        messages.success(request, _("Your quick check and all its answers are deleted."))
        return redirect("trial-start")
    back = reverse("trial-result", args=[token])
    return render(request, "trials/delete.html", {"back": back})
