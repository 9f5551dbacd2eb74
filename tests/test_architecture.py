"""The rules of the house that no reader should have to check by eye: arrows, permissions, purity, templates."""

import ast
import re
import subprocess
import sys
import warnings
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from branches.permissions import PUBLIC

BASE = Path(__file__).resolve().parent.parent
APPS = ("branches", "surveys", "reports")
MAY_IMPORT = {"branches": set(), "surveys": {"branches"}, "reports": {"branches", "surveys"}}
# Another app's insides: whoever needs these wants something moved down, not reached for.
PRIVATE = {"views", "forms", "admin", "urls", "routes"}
OPEN_TO_ALL = {"branches.forms.base"}
# These hold the figures, the routing and the dates; whoever checks them should not have to know Django.
PURE = (
    "branches/deadlines.py",
    "surveys/routing.py",
    "surveys/routing_faults.py",
    "surveys/cube.py",
    "reports/statistics.py",
    "reports/weighting.py",
    "reports/disclosure.py",
    "reports/documents/content.py",
    "reports/documents/pdf.py",
    "reports/documents/docx.py",
    "reports/documents/xlsx.py",
)
OTHERS_ROUTES = ("account/",)  # allauth's own views; who may see which is in the access matrix
ALLOWED = {
    (
        "try_out.py",
        "csrf_exempt",
    ),  # the respondent's pages again, for staff; nothing that is sent there is stored
    ("document_file.html", "an inline style"),  # a file to keep: it has no server to ask for a style sheet
    (
        "memory_upload.py",
        "csrf_exempt",
    ),  # only until a file's handler is set; the token is checked right after, and a test sends a form without one
    (
        "respond.py",
        "csrf_exempt",
    ),  # a respondent has no cookie; the sealed draft proves where a page came from
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 30


def sources(*folders):
    return sorted(
        path
        for folder in folders
        for path in (BASE / folder).rglob("*.py")
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    )


def imported_modules(path):
    """Full names of all modules a file imports, wherever in the file it does."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(BASE).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("app", APPS)
def test_imports_point_one_way(app):
    wrong = [
        f"{path.relative_to(BASE)} imports {name}"
        for path in sources(app)
        for name in imported_modules(path)
        if name.split(".")[0] in {*APPS, "promise_tracker", "tests"} - {app} - MAY_IMPORT[app]
    ]
    assert not wrong, "reports → surveys → branches, and promise_tracker by none:\n" + "\n".join(wrong)


@pytest.mark.parametrize("app", APPS)
def test_no_app_reaches_into_another_apps_pages(app):
    wrong = [
        f"{path.relative_to(BASE)} imports {name}"
        for path in sources(app)
        for name in imported_modules(path)
        if name.split(".")[0] in set(APPS) - {app}
        and PRIVATE & set(name.split(".")[1:2])
        and not any(name == open_name or name.startswith(open_name + ".") for open_name in OPEN_TO_ALL)
        and name not in {open_name.rpartition(".")[0] for open_name in OPEN_TO_ALL}
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_know_no_django_and_no_models(module):
    path = BASE / module
    assert path.exists(), f"{module} is gone or has another name"
    impure = {
        name
        for name in imported_modules(path)
        if name.split(".")[0] == "django"
        or "models" in name.split(".")
        or name.split(".")[0] == "promise_tracker"
    }
    assert not impure


def routes(resolver=None, prefix=""):
    """(address pattern, full name, view) of every route."""
    for pattern in (resolver or get_resolver()).url_patterns:
        address = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, address)
        else:
            yield address, pattern.name, pattern.callback


def test_every_route_declares_who_may_come_in():
    undeclared = [
        f"/{address} ({view.__module__}.{view.__name__})"
        for address, _, view in routes()
        if not address.startswith(OTHERS_ROUTES) and getattr(view, "permission", None) is None
    ]
    assert not undeclared, "put @require(Permission.X), @signed_in or @public above:\n" + "\n".join(
        undeclared
    )


def test_every_route_has_a_name():
    nameless = [f"/{address}" for address, name, _ in routes() if not name]
    assert not nameless


def test_no_two_routes_of_an_app_share_a_name():
    names = Counter((view.__module__.split(".")[0], name) for _, name, view in routes())
    assert [name for name, times in names.items() if times > 1] == []


def test_only_views_said_to_be_public_are_open_to_strangers():
    ajar = [
        f"/{address}"
        for address, _, view in routes()
        if not address.startswith(OTHERS_ROUTES)
        and getattr(view, "permission", None) != PUBLIC
        and getattr(view, "login_required", True) is False
    ]
    assert not ajar


def test_templates_trust_nothing_and_carry_no_inline_code():
    forbidden = {
        r"\|\s*safe\b": "|safe",
        r"autoescape\s+off": "autoescape off",
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>": "an inline script",
        r"<style\b": "an inline style",
        r"\sstyle\s*=": "a style attribute",
        r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
        r"(?:src|href)=[\"'](?:https?:)?//(?!www\.w3\.org)[^\"']*\.(?:js|css|woff2?|png|svg)": "another host's file",
    }
    wrong = [
        f"{path.relative_to(BASE)}: {what}"
        for path in sorted((BASE / "templates").rglob("*.html"))
        for pattern, what in forbidden.items()
        if (path.name, what) not in ALLOWED
        if re.search(
            pattern, re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_no_python_marks_text_as_safe():
    wrong = [
        f"{path.relative_to(BASE)}: {name}"
        for path in sources(*APPS, "promise_tracker")
        for name in imported_modules(path)
        if name.endswith((".mark_safe", ".SafeString", ".csrf_exempt"))
        and (path.name, name.rpartition(".")[2]) not in ALLOWED
    ]
    assert not wrong, "use format_html, format_html_join or json_script:\n" + "\n".join(wrong)


def test_no_two_migrations_stand_side_by_side_unmerged():
    from django.db.migrations.loader import MigrationLoader

    assert not MigrationLoader(None).detect_conflicts()


@pytest.mark.django_db
def test_the_migrations_say_all_that_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_there_is_no_cupboard_for_odds_and_ends():
    odd = [
        str(path.relative_to(BASE))
        for path in sources(*APPS, "promise_tracker", "tests")
        if path.stem in {"utils", "helpers", "core", "manager", "managers", "misc", "common"}
    ]
    assert not odd


def test_long_files_and_functions_are_mentioned():
    """A warning, not a fault: sometimes long is clearer than split."""
    long = []
    for path in sources(*APPS, "promise_tracker"):
        text = path.read_text()
        if text.count("\n") > LONGEST_FILE:
            long.append(f"{path.relative_to(BASE)}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno > LONGEST_FUNCTION:
                length = node.end_lineno - node.lineno + 1
                long.append(f"{path.relative_to(BASE)}: {node.name} has {length} lines")
    if long:
        warnings.warn("long:\n" + "\n".join(long), stacklevel=1)


def test_ruff_finds_nothing():
    for arguments in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *arguments, "."]
        done = subprocess.run(command, cwd=BASE, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
