"""Raking and trimming against the published wave, R survey, and what must be refused."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reports.statistics import kish, weighted_share
from reports.weighting import CannotWeight, rake, trimmed_share

DATA = Path(__file__).parents[1] / "data"
WAVE = json.loads((DATA / "reference_numbers.json").read_text())["synthetic_wave_a"]
MARGINS = WAVE["margins"]


@pytest.fixture(scope="module")
def frame():
    return pd.read_csv(DATA / "wave_a.csv")


def test_raking_agrees_with_the_published_wave(frame):
    weights = rake(frame[["role", "cg"]], MARGINS, trim=None)
    answers = frame["q"].to_numpy(float)
    share, error = weighted_share(answers, weights, margins=frame[["role", "cg"]])
    assert weights.sum() == pytest.approx(6000)
    assert share == pytest.approx(WAVE["raked"], abs=1e-6)
    assert error == pytest.approx(WAVE["se"], abs=1e-6)
    assert weighted_share(answers, weights)[1] == pytest.approx(WAVE["se_without_margins"], abs=1e-6)
    assert kish(weights) == pytest.approx(WAVE["kish_all"], abs=1e-6)
    assert kish(weights[~np.isnan(answers)]) == pytest.approx(WAVE["kish_valid"], abs=1e-6)


def test_trimming_agrees_with_the_published_wave(frame):
    weights = rake(frame[["role", "cg"]], MARGINS, trim=(0.5, 2.0))
    assert weighted_share(frame["q"], weights)[0] == pytest.approx(WAVE["trim_0_5_2_0"]["mean"], abs=1e-6)
    assert kish(weights) == pytest.approx(WAVE["trim_0_5_2_0"]["kish"], abs=1e-6)
    assert weights.sum() == pytest.approx(6000)


def test_cells_with_counts_weigh_as_the_people_in_them(frame):
    cells = frame.groupby(["role", "cg"]).size().reset_index(name="n")
    by_cell = rake(cells[["role", "cg"]], MARGINS, counts=cells["n"])
    assert (by_cell * cells["n"]).sum() == pytest.approx(6000)
    by_person = rake(frame[["role", "cg"]], MARGINS)
    assert kish(by_cell, cells["n"]) == pytest.approx(kish(by_person))


def test_a_small_category_is_refused_with_what_to_merge():
    frame = pd.DataFrame({"role": ["a"] * 30 + ["b"] * 4 + ["c"] * 12})
    with pytest.raises(CannotWeight, match="role: under 10 responses in b; merge b and c"):
        rake(frame, {"role": {"a": 50, "b": 20, "c": 30}})


def test_a_category_without_a_margin_is_refused():
    frame = pd.DataFrame({"role": ["a"] * 30 + ["b"] * 14})
    with pytest.raises(CannotWeight, match="role: no margin is given for b"):
        rake(frame, {"role": {"a": 50}})


def test_margins_of_different_totals_are_refused(frame):
    with pytest.raises(CannotWeight, match="add up to one total"):
        rake(frame[["role", "cg"]], {**MARGINS, "cg": {"mixed": 1, "rural": 1, "urban": 1}})


def test_margins_that_contradict_the_responses_do_not_converge():
    frame = pd.DataFrame({"a": ["x"] * 20 + ["y"] * 20, "b": ["u"] * 20 + ["v"] * 20})
    with pytest.raises(CannotWeight, match="did not converge"):
        rake(frame, {"a": {"x": 50, "y": 50}, "b": {"u": 70, "v": 30}})


def test_crossed_cells_may_be_small():
    frame = pd.DataFrame({"a": ["x"] * 20 + ["y"] * 20, "b": ["u"] * 19 + ["v"] * 20 + ["u"]})
    weights = rake(frame, {"a": {"x": 50, "y": 50}, "b": {"u": 50, "v": 50}}, trim=None)
    assert weights[:20].sum() == pytest.approx(50)


def test_the_share_that_trimming_touched_is_told():
    assert trimmed_share(np.array([4.0, 4.0, 4.0, 4.0, 1.0])) == pytest.approx(0.2)


R_SCRIPT = """
suppressMessages(library(survey))
d <- read.csv(commandArgs(TRUE)[1])
s <- suppressWarnings(svydesign(~1, data = d))
role <- data.frame(role = c("AD","CF","JU","OT"), Freq = c(2400,2100,900,600))
cg <- data.frame(cg = c("mixed","rural","urban"), Freq = c(2200,1100,2700))
r <- rake(s, list(~role, ~cg), list(role, cg), control = list(maxit = 500, epsilon = 1e-9))
m <- svymean(~q, r, na.rm = TRUE)
w <- weights(trimWeights(r, upper = 3 * 6000 / nrow(d), lower = 0.3 * 6000 / nrow(d), strict = TRUE))
cat(sprintf("%.12f %.12f %.12f %.12f", coef(m), SE(m), sum(w)^2 / sum(w^2), max(w)))
"""


def has_r_survey():
    if shutil.which("Rscript") is None:
        return False
    return subprocess.run(["Rscript", "-e", "library(survey)"], capture_output=True).returncode == 0


@pytest.mark.skipif(not has_r_survey(), reason="R's package survey (Debian: r-cran-survey) is not installed")
def test_raking_and_its_error_agree_with_r_survey(frame, tmp_path):
    script = tmp_path / "oracle.R"
    script.write_text(R_SCRIPT)
    said = subprocess.run(
        ["Rscript", str(script), str(DATA / "wave_a.csv")], capture_output=True, text=True, check=True
    ).stdout
    mean, error, effective, largest = map(float, said.split())
    margins = frame[["role", "cg"]]
    weights = rake(margins, MARGINS, trim=None)
    assert weighted_share(frame["q"], weights, margins=margins) == pytest.approx((mean, error), abs=1e-6)
    trimmed = rake(margins, MARGINS)
    assert (kish(trimmed), trimmed.max()) == pytest.approx((effective, largest), abs=1e-6)
