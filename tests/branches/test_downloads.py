"""A file that the software made is answered as a download under its name."""

from branches import media_types
from branches.downloads import attachment


def test_a_file_is_kept_under_its_name_and_never_opened_as_a_page():
    answer = attachment("a\r\n", media_types.CSV, "simulated-record.csv")
    assert answer.content == b"a\r\n"
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="simulated-record.csv"'
