"""Plotly's script is the pinned one, unaltered, of the version that the Python package draws with."""

import hashlib
import re
from pathlib import Path

import plotly.offline

FOLDER = Path(__file__).parents[2] / "static" / "vendor" / "plotly"
SHA256 = "99784e3abfb07b142a15e521a439e6d9addceadb3f79553fd24c72774f0649ba"


def test_the_vendored_script_is_unaltered_and_named_with_its_licence():
    assert hashlib.sha256((FOLDER / "plotly-basic.min.js").read_bytes()).hexdigest() == SHA256
    about = (FOLDER / "README.md").read_text()
    assert SHA256 in about
    assert "plotly.js-basic-dist-min 4.1.1" in about
    assert "MIT" in (FOLDER / "LICENSE").read_text()


def test_it_is_the_version_of_the_python_package():
    head = (FOLDER / "plotly-basic.min.js").read_text()[:200]
    assert re.search(r"v(\d+\.\d+\.\d+)", head)[1] == plotly.offline.get_plotlyjs_version()


def test_its_global_rules_are_a_static_copy():
    script = (FOLDER / "plotly-basic.min.js").read_text()
    styles = (FOLDER / "plotly-global.css").read_text()
    assert "shape-rendering:crispEdges" in script
    assert ".js-plotly-plot .plotly .crisp { shape-rendering:crispEdges; }" in styles
