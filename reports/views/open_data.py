"""Everything public as CSV files in one zip."""

from django.views.decorators.http import require_safe

from branches import media_types
from branches.downloads import attachment
from branches.permissions import public
from reports import open_data


@public
@require_safe
def open_data_file(request):
    shelf = open_data.public_shelf()
    response = attachment(open_data.as_zip(shelf), media_types.ZIP, open_data.file_name(shelf))
    response["Cache-Control"] = "public, max-age=300"
    return response
