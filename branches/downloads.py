"""Answers with a file that the software made, to be kept under a name. What people uploaded: `branches.views.downloads`."""

from django.http import HttpResponse


def attachment(data: bytes | str, media_type: str, name: str) -> HttpResponse:
    """`name` is made by the software, so it holds no quotation mark."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
