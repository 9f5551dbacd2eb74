"""How a file that somebody uploaded is handed out: always as a download, so that nothing in it ever runs here."""

from urllib.parse import quote

from django.http import FileResponse


def download(file, *, media_type, name):
    """The stored file under the name that it came with."""
    response = FileResponse(file.open("rb"), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
