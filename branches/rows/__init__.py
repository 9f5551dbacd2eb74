"""The record as rows for grids, tallies, council pages and files; reads only, and only what the viewer may see."""

from branches.rows.records import (
    Bearing,
    CommitmentRecord,
    CouncilRecord,
    PaperRecord,
    PartRecord,
    commitment_record,
    council_record,
)
from branches.rows.states import (
    ANSWERED,
    STANCE_STATES,
    STATE_LABELS,
    UNANSWERED,
    Found,
    GridRow,
    State,
    derive_state,
    is_simulated,
    on_record,
    shown_campaign,
    state_grid,
    states_of,
)
from branches.rows.tallies import SENTENCE_WORDS, PartTally, tally

__all__ = [
    "ANSWERED",
    "SENTENCE_WORDS",
    "STANCE_STATES",
    "STATE_LABELS",
    "UNANSWERED",
    "Bearing",
    "CommitmentRecord",
    "CouncilRecord",
    "Found",
    "GridRow",
    "PaperRecord",
    "PartRecord",
    "PartTally",
    "State",
    "commitment_record",
    "council_record",
    "derive_state",
    "is_simulated",
    "on_record",
    "shown_campaign",
    "state_grid",
    "states_of",
    "tally",
]
