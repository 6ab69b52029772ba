"""What a bundle says of its own counts is computed anew, and anything else is refused with its reason."""

from collections.abc import Callable

import pytest

from assessment.models import Assessment, Person, Questionnaire, Result, Version
from assessment.services.bundle_files import read_bundle
from assessment.services.bundles import import_bundle
from assessment.services.errors import Refused
from tests.bundles import Data, bundle_of, empty_the_database, make_round, spoiled, without_timestamps
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


def of_inputs(document: Data) -> Data:
    found: Data = document["inputs"]
    return found


def of_overall(document: Data) -> Data:
    found: Data = document["scores"]["overall"]
    return found


def opinion(key: str, counts: dict[str, list[int]], respondents: int = 3) -> Data:
    return {"key": key, "respondents": respondents, "mean": 4.0, "counts": counts}


TAMPERED: dict[str, tuple[Callable[[Data], object], str]] = {
    "a score": (
        lambda document: of_overall(document).update(practice=0.99),
        "scores.overall.practice: the bundle says 0.99, and its counts give 0.70",
    ),
    "a stage": (
        lambda document: of_overall(document).update(stage=4),
        "scores.overall.stage: the bundle says 4, and its counts give 2",
    ),
    "a score left out": (
        lambda document: of_overall(document).pop("practice"),
        "scores.overall.practice: the bundle says nothing, and its counts give",
    ),
    "a contested result": (
        lambda document: of_overall(document).update(contested=not of_overall(document)["contested"]),
        "scores.overall.contested",
    ),
    "a dimension of another practice": (
        lambda document: document["scores"]["practices"]["d0-p0"].update(dimension="d1"),
        "scores.practices.d0-p0.dimension: the bundle says d1, and its counts give d0",
    ),
    "a tally": (
        lambda document: of_inputs(document)["tallies"]["d0-p0"].update(pairs=[[1, 1, 3]]),
        "something was changed",
    ),
    "a target": (lambda document: of_inputs(document)["targets"].update(d0=0.75), "something was changed"),
    "the range of stages": (
        lambda document: of_inputs(document)["from_responses"].update(stage_highest=4),
        "something was changed",
    ),
    "the hash": (lambda document: of_inputs(document).update(hash="0" * 64), "something was changed"),
    "a foreign practice": (
        lambda document: of_inputs(document)["tallies"].update({"d9-p9": {"pairs": [], "not_applicable": 0}}),
        "inputs.tallies.d9-p9: the questionnaire has nothing of this name",
    ),
    "a missing practice": (
        lambda document: of_inputs(document)["tallies"].pop("d0-p0"),
        "inputs.tallies.d0-p0: this entry is missing",
    ),
    "a foreign dimension": (
        lambda document: of_inputs(document)["targets"].update(d9=0.5),
        "inputs.targets.d9: the questionnaire has nothing of this name",
    ),
    "a foreign construct": (
        lambda document: of_inputs(document)["from_responses"]["opinions"].append(opinion("fame", {})),
        "inputs.from_responses.opinions.fame: the questionnaire has nothing of this name",
    ),
    "a foreign statement": (
        lambda document: of_inputs(document)["from_responses"]["opinions"].append(
            opinion("benefits", {"other": [0, 0, 0, 1, 0]})
        ),
        "inputs.from_responses.opinions.benefits.other: the questionnaire has nothing of this name",
    ),
    "the same opinions twice": (
        lambda document: of_inputs(document)["from_responses"]["opinions"].extend([opinion("benefits", {})] * 2),
        "gives the same opinions twice",
    ),
    "more opinions than people": (
        lambda document: of_inputs(document)["from_responses"]["opinions"].append(opinion("benefits", {}, 9)),
        "counts more opinions than responses",
    ),
    "opinions of too few": (
        lambda document: of_inputs(document)["from_responses"].update(
            opinions=[opinion("benefits", {"benefits-sleep": [0, 0, 0, 1, 2]})]
        ),
        "more about opinions than may be shown",
    ),
    "more raters than respondents": (
        lambda document: of_inputs(document)["tallies"]["d0-p0"].update(not_applicable=9),
        "Nobody can have given the counts",
    ),
    "fewer people than responses": (
        lambda document: of_inputs(document).update(people=1),
        "fewer people than responses",
    ),
    "closed before it was opened": (
        lambda document: document["round"].update(closed_at="2000-01-01T00:00:00+00:00"),
        "closed before it was opened",
    ),
    "closed in the future": (
        lambda document: document["round"].update(closed_at="2999-01-01T00:00:00+00:00"),
        "will be closed in the future",
    ),
    "no day": (lambda document: document["round"].update(due_on="2026-02-31"), "not in the calendar"),
    "a day on paper": (lambda document: document["round"].update(held_on="2026-02-01"), "on paper"),
    "an invented organization": (lambda document: document["organization"].update(synthetic=True), "invented"),
}


def test_a_bundle_that_was_tampered_with_is_refused_with_the_reason_and_nothing_is_kept() -> None:
    text = bundle_of(make_round())
    empty_the_database()
    home = make_organization("Halden")
    for name, (spoil, reason) in TAMPERED.items():
        with pytest.raises(Refused) as refusal:
            import_bundle(Person(), home, read_bundle(spoiled(text, spoil)))
        assert reason in refusal.value.sentence, name
    kept = (Assessment, Result, Questionnaire, Version)
    assert [model.objects.count() for model in kept] == [0, 0, 0, 0]


def test_a_difference_of_rounding_is_none() -> None:
    def spoil(document: Data) -> None:
        of_overall(document)["practice"] += 5e-10

    text = bundle_of(make_round())
    copy = import_bundle(Person(), make_organization("Halden"), read_bundle(spoiled(text, spoil)))
    assert without_timestamps(bundle_of(copy)) == without_timestamps(text)
