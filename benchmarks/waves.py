"""The simulated waves that the benchmarks answer, and their removal."""

import contextlib
import secrets


def open_wave(size, a_page=5):
    """An open simulated wave of `size` questions of four choices, five a page: p0, p1, … with q0_0, q0_1, …"""
    from surveys import waves
    from surveys.models import Questionnaire, QuestionnaireVersion
    from surveys.questionnaire import dump, load

    loaded = load({"title": "Bench", "pages": [_page(page, a_page) for page in range(size // a_page)]})
    slug = f"bench-{size}-{secrets.token_hex(3)}"
    held = Questionnaire.objects.create(slug=slug, title="Bench")
    version = QuestionnaireVersion.objects.create(
        questionnaire=held, number=1, definition=dump(loaded), definition_hash=loaded.hash
    )
    made = waves.new_wave(by=None, slug=slug, title="Bench", version=version, mode="open", simulated=True)
    return waves.open_wave(wave=made, by=None)


def _page(page, a_page):
    choices = [{"name": name, "label": name.title()} for name in ("always", "often", "rarely", "never")]
    questions = [
        {"name": f"q{page}_{n}", "type": "select_one", "label": f"Question {n}?", "choices": choices}
        for n in range(a_page)
    ]
    return {"name": f"p{page}", "questions": questions}


@contextlib.contextmanager
def removed(*waves):
    """Remove the waves, their keys and their questionnaires at the end."""
    from surveys import keys

    try:
        yield
    finally:
        for wave in waves:
            for kind in keys.KINDS:
                keys.destroy(wave.key_id, kind)
            version = wave.questionnaire_version
            wave.delete()
            version.delete()
            version.questionnaire.delete()
