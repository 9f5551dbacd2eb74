"""Puts simulated responses into a simulated wave: through the inbox while it is open, else straight into its store."""

import secrets

import numpy as np
from django.db import transaction

from branches.audit import record_event
from branches.models import CouncilArea
from surveys import sealing, waves
from surveys.frozen import Frozen, frozen
from surveys.intake import hold_open
from surveys.models import SealedResponse, Wave
from surveys.simulation import Batch, simulate
from surveys.store import add_blocks, apart

MOST_AT_ONCE = 1_000_000


def add_simulated(*, wave, count: int, seed: int, by) -> Wave:
    """Add `count` made-up responses. Raises WaveError when the wave is real, ended or already released."""
    if not wave.simulated:
        raise waves.WaveError(f"{wave.slug} is a real wave: nothing simulated enters it")
    if not 1 <= count <= MOST_AT_ONCE:
        raise waves.WaveError(f"the count must lie between 1 and {MOST_AT_ONCE:,}")
    if seed < 0:
        raise waves.WaveError("the seed must be zero or more")
    wave.refresh_from_db()
    if wave.state == Wave.State.DRAFT:
        wave = waves.begin_import(wave=wave, by=by)
    batches = simulate(frozen(wave), count=count, seed=seed, populations=_populations())
    if wave.is_open:
        return _into_inbox(wave, batches, count, by)
    return into_store(wave=wave, batches=batches, count=count, by=by, verb="added simulated responses to")


def _populations() -> dict[str, int]:
    """Return people by every name that a questionnaire may use for a council."""
    found = {}
    for code, slug, name, people in CouncilArea.objects.values_list("gss_code", "slug", "name", "population"):
        found |= dict.fromkeys((code, slug, slug.replace("-", "_"), name), people)
    return found


@transaction.atomic
def _into_inbox(wave, batches, count, by) -> Wave:
    hold_open(wave)
    if not Wave.objects.filter(pk=wave.pk, state=Wave.State.OPEN).exists():
        raise waves.WaveError(f"{wave.slug} has just closed")
    form = frozen(wave)
    for batch in batches:
        SealedResponse.objects.bulk_create(_sealed(wave, form, batch), batch_size=500)
    record_event(by=by, verb="added simulated responses to", subject=wave, detail={"count": count})
    return wave


def _sealed(wave, form: Frozen, batch: Batch):
    terms, public = bytes.fromhex(wave.terms_hash), bytes.fromhex(wave.public_key)
    for row, comments in zip(batch.rows, batch.comments, strict=True):
        body = sealing.pack(form.shape, terms=terms, row=row, comments=comments)
        yield SealedResponse(wave=wave, body=sealing.seal(public, body))


@transaction.atomic
def into_store(*, wave, batches, count: int, by, verb: str) -> Wave:
    """Add batches to a closed wave's store, all or nothing. Raises WaveError."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    waves.require_taking(wave)
    for batch in batches:
        order = np.random.default_rng(secrets.randbits(128)).permutation(len(batch.rows))
        add_blocks(wave, batch.rows[order], apart(wave, batch.rows, batch.comments))
        wave.responses += len(batch.rows)
    wave.state = Wave.State.MIXED
    wave.save(update_fields=["state", "responses"])
    record_event(by=by, verb=verb, subject=wave, detail={"count": count})
    return wave
