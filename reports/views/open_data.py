"""Everything public as CSV files in one zip."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from branches.permissions import public
from reports import open_data


@public
@require_safe
def open_data_file(request):
    shelf = open_data.public_shelf()
    response = HttpResponse(open_data.as_zip(shelf), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{open_data.file_name(shelf)}"'
    response["Cache-Control"] = "public, max-age=300"
    return response
