"""The demonstration's audits and dip samples give the printed figures from case-level data."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.events import history_of, verify_chain
from accounts.models import User
from cases.actions.answering import Entry, record_answers
from cases.actions.reviewing import accept, submit
from cases.demonstration.audits.dealing import Lot, Script, deal, review, yes_or_no
from cases.demonstration.audits.records import synthetic_records, write_extract
from cases.demonstration.audits.reviewing import review_at_once
from cases.demonstration.audits.samples import AUDITS, Audit, make
from cases.demonstration.generation import SyntheticFile
from cases.demonstration.progress import share_all
from cases.demonstration.samples import Casework
from cases.extracts import read_extract
from cases.models import Answer, AnswerHistory, CaseFile, Notice, Review, Sample
from cases.plans import shipped_sources
from cases.relevance import progress_of
from cases.sampling.drawing import draw
from cases.sampling.plans import read_plan
from checklists import actions as checklists
from checklists.definition import parse
from checklists.instrument import Instrument
from peel.lib.personal_data import personal_data_in
from tests.cases.printed_audits import BY_SLUG, COUNTS, FILES
from tests.factories import InspectionFactory, InspectorFactory, SupervisorFactory


def source_of(audit: Audit) -> str:
    name = f"{audit.checklist.replace('_', '-')}-2023-25.yaml"
    path = Path(apps.get_app_config("checklists").path, "data", name)
    return path.read_text("utf-8")


def instrument_of(audit: Audit) -> Instrument:
    return parse(source_of(audit))


def reviewed(audit: Audit, seed: str) -> list[SyntheticFile]:
    """The files that ``seed`` draws, or makes where nothing is drawn, with their reviews."""
    instrument = instrument_of(audit)
    records = dict(synthetic_records(audit.mix, records=audit.records, seed=seed))
    if audit.plan:
        codes = tuple(fact.code for fact in instrument.facts)
        values = {r: tuple(facts[code] for code in codes) for r, facts in records.items()}
        plan = read_plan(shipped_sources()[audit.plan])
        records = {t.reference: records[t.reference] for t in draw(values, plan, seed, codes).drawn}
    return review(instrument, records, audit.script)


@pytest.fixture(scope="module", params=AUDITS, ids=lambda audit: audit.slug)
def audit(request):
    return request.param


@pytest.fixture(scope="module")
def files(audit) -> list[SyntheticFile]:
    return reviewed(audit, "PEEL 2023-25")


# The generator


def test_every_review_is_complete_and_holds_only_what_is_asked(audit, files):
    instrument = instrument_of(audit)
    assert len(files) == FILES[audit.slug] == audit.target
    for file in files:
        progress = progress_of(instrument, file.answers)
        assert progress.complete, progress.outstanding
        assert set(progress.asked) == set(file.answers)


def test_every_answer_is_one_that_its_question_takes(audit, files):
    instrument = instrument_of(audit)
    for file in files:
        for code, answer in file.answers.items():
            assert instrument.question(code).clean(answer.value)[0] == answer.value


def test_nothing_looks_like_personal_data(files):
    texts = [part for f in files for a in f.answers.values() for part in (a.value, a.note)]
    texts += [value for f in files for value in (f.reference, *f.facts.values())]
    assert [text for text in texts if personal_data_in(text)] == []


def test_same_seed_gives_the_same_files(audit, files):
    assert reviewed(audit, "PEEL 2023-25") == files
    assert reviewed(audit, "another") != files


@pytest.mark.parametrize("seed", ["another", "a third"])
@pytest.mark.parametrize(("slug", "code", "met", "of"), COUNTS)
def test_printed_counts_follow_whichever_files_are_drawn(seed, slug, code, met, of):
    audit = BY_SLUG[slug]
    measure = instrument_of(audit).measure(code)
    files = reviewed(audit, seed)
    if measure.kind == "ratio":
        counted = [
            sum(int(f.answers[question].value) for f in files if question in f.answers)
            for question in (measure.numerator, measure.denominator)
        ]
    else:
        kept = [f for f in files if all(f.facts[fact] in v for fact, v in measure.only)]
        given = Counter(f.answers[measure.numerator].value for f in kept)
        counted = [given["yes"], given["yes"] + given["no"]]
    assert counted == [met, of]


def test_crimes_of_a_class_are_among_all_crimes_of_their_report():
    for file in reviewed(BY_SLUG["crime-data-integrity"], "PEEL 2023-25"):
        counts = {c: int(a.value) for c, a in file.answers.items() if a.value.isdigit()}
        if not counts:
            assert file.answers["crime_disclosed"].value == "no"
            continue
        classes = [
            counts.get(f"{name}_to_record", 0) for name in ("violent_crimes", "sexual_offences")
        ]
        assert sum(classes) <= counts["crimes_to_record"]
        assert counts["crimes_recorded_within_24_hours"] <= counts["crimes_recorded"]
        assert counts["crimes_recorded"] <= counts["crimes_to_record"]
        missed = counts["crimes_recorded"] < counts["crimes_to_record"]
        assert (file.answers["all_crimes_recorded"].value == "no") == missed


def test_missing_grounds_are_never_reasonable():
    files = reviewed(BY_SLUG["stop-and-search"], "PEEL 2023-25")
    without = [f for f in files if f.answers["grounds_recorded"].value == "no"]
    assert len(without) == 4
    assert {f.answers["reasonable_grounds"].value for f in without} == {"no"}
    assert {f.answers["weakness"].value for f in without} == {"missing"}


def test_an_extract_is_written_as_a_force_would_and_read_back(tmp_path):
    audit = BY_SLUG["stop-and-search"]
    instrument = instrument_of(audit)
    records = dict(synthetic_records(audit.mix, records=500, seed="any"))
    written = BytesIO()
    write_extract(instrument, records.items(), written)
    assert written.getvalue().startswith(b"Reference,Self-defined ethnicity,Power used,Age,")
    path = tmp_path / "searches.csv"
    path.write_bytes(written.getvalue())
    extract = read_extract(path, instrument=instrument)
    assert {r: dict(zip(extract.facts, v, strict=True)) for r, v in extract.records.items()} == {
        reference: dict(facts) for reference, facts in records.items()
    }


def test_more_than_are_asked_cannot_be_dealt():
    audit = BY_SLUG["online-child-abuse"]
    facts = dict(synthetic_records(audit.mix, records=7, seed="any"))
    deals = [yes_or_no("reviewed_on_arrival", no=8)]
    with pytest.raises(ValueError, match="reviewed_on_arrival: 8 of 7 cases"):
        review(instrument_of(audit), facts, Script(deals, {}, "seed"))
    unwritten = [deal("reviewed_on_arrival", Lot(1, {"reviewed_on_arrival": "no"}), rest={})]
    with pytest.raises(KeyError, match="reviewed_on_arrival"):
        review(instrument_of(audit), facts, Script(unwritten, {}, "seed"))


# The database


@pytest.mark.django_db
def test_an_extract_is_made_only_where_the_demonstration_is(tmp_path):
    with pytest.raises(CommandError, match="Load the demonstration first"):
        call_command("demonstration_extract", "stop-and-search", out=tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())


def casework_of(audit: Audit) -> Casework:
    """The sample of an audit, allocated, of an inspection of its own."""
    lead = SupervisorFactory.create(email=f"lead{User.objects.count()}@peel.example")
    inspectors = tuple(InspectorFactory.create() for _ in range(3))
    inspection = InspectionFactory.create(lead=lead)
    for inspector in inspectors:
        inspection.members.create(user=inspector)
    version = checklists.load(source=source_of(audit), by=None)
    if not version.is_published:
        version = checklists.publish(version=version, by=None)
    beside = Casework(Sample(inspection=inspection), lead, inspectors, ())
    made = make(audit, version, beside)
    share_all(made)
    return made


def one_by_one(casework: Casework) -> None:
    """Reviews the sample by the actions that the pages call."""
    answers = {file.reference: file.answers for file in casework.files}
    for held in casework.reviews():
        assert held.reviewer
        entries = [
            Entry(question=code, value=given.value, note=given.note)
            for code, given in answers[held.case_file.reference].items()
        ]
        _, refused = record_answers(review=held.pk, entries=entries, by=held.reviewer)
        assert refused == {}
        submit(review=held.pk, by=held.reviewer)
        accept(review=held.pk, by=casework.lead)


def left_by(casework: Casework) -> list[object]:
    """What the database holds about the sample, without times and primary keys."""
    everybody = [casework.lead, *casework.inspectors]
    people: dict[int | None, int] = {user.pk: n for n, user in enumerate(everybody)}
    reviews = Review.objects.filter(case_file__sample=casework.sample)
    answers = Answer.objects.filter(review__in=reviews)
    history = AnswerHistory.objects.filter(review__in=reviews)
    columns = ("review__case_file__reference", "question__code", "value", "count", "note",
               "relevant", "revision", "key")  # fmt: skip
    return [
        sorted(map(str, answers.values_list(*columns))),
        sorted(map(str, history.values_list(*columns, "operation"))),
        sorted(people[pk] for pk in answers.values_list("answered_by", flat=True)),
        [
            (r.case_file.reference, r.state, r.counts, r.asked, r.answered, people[r.reviewer_id],
             r.is_started, r.submitted_at is not None, r.last_answered_at is not None)
            for r in casework.reviews()
        ],
        [
            [(e.verb, people[e.by_id], e.details) for e in history_of(r).exclude(verb="allocated")]
            for r in casework.reviews()
        ],
        sorted(
            (people[n.person_id], n.kind, n.files, n.reference, people[n.by_id], n.review_id)
            for n in Notice.objects.filter(sample=casework.sample)
        ),
        sorted(CaseFile.objects.filter(sample=casework.sample).values_list("reference", "state")),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["online-child-abuse", "body-worn-video"])
def test_reviewing_at_once_leaves_what_the_actions_leave(slug):
    at_once, by_actions = casework_of(BY_SLUG[slug]), casework_of(BY_SLUG[slug])
    review_at_once(at_once)
    one_by_one(by_actions)
    assert left_by(at_once) == left_by(by_actions)
    assert [broken for one in at_once.reviews() for broken in verify_chain(one)] == []


@pytest.mark.django_db
def test_an_incomplete_review_is_not_written(db):
    casework = casework_of(BY_SLUG["online-child-abuse"])
    first, *others = casework.files
    lacking = SyntheticFile(first.reference, first.facts, {})
    short = Casework(casework.sample, casework.lead, casework.inspectors, (lacking, *others))
    with pytest.raises(ValueError, match=f"{first.reference} is not complete"):
        review_at_once(short)
