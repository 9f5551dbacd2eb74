"""Changes to a questionnaire as new definitions: a question changed, added, copied, moved, taken out. Pure: no Django.

Each function returns a new `Definition`; nothing is changed in place. What can't be asked raises `DefinitionFaults`.
"""

from dataclasses import replace

from surveys.questionnaire import Definition, Page, Question, dump, load


def with_question(definition, name, changed):
    """Return the definition with one question in another state."""
    return _checked(definition, lambda q: (changed,) if q.name == name else (q,))


def without(definition, name):
    """Return the definition without a question; a page left empty goes too."""
    return _checked(definition, lambda q: () if q.name == name else (q,))


def with_copy(definition, name):
    """Return the definition with a copy of a question right after it."""
    return _checked(
        definition, lambda q: (q, replace(q, name=free_name(definition, name))) if q.name == name else (q,)
    )


def with_new(definition, after, question):
    """Return the definition with a new question right after another, on the same page."""
    return _checked(definition, lambda q: (q, question) if q.name == after else (q,))


def with_new_page(definition, after, title):
    """Return the definition with a new page, holding one new question, right after another page."""
    question = Question(free_name(definition, "question"), "text", "New question", longest=300)
    page = Page(free_name(definition, "page"), title, (question,))
    pages = [new for old in definition.pages for new in ((old, page) if old.name == after else (old,))]
    return _reread(replace(definition, pages=tuple(pages)))


def with_new_on_page(definition, name, question):
    """Return the definition with a new question at the end of a page."""
    return with_page(definition, name, lambda page: replace(page, questions=(*page.questions, question)))


def with_page(definition, name, change):
    """Return the definition with one page as `change(page)` makes it."""
    pages = (change(page) if page.name == name else page for page in definition.pages)
    return _reread(replace(definition, pages=tuple(pages)))


def without_page(definition, name):
    """Return the definition without a page and its questions."""
    return _reread(replace(definition, pages=tuple(page for page in definition.pages if page.name != name)))


def retitled(definition, title):
    """Return the definition under another title."""
    return _reread(replace(definition, title=title))


def begun(title):
    """Return a new questionnaire with one question, to be built on."""
    question = Question("question_1", "text", "New question", longest=300)
    return _reread(Definition(title, (Page("page_1", "", (question,)),)))


def moved(definition, name, step):
    """Return the definition with a question one place up (−1) or down (+1), over the edges of pages too."""
    spots = [(p, q) for p, page in enumerate(definition.pages) for q in range(len(page.questions))]
    here = next(i for i, (p, q) in enumerate(spots) if definition.pages[p].questions[q].name == name)
    there = here + step
    if not 0 <= there < len(spots):
        return definition
    pages = [list(page.questions) for page in definition.pages]
    (p, q), (other_p, other_q) = spots[here], spots[there]
    if p == other_p:
        pages[p][q], pages[p][other_q] = pages[p][other_q], pages[p][q]
    else:
        pages[other_p].insert(len(pages[other_p]) if step < 0 else 0, pages[p].pop(q))
    return _reread(_with_pages(definition, pages))


def with_page_moved(definition, name, step):
    """Return the definition with a page one place up (−1) or down (+1)."""
    pages = list(definition.pages)
    here = next(i for i, page in enumerate(pages) if page.name == name)
    there = here + step
    if not 0 <= there < len(pages):
        return definition
    pages[here], pages[there] = pages[there], pages[here]
    return _reread(replace(definition, pages=tuple(pages)))


def free_name(definition, wanted):
    """Return a name like the wanted one that nothing in the definition has."""
    taken = set(definition.questions) | {page.name for page in definition.pages}
    return next(name for number in range(2, 10_000) if (name := f"{wanted}_{number}") not in taken)


def _checked(definition, change):
    pages = [[new for question in page.questions for new in change(question)] for page in definition.pages]
    return _reread(_with_pages(definition, pages))


def _with_pages(definition, lists):
    pages = zip(definition.pages, lists, strict=True)
    return replace(
        definition, pages=tuple(replace(page, questions=tuple(kept)) for page, kept in pages if kept)
    )


def _reread(definition):
    return load(dump(definition))
