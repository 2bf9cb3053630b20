"""For whoever watches the installation: is it alive, is it well. Numbers only, nothing personal."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from notices.health import health_of_outbox
from people.access import public, requires
from people.requests import BoardRequest


@requires(public)
@never_cache
@require_GET
def livez(request: BoardRequest) -> HttpResponse:
    """This process answers; asks nothing of anybody else."""
    return HttpResponse("alive\n", content_type="text/plain")


@requires(public)
@never_cache
@require_GET
def healthz(request: BoardRequest) -> HttpResponse:
    """200 while the database answers and messages leave; 503 with what is wrong otherwise."""
    try:
        connection.ensure_connection()
        health = health_of_outbox()
    except DatabaseError:
        return JsonResponse({"is_well": False, "problems": ["The database is away."]}, status=503)
    return JsonResponse(health.as_dict(), status=200 if health.is_well else 503)
