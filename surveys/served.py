"""What a question may serve: the findings that another app knows, and The Promise's statements. Holds no figure."""

from branches.models import Statement

_loaders = []


def register(loader) -> None:
    """Have `loader()` asked for findings, as [(question's finding, title)]."""
    if loader not in _loaders:
        _loaders.append(loader)


def findings() -> dict[str, str]:
    """Return {what a question names as its finding: the finding's title}."""
    return {name: title for loader in _loaders for name, title in loader()}


def statements() -> dict[int, str]:
    """Return {number: our own short wording, with the page of The Promise}."""
    return {each.number: str(each) for each in Statement.objects.all()}
