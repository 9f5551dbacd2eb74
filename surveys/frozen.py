"""The frozen form of a wave: its definition, layout and the shape of its bodies, read once a process."""

import functools
import json
from dataclasses import dataclass

from surveys.questionnaire import Definition, Layout, encode, load
from surveys.routing import route, shown
from surveys.sealing import Shape

MOST_REMEMBERED = 64
_by_terms: dict[str, "Frozen"] = {}


@dataclass(frozen=True)
class Frozen:
    """What a wave asks and how a response to it is stored."""

    definition: Definition
    layout: Layout
    shape: Shape


def frozen(wave) -> Frozen:
    """Return the wave's frozen form; a draft's is that of its questionnaire version as it stands now.

    A frozen wave's is remembered by the hash of its terms, since writing the definition out costs more than sealing.
    """
    found = _by_terms.get(wave.terms_hash)
    if found is None:
        definition = wave.definition or wave.questionnaire_version.definition
        found = _frozen(json.dumps(definition, sort_keys=True))
        if wave.terms_hash:
            _remember(wave.terms_hash, found)
    return found


def _remember(terms_hash: str, form: Frozen) -> None:
    if len(_by_terms) >= MOST_REMEMBERED:
        _by_terms.clear()
    _by_terms[terms_hash] = form


@functools.lru_cache(maxsize=16)
def _frozen(text: str) -> Frozen:
    definition = load(json.loads(text))
    layout = Layout.of(definition)
    comments = tuple((name, 2 * definition.questions[name].longest) for name in layout.comments)
    return Frozen(definition, layout, Shape(len(layout.items), comments))


def encode_response(form: Frozen, answers: dict, place: str | None) -> tuple[list[int], dict[str, str]]:
    """Return (one int an item, comments by question) of a response that was ended on the screen called `place`.

    `place` None means that the person got to the end. Answers to questions that aren't shown or weren't reached
    are dropped. Raises ValueError for an answer that the questionnaire does not offer.
    """
    seen = shown(form.definition, answers)
    way = route(form.definition)
    got_to = way.reached[-1 if place is None else way.places[place]]
    row = encode(form.definition, answers, shown=seen, reached=got_to)
    kept = (name for name in form.layout.comments if name in seen and name in got_to)
    return row, {name: answers[name] for name in kept if answers.get(name)}
