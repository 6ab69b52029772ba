"""Who asks what: the library of questionnaires, a version to read, and to download."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.access import Action, PersonRequest, may, requires, signed_in
from assessment.models import Version
from assessment.services.questionnaire_reading import read_for_people
from assessment.services.questionnaires import library, questionnaire_file
from assessment.services.remarks import unclear_questions


@signed_in(because="what is asked is no secret; drafts are shown to editors alone")
def questionnaires(request: PersonRequest) -> HttpResponse:
    context = {
        "shelves": library(request.person),
        "edits": may(request.person, Action.MAINTAIN_QUESTIONNAIRES),
    }
    return render(request, "questionnaires/list.html", context)


@requires(Action.SEE_VERSION, Version)
def version_show(request: PersonRequest, version: Version) -> HttpResponse:
    edits = may(request.person, Action.MAINTAIN_QUESTIONNAIRES)
    context = {
        "version": version,
        "reading": read_for_people(version),
        "edits": edits,
        "unclear": unclear_questions(version) if edits else [],
        "crumbs": [(_("Questionnaires"), reverse("questionnaires")), (str(version), "")],
    }
    return render(request, "questionnaires/version.html", context)


@requires(Action.SEE_VERSION, Version)
def version_download(request: PersonRequest, version: Version) -> HttpResponse:
    name = f"{version.questionnaire.key}-{version.number or 'draft'}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(questionnaire_file(version), content_type="text/yaml; charset=utf-8", headers=headers)
