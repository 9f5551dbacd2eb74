"""The errors by which a wave's actions refuse or fail in a known way; each says in a sentence what happened."""

from surveys.keys import KeyMissing, KeyNotWritten, TermsDiffer
from surveys.mixing import MixFailed
from surveys.sealing import SealingError
from surveys.store import StoreShut
from surveys.terms import TermsBroken
from surveys.waves import WaveError

EXPECTED_FAILURES = (
    WaveError,
    MixFailed,
    TermsBroken,
    StoreShut,
    SealingError,
    KeyMissing,
    KeyNotWritten,
    TermsDiffer,
)
