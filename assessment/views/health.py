"""Whether the process lives, and whether it can serve."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from assessment.access import PersonRequest, public


@public(because="asked by the machine that runs the process; tells nothing")
def health_live(request: PersonRequest) -> HttpResponse:
    return JsonResponse({"live": True})


@public(because="asked by the machine that runs the process; tells nothing but yes or no")
def health_ready(request: PersonRequest) -> HttpResponse:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return JsonResponse({"ready": not waiting}, status=503 if waiting else 200)
