"""Adding and subtracting what different tables of one release tell, reckoned by a solver that shares no code with the audits."""

import itertools

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from reports import releasing, tables
from reports.release_audit import audit_whole
from surveys import waves
from surveys.frozen import encode_response, frozen
from surveys.models import Questionnaire, QuestionnaireVersion
from surveys.questionnaire import dump, load
from surveys.simulate import into_store
from surveys.simulation import Batch
from surveys.store import open_blocks
from tests import factories

pytestmark = pytest.mark.django_db

COUNCILS = [f"S129100{number:02d}" for number in range(12)]
GROUP_OF = {code: number % 3 + 1 for number, code in enumerate(COUNCILS)}
ROLES = ("worker", "senior", "leader", "assistant")


def definition():
    def one(name, choices):
        listed = [{"name": choice, "label": choice.title()} for choice in choices]
        return {"name": name, "type": "select_one", "label": f"{name}?", "choices": listed}

    def page(name, *questions, relevant=""):
        return {"name": name, "questions": list(questions), "relevant": relevant}

    return {
        "title": "Routed",
        "pages": [
            page("you", one("role", ROLES), one("council", COUNCILS)),
            page("staff", one("staff", ("yes", "no", "unsure"))),
            page("cover", one("cover", ("often", "seldom")), relevant="${staff} = 'no'"),
            page("late", one("late", ("often", "seldom")), one("worried", ("yes", "no"))),
        ],
    }


def release_of(responses, pairs=()):
    """The published release of these responses, each {question: answer}."""
    for code, group in GROUP_OF.items():
        factories.council(f"Council {code}", gss_code=code, family_group=factories.family_group(group))
    questionnaire = Questionnaire.objects.create(slug="routed", title="Routed")
    loaded = load(definition())
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, definition=dump(loaded), definition_hash=loaded.hash
    )
    wave = waves.new_wave(
        by=None,
        slug="w",
        title="W",
        version=version,
        mode="open",
        simulated=True,
        declared_pairs=[list(pair) for pair in pairs],
    )
    wave = waves.begin_import(wave=wave, by=None)
    form = frozen(wave)
    rows = np.array([encode_response(form, answers, None)[0] for answers in responses], dtype=np.int16)
    into_store(
        wave=wave,
        batches=[Batch(rows, ({},) * len(rows))],
        count=len(rows),
        by=None,
        verb="imported responses into",
    )
    wave.refresh_from_db()
    return releasing.whole_life(wave=wave, proposed_by=factories.staff(), approved_by=factories.approver())


def people_of(wave):
    """Each response as {question: answer or None}, read from the store."""
    form, rows = frozen(wave), np.concatenate(list(open_blocks(wave)))
    items = form.layout.items
    names = {item.question: form.definition.questions[item.question].choice_names for item in items}
    return [
        {
            item.question: names[item.question][v] if v >= 0 else None
            for item, v in zip(items, row, strict=True)
        }
        for row in rows
    ]


def inside(person, group):
    return all(
        str(GROUP_OF.get(person["council"])) == value if column == "named_group" else person[column] == value
        for column, value in group.items()
    )


def smallest_difference(people, groups):
    """How many people the smallest set of 1 to 9 has whose figures are a sum or difference of the groups'; None if none."""
    columns = {}
    for person in people:
        signature = tuple(inside(person, group) for group in groups)
        columns[signature] = columns.get(signature, 0) + 1
    signs, sizes = np.array(list(columns), float).T, np.array(list(columns.values()), float)
    rows, atoms = signs.shape
    found = milp(
        np.r_[np.zeros(rows), sizes],
        constraints=[
            LinearConstraint(np.hstack([signs.T, -np.eye(atoms)]), 0, 0),
            LinearConstraint(np.r_[np.zeros(rows), sizes][None, :], 1, 9),
        ],
        integrality=np.r_[np.zeros(rows), np.ones(atoms)],
        bounds=Bounds(np.r_[-8 * np.ones(rows), np.zeros(atoms)], np.r_[8 * np.ones(rows), np.ones(atoms)]),
    )
    return round(found.fun) if found.status == 0 else None


def shown(release, question):
    """Groups of a question's rows that the release shows."""
    return [
        row["group"]
        for table in release.tables
        for row in table["rows"]
        if table["question"] == question and row["note"] != "c"
    ]


def response(role, council, staff="no", cover="often", late="often", worried="no"):
    told = {"role": role, "council": council, "staff": staff, "late": late, "worried": worried}
    told |= {"cover": cover} if staff == "no" else {}
    return {name: answer for name, answer in told.items() if answer}


@pytest.mark.parametrize("seed", [2, 5, 7])
def test_the_base_of_a_routed_question_does_not_tell_what_the_question_before_it_hides(seed):
    random, people = np.random.default_rng(seed), []
    for number, code in enumerate(COUNCILS):
        for _ in range(3 if number in (0, 1) else 13):
            staff, role = random.choice(["no", "no", "no", "yes"]), random.choice(ROLES[:2])
            cover, worried = random.choice(["often", "seldom"]), random.choice(["yes", "no"])
            people.append(response(role, code, staff, cover, worried=worried))
    release = release_of(people)
    everybody = people_of(release.wave)
    assert smallest_difference(everybody, shown(release, "staff")) is None
    assert smallest_difference(everybody, shown(release, "staff") + shown(release, "cover")) is None
    assert audit_whole(release) == []


def test_people_who_stopped_between_two_questions_are_not_told_by_two_tables_of_a_third():
    random, people = np.random.default_rng(0), []
    for number in range(300):
        late = None if number < 17 else random.choice(["often", "seldom"])
        staff = None if number < 12 else random.choice(["yes", "no", "unsure"])
        role, worried = random.choice(ROLES), random.choice(["yes", "no"])
        people.append(response(role, random.choice(COUNCILS), staff, "often", late, worried))
    release = release_of(people, [("staff", "worried"), ("late", "worried")])
    assert smallest_difference(people_of(release.wave), shown(release, "worried")) is None
    assert audit_whole(release) == []


def test_a_table_turned_round_does_not_tell_a_hidden_role():
    people = [response(ROLES[i % 3], COUNCILS[i % 12], worried=("yes", "no")[i % 2]) for i in range(200)]
    people += [response("assistant", COUNCILS[i], worried=("yes", None)[i > 6]) for i in range(12)]
    release = release_of(people, [("worried", "role"), ("worried", "late"), ("late", "worried")])
    told = [(table["question"], table["by"]) for table in release.tables]
    assert ("role", ["worried"]) not in told
    assert ("late", ["worried"]) in told
    assert ("worried", ["late"]) not in told


@pytest.mark.parametrize("seed", range(4))
def test_no_small_group_follows_from_a_nasty_wave(seed):
    random = np.random.default_rng(seed)
    people = []
    for code in COUNCILS:
        for alone in range(random.choice([0, 1, 9, 10, 11, 12, 30])):
            role = "leader" if alone == 0 else random.choice(ROLES[:2])
            staff = "yes" if GROUP_OF[code] == 1 else random.choice(["yes", "no", "no", "unsure"])
            late = random.choice(["often", "seldom", None])
            people.append(response(role, code, staff, random.choice(["often", "seldom"]), late))
    people += [response("worker", COUNCILS[0]) for _ in range(max(0, 60 - len(people)))]
    release = release_of(people, [("late", "staff"), ("late", "cover"), ("worried", "staff")])
    everybody = people_of(release.wave)
    for question in ("staff", "cover", "late", "worried"):
        answered = [person for person in everybody if person[question] is not None]
        assert smallest_difference(answered, shown(release, question)) is None, question
    gate = [person for person in everybody if person["staff"] is not None]
    assert smallest_difference(gate, shown(release, "staff") + shown(release, "cover")) is None
    assert audit_whole(release) == []


def test_the_audit_finds_a_table_that_no_release_of_the_wave_has_a_place_for():
    people = [response(ROLES[i % 3], COUNCILS[i % 12], worried=("yes", "no")[i % 2]) for i in range(200)]
    release = release_of(people)
    table = next(table for table in release.tables if table["question"] == "late" and table["by"] == [])
    release.tables.append(
        {**table, "by": ["worried"], "rows": [{**table["rows"][0], "group": {"worried": "yes"}}]}
    )
    assert any("no place" in fault for fault in audit_whole(release))


def test_a_declared_pair_is_counted_with_the_other_questions_beside_it():
    people = [response(ROLES[i % 3], COUNCILS[i % 12], worried=("yes", "no")[i % 2]) for i in range(200)]
    wave = release_of(people, [("staff", "worried"), ("late", "worried")]).wave
    cube = tables.counted(wave)
    counts = tables.pair_counts(wave, cube, tables.pairs_of(wave)[0], {})
    columns = ["council", "role", "staff", "late"]
    atoms = dict(zip(counts.atoms[columns].itertuples(index=False, name=None), counts.people, strict=True))
    everybody = people_of(wave)
    key = [tuple(person[column] or "" for column in columns) for person in everybody]
    assert atoms == {code: len(list(same)) for code, same in itertools.groupby(sorted(key))}
