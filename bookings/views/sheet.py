"""The sign-in sheet on paper."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from bookings import queries
from bookings.access import takes_register
from people.access import requires
from people.requests import BoardRequest


@requires(takes_register)
@require_GET
def sheet(request: BoardRequest, event_id: int) -> HttpResponse:
    from bookings.sheets import sign_in_sheet  # slow to load, and used nowhere else

    event = queries.register_event(request.board, event_id)
    response = HttpResponse(sign_in_sheet(event), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sign-in-sheet-{event.pk}.pdf"'
    return response
