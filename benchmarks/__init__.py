"""Benchmarks: each prints one JSON line per result, {"name","value","unit","ratio_to","ratio"}; ratios are what to compare."""

import json
import os
import statistics
import time


def tell(name, value, unit, ratio_to=None, ratio=None):
    """Print one result. `ratio` is what the sentence `ratio_to` says: mostly ours divided by the other."""
    line = {"name": name, "value": round(value, 4), "unit": unit, "ratio_to": ratio_to}
    print(json.dumps({**line, "ratio": None if ratio is None else round(ratio, 3)}), flush=True)


def median_cpu(*acts, rounds=9, times=1):
    """Return each act's median CPU seconds of this process; taken in turn, so that drift meets them all."""
    taken = [[] for _ in acts]
    for _ in range(rounds):
        for each, act in zip(taken, acts, strict=True):
            start = time.process_time()
            for _ in range(times):
                act()
            each.append((time.process_time() - start) / times)
    return [statistics.median(each) for each in taken]


def starter():
    """The starter questionnaire's newest version; imported first into a database that has none."""
    from django.core.management import call_command

    from surveys.models import Questionnaire

    if not Questionnaire.objects.filter(slug="starter").exists():
        with open(os.devnull, "w") as nowhere:
            path = "surveys/questionnaires/starter.xlsx"
            call_command("import_questionnaire", path, slug="starter", stdout=nowhere)
    return Questionnaire.objects.get(slug="starter").latest_version()
