"""The threat model names tests that exist, says of every attack all that it promises to say, and leaves out no test of attacks."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs/threat-model.md").read_text()
HEAD = ["attack", "who could", "what stops it", "shown by", "what is left"]


def named_tests():
    return sorted(set(re.findall(r"`([\w/]+\.py(?:::\w+)?)`", PAGE)))


def attacks():
    """The cells of each line that tells an attack."""
    lines = [
        [cell.strip() for cell in line.strip("|\n ").split(" | ")]
        for line in PAGE.splitlines()
        if line[:2] == "| "
    ]
    heads = [at for at, line in enumerate(lines) if line == HEAD]
    for at in heads:
        for line in lines[at + 1 :]:
            if line[0] in ("attack", "chapter"):
                break
            yield line


@pytest.mark.parametrize("name", named_tests())
def test_a_test_that_the_page_names_exists(name):
    path, _, function = name.partition("::")
    assert (TESTS / path).exists(), path
    tree = ast.parse((TESTS / path).read_text())
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert not function or function in names


def test_each_attack_says_who_what_stops_it_what_shows_it_and_what_is_left():
    told = list(attacks())
    assert len(told) >= 35
    assert [line[0] for line in told if len(line) != len(HEAD) or not all(line)] == []
    assert [line[0] for line in told if ".py" not in line[3]] == []


def test_every_file_of_attacks_stands_on_the_page():
    files = {f"attacks/{path.name}" for path in (TESTS / "attacks").glob("test_*.py")}
    named = {name.partition("::")[0] for name in named_tests()}
    assert files - named == set()
