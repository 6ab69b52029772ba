"""The published benchmark: its page, its file, and one organization beside it."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment.access import Action, PersonRequest, may_here, public, requires
from assessment.forms.benchmarks import BenchmarkForm, segment_of
from assessment.measurement.benchmark import SECTOR, SIZE, Segment
from assessment.models import Organization, Snapshot
from assessment.reports.csv_files import csv_response
from assessment.reports.files import download
from assessment.services.benchmarks import EVERYBODY, benchmark_of, snapshots_of_kind, snapshots_shown
from assessment.services.consents import consents_of
from assessment.services.errors import Refused
from assessment.services.foreign_benchmarks import foreign_benchmarks, foreign_sources
from assessment.services.own_benchmarks import own_benchmark
from assessment.services.snapshot_files import export_snapshot
from assessment.views.benchmark_pages.own import own_page
from assessment.views.benchmark_pages.page import benchmark_page
from assessment.views.benchmark_pages.sources import sources_page
from assessment.views.benchmark_pages.tables import file_columns, file_rows
from assessment.views.organizations import organization_crumbs

BECAUSE = "shows what is published of many organizations together, and of none alone"


@public(because=BECAUSE)
@require_safe
def benchmark(request: PersonRequest) -> HttpResponse:
    snapshots = snapshots_shown()
    if not snapshots:
        return render(request, "benchmarks/none.html")
    published, segment = benchmark_of(_snapshot(request, snapshots)), _segment(request)
    offered = [EVERYBODY, *published.segments(SECTOR), *published.segments(SIZE)]
    context = {
        "page": benchmark_page(published, segment),
        "form": BenchmarkForm(published.snapshot, segment, snapshots, offered),
        "sources": foreign_sources(published.snapshot.questionnaire.key),
        "signs": bool(settings.SNAPSHOT_SIGNING_KEY),
    }
    return render(request, "benchmarks/page.html", context)


@public(because=BECAUSE)
@require_safe
def benchmark_table(request: PersonRequest) -> HttpResponse:
    published = benchmark_of(_snapshot(request, snapshots_shown()))
    return csv_response(f"benchmark-{published.snapshot.questionnaire.key}", file_columns(), file_rows(published))


@public(because=BECAUSE)
@require_safe
def benchmark_sources(request: PersonRequest) -> HttpResponse:
    snapshots = snapshots_shown()
    published, segment = benchmark_of(_snapshot(request, snapshots)), _segment(request)
    others = foreign_benchmarks(published.snapshot.questionnaire.key)
    offered = [EVERYBODY, *published.segments(SECTOR), *published.segments(SIZE)]
    context = {
        "page": sources_page(published, others, segment),
        "others": others,
        "crumbs": [(_("Benchmark"), reverse("benchmark")), (_("Side by side"), "")],
        "form": BenchmarkForm(published.snapshot, segment, snapshots, offered),
    }
    return render(request, "benchmarks/sources.html", context)


@public(because=BECAUSE)
@require_safe
def benchmark_file(request: PersonRequest) -> HttpResponse:
    snapshot = _snapshot(request, snapshots_shown())
    return download(export_snapshot(snapshot), f"benchmark-{snapshot.questionnaire.key}.json", "application/json")


@requires(Action.SEE_RESULT, Organization)
@require_safe
def organization_benchmark(request: PersonRequest, organization: Organization) -> HttpResponse:
    # SECURITY: real and invented organizations are never set beside each other.
    snapshots = snapshots_of_kind(synthetic=organization.synthetic)
    context = {
        "organization": organization,
        "leads": may_here(request, Action.MANAGE_CONSENT),
        "consents": consents_of(organization) if may_here(request, Action.SEE_CONSENT) else None,
        "crumbs": organization_crumbs(organization, _("Benchmark")),
    }
    if not snapshots:
        return render(request, "benchmarks/own_none.html", context)
    own = own_benchmark(organization, benchmark_of(_snapshot(request, snapshots)))
    segment = _segment(request, own.segments)
    context["page"] = own_page(organization.name, own, segment)
    context["form"] = BenchmarkForm(own.published.snapshot, segment, snapshots, own.segments)
    return render(request, "benchmarks/own.html", context)


# --- What the address asks for --------------------------------------------------------------------


def _snapshot(request: PersonRequest, snapshots: Sequence[Snapshot]) -> Snapshot:
    """The snapshot of the questionnaire that is asked for, else the first. Raises Refused (404) without one."""
    key = request.GET.get("questionnaire", "")
    found = next((each for each in snapshots if key in ("", each.questionnaire.key)), None)
    if found is None:
        raise Refused(_("There is no benchmark of such a questionnaire."), status=404)
    return found


def _segment(request: PersonRequest, among: Sequence[Segment] | None = None) -> Segment:
    """The segment that is asked for, which need not be published. Raises Refused (404) for none there is."""
    segment = segment_of(request.GET.get("segment", ""))
    if segment is None or (among is not None and segment not in among):
        raise Refused(_("There are no such organizations to compare with."), status=404)
    return segment
