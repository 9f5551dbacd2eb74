"""Where made-up responses lean, by the starter questionnaire's names: published shares, typical numbers, phrases. Data only."""

# Shares of a choice as published: the 2021 survey of 261 social workers, and Social Work Watch 2014.
SHARES: dict[str, dict[str, float]] = {}

TYPICAL_NUMBERS = {"caseload": 19, "hours_unpaid": 5, "hours_with_children": 9}

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
