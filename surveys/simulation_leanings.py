"""Where made-up responses lean, by the starter questionnaire's names: published shares, typical numbers, phrases. Data only."""

ALWAYS_TO_NEVER = ("all_the_time", "often", "sometimes", "rarely", "never")


def _scale(*shares: float) -> dict[str, float]:
    return dict(zip(ALWAYS_TO_NEVER, shares, strict=True))


# Near the published shares: the survey of 261 social workers in 2021 (team lacks staff 74 %, late or without breaks all
# the time 49 %, resources decide placements 90 %, family support not enough 77 %) and Social Work Watch 2014 (serious
# concerns 39 %, affected by cuts 55 %, over half covering, nearly three quarters without a safe system). The rest is
# made up, and so is every simulated figure. Nobody whom the survey is not for sends a response.
SHARES: dict[str, dict[str, float]] = {
    "role": {
        "social_worker": 0.45,
        "newly_qualified": 0.14,
        "senior_social_worker": 0.16,
        "team_leader": 0.11,
        "support_worker": 0.1,
        "other_role": 0.04,
        "not_mine": 0.0,
    },
    "team_has_enough_staff": {"yes": 0.17, "no": 0.74, "not_sure": 0.09},
    "cover_extra_cases": {"yes_today": 0.31, "yes_this_year": 0.25, "no": 0.44},
    "skip_breaks_or_work_late": _scale(0.49, 0.27, 0.15, 0.06, 0.03),
    "caseload_safe": {"yes": 0.19, "just": 0.42, "no": 0.39},
    "caseload_system": {"works": 0.16, "does_not_work": 0.14, "no": 0.58, "not_sure": 0.12},
    "time_with_children": {"all": 0.03, "most": 0.15, "some": 0.41, "few": 0.32, "none": 0.09},
    "crisis_first": _scale(0.35, 0.4, 0.18, 0.05, 0.02),
    "paperwork": {
        "under_quarter": 0.05,
        "quarter_to_half": 0.24,
        "half_to_three_quarters": 0.48,
        "over_three_quarters": 0.23,
    },
    "supervision": {"regularly": 0.34, "sometimes": 0.43, "no": 0.23},
    "resources_decide_placements": _scale(0.41, 0.32, 0.17, 0.07, 0.03),
    "placement_breakdown": {"yes": 0.63, "no": 0.27, "not_sure": 0.1},
    "moves": {"yes": 0.57, "no": 0.31, "not_sure": 0.12},
    "brothers_and_sisters": _scale(0.07, 0.31, 0.41, 0.17, 0.04),
    "family_support_enough": {"yes": 0.13, "no": 0.77, "not_sure": 0.1},
    "early_help": _scale(0.03, 0.12, 0.36, 0.37, 0.12),
    "thresholds": {"harder": 0.66, "same": 0.2, "easier": 0.03, "not_sure": 0.11},
    "leave_with_serious_concerns": {"yes": 0.41, "no": 0.59},
    "cuts_affect_difference": {"a_lot": 0.56, "a_little": 0.27, "no": 0.1, "not_sure": 0.07},
    "promise_known": {"well": 0.52, "partly": 0.38, "hardly": 0.1},
    "promise_supported": {
        "strongly_agree": 0.47,
        "agree": 0.36,
        "neither": 0.11,
        "disagree": 0.04,
        "strongly_disagree": 0.02,
    },
    "promise_deliverable": {"yes": 0.11, "no": 0.67, "not_sure": 0.22},
}

TYPICAL_NUMBERS = {"caseload": 22}

PHRASES = (
    "A permanent team leader would change more than any new form.",
    "Families wait until things have gone wrong before anyone can help them.",
    "I would like to visit without watching the clock.",
    "Three colleagues have left since summer and their work was shared out.",
    "We write the same thing into three systems.",
    "Good supervision is what keeps me here.",
    "The early help team closed and nothing took its place.",
    "Foster carers tell us they feel alone after the first month.",
    "Brothers and sisters were placed an hour apart because there was no other home.",
    "I take work home on most evenings.",
    "Kinship carers should get the same help as foster carers.",
    "The Promise is the right thing; we need people to do it.",
    "Newly qualified workers carry full caseloads from their second month.",
    "Thresholds go up each time the budget goes down.",
    "Parents say they had to ask four times before anyone came.",
    "Short breaks for disabled children are cancelled at a day's notice.",
    "We have a kind team, and that is what gets us through.",
    "Less paper and more time at the kitchen table.",
    "Cases are closed to make room, not because the work is done.",
    "A child should not have five social workers in two years.",
    "Managers listen, but they have no money either.",
    "Our admin staff were cut and the work came to us.",
    "A quiet room to make hard phone calls would help.",
    "I have not had a full lunch break this month.",
    "Family group meetings work well when there is time for them.",
    "There is nowhere nearby for teenagers in a crisis.",
    "Housing is the answer to half of my referrals.",
    "Please keep the family support workers.",
    "We need a way to say that a caseload is not safe.",
    "Training is booked and then cancelled for cover.",
)
