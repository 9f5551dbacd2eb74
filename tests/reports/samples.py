"""Safe tables for tests, read as a release would read them; the figures are made up and rounded."""

from reports.safe_tables import NO, YES, SafeTable

WORDING = "Does your team have enough staff for its work?"


def provenance(**more):
    plain = {
        "wave": "autumn-2025",
        "wave_title": "Autumn 2025",
        "release": "autumn-2025/1",
        "released_on": "2025-12-01",
        "fieldwork": "1 to 30 September 2025",
        "mode": "invitation",
        "simulated": False,
        "responses": 260,
    }
    return plain | more


def row(group=None, yes=74, base=260, note=None, full=True, few=()):
    """A row of the staffing question; `full=False` is a small group with the headline split alone."""
    shares = {YES: yes, NO: None if yes is None else 100 - yes}
    if full and yes is not None:
        shares = {"yes": 100 - yes - 8, "no": yes, "not_sure": 8} | shares
    shares = {name: None if name in few else share for name, share in shares.items()}
    hidden = note == "c"
    shares = {} if hidden else shares
    low = {name: None if share is None else max(share - 6, 0) for name, share in shares.items()}
    high = {name: None if share is None else min(share + 5, 100) for name, share in shares.items()}
    return {
        "group": group or {},
        "base": None if hidden else base,
        "shares": shares,
        "low": low,
        "high": high,
        "note": note or ("u" if few else None),
    }


def table(rows=None, by=(), question="team_has_enough_staff", wording=WORDING, **prov):
    """A table of the staffing question."""
    return SafeTable.from_json(
        {
            "question": question,
            "wording": wording,
            "kind": "one",
            "by": list(by),
            "weighted": False,
            "rows": rows if rows is not None else [row()],
            "choices": [["yes", "Yes"], ["no", "No"], ["not_sure", "Not sure"]],
            "headline": [[YES, "Not enough staff"], [NO, "Enough staff, or not sure"]],
            "provenance": provenance(**prov),
        }
    )


def by_council(**prov):
    rows = [
        row({"council": "S12000049"}, yes=81, base=60),
        row({"council": "S12000029"}, yes=66, base=30, full=False),
        row({"council": "S12000013"}, note="c", yes=None),
    ]
    return table(rows, ("council",), **prov)


def by_group(**prov):
    return table(
        [row({"named_group": "3"}, yes=70, base=90), row({"named_group": "4"}, note="c", yes=None)],
        ("named_group",),
        **prov,
    )


def agreement(**prov):
    """A scale of agreement by role, one role hidden."""
    names = [
        ("strongly_agree", "Strongly agree"),
        ("agree", "Agree"),
        ("neither", "Neither agree nor disagree"),
    ]
    names += [("disagree", "Disagree"), ("strongly_disagree", "Strongly disagree")]
    shares = dict(zip([name for name, _ in names], (40, 35, 12, 9, 4), strict=True))
    plain = {"base": 120, "shares": shares, "low": {}, "high": {}, "note": None}
    hidden = {"base": None, "shares": {}, "low": {}, "high": {}, "note": "c"}
    rows = [{"group": {"role": "social_worker"}} | plain, {"group": {"role": "team_leader"}} | hidden]
    return SafeTable.from_json(
        {
            "question": "promise_supported",
            "wording": "I support what The Promise asks for.",
            "kind": "one",
            "by": ["role"],
            "weighted": False,
            "rows": rows,
            "choices": [list(name) for name in names],
            "provenance": provenance(**prov),
        }
    )


NAMES = {
    "S12000049": "Glasgow City",
    "S12000029": "South Lanarkshire",
    "S12000013": "Na h-Eileanan Siar",
    "social_worker": "Social worker",
    "team_leader": "Team leader",
    "3": "Family group 3 (Falkirk, South Lanarkshire)",
    "4": "Family group 4 (Glasgow City)",
}
