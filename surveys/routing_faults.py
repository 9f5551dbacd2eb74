"""What is wrong with a questionnaire's conditions, rules and calculations. Pure: no Django, no database."""

from surveys.expressions import REFERENCE, BadExpression, compiled, references

MOST_STEPS = 120


def faults(definition):
    """Yield what is wrong with the expressions: unreadable, about unknown or later questions, in a circle."""
    known, names, sizes = set(), set(definition.questions), {}
    for page in definition.pages:
        yield from _expression_faults(f"page {page.name}", page.relevant, known, names)
        yield from _size_faults(f"page {page.name}", (page.relevant,), sizes)
        for question in page.questions:
            sources = (question.relevant, question.choice_filter, question.calculation)
            for source in sources:
                yield from _expression_faults(question.name, source, known, names)
            yield from _expression_faults(question.name, question.constraint, known | {question.name}, names)
            yield from _reference_faults(question.name, question.label, known, names)
            yield from _size_faults(question.name, (*sources, question.constraint, question.label), sizes)
            sizes[question.name] = min(_size(question.calculation, sizes), MOST_STEPS)
            known.add(question.name)


def _size_faults(where, sources, sizes):
    """Calculations on calculations double with each step: a few dozen would take for ever, or all memory."""
    if any(_size(source, sizes) > MOST_STEPS for source in sources):
        yield f"{where}: stands on more than {MOST_STEPS} calculations altogether"


def _size(source, sizes):
    return 1 + sum(sizes.get(name, 1) for name in REFERENCE.findall(source))


def _expression_faults(where, source, known, names):
    if not source:
        return
    yield from _reference_faults(where, source, known, names)
    try:
        compiled(source)
    except BadExpression as error:
        yield f"{where}: {error}"


def _reference_faults(where, source, known, names):
    for name in references(source):
        if name not in names:
            yield f"{where}: asks about “{name}”, which isn't a question here"
        elif name not in known:
            yield f"{where}: asks about “{name}”, which comes later or is itself"
