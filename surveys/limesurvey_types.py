"""LimeSurvey's types of question, by their letters, and what of them has no place here. Data only."""

ONE, SEVERAL, NUMBERS, WORDS = "LO!", "MP", "NK", "STUQ"
ARRAYS = {
    "A": [(str(n), str(n)) for n in range(1, 6)],
    "B": [(str(n), str(n)) for n in range(1, 11)],
    "C": [("Y", "Yes"), ("U", "Uncertain"), ("N", "No")],
    "E": [("I", "Increase"), ("S", "Same"), ("D", "Decrease")],
    "F": None,
    "H": None,
}
FIXED = {
    "Y": [("Y", "Yes"), ("N", "No")],
    "G": [("F", "Female"), ("M", "Male")],
    "5": [(str(n), str(n)) for n in range(1, 6)],
}
MUST_NOT = {"|": "a file can show who sent it"}
CAN_NOT = {
    "1": "two scales at once can't be asked here",
    ":": "a table of numbers can't be asked here",
    ";": "a table of texts can't be asked here",
    "I": "the switch of languages stands on every page already",
    "*": "an equation is not carried over",
}
ROW_FILTERS = (
    "array_filter",
    "array_filter_exclude",
    "em_validation_q",
    "em_validation_sq",
    "preg",
    "validation",
)
OTHER, OTHER_WORDS = "other", "Other"
EXTRAS = {
    "C": "conditions in the old form",
    "AS": "assessment rules",
    "QTA": "quotas",
    "QTALS": "quotas",
    "QTAM": "quotas",
}
