"""What changed since an edition: the same statement with another number is found, a new statement is not a change."""

from reports.changed_figures import changed_figures
from reports.documents.content import Bullets, Finding, Paragraph, Table
from tests.reports.documents.samples import sample


def having(*blocks):
    return sample(blocks=blocks)


def test_a_finding_with_another_figure_is_shown_before_and_now():
    before = having(Finding("74 %", "74 % say so (between 68 and 79 %).", "x"), Paragraph("Same 3 words."))
    now = having(Finding("70 %", "70 % say so (between 66 and 74 %).", "x"), Paragraph("Same 3 words."))
    (change,) = changed_figures(before, now)
    assert (change.before, change.now) == (before.blocks[0].sentence, now.blocks[0].sentence)


def test_nothing_changed_is_nothing():
    assert changed_figures(sample(), sample()) == ()


def test_a_new_statement_and_one_that_went_are_no_changed_figure():
    assert changed_figures(having(Paragraph("1 old")), having(Paragraph("2 new words"))) == ()


def test_two_statements_of_one_shape_are_compared_in_their_order():
    before = having(Bullets(("1 of 32 yes", "2 of 32 yes")))
    now = having(Bullets(("1 of 32 yes", "5 of 32 yes")))
    assert [change.now for change in changed_figures(before, now)] == ["5 of 32 yes"]


def test_a_table_tells_how_many_cells_changed():
    before = having(Table("T", ("a", "b"), (("x", "1"), ("y", "2"))))
    now = having(Table("T", ("a", "b"), (("x", "1"), ("y", "3"), ("z", "9"))))
    assert changed_figures(before, now)[0].now == "1 of its cells have changed"
