"""Opinions: from the answers to statements to the constructs that are stored beside a result."""

from collections.abc import Iterable

from assessment.measurement.perception import Construct, ConstructScore, Item, Opinions, construct_scores
from assessment.models import Answer, Assessment
from assessment.services.frozen import FrozenVersion


def constructs_of(version: FrozenVersion) -> tuple[Construct, ...]:
    """Return the constructs that the version asks about, in the order of their first statement."""
    items: dict[str, list[Item]] = {}
    for question in version.questions.values():
        if question.construct:
            items.setdefault(question.construct, []).append(Item(question.key, question.reversed))
    return tuple(Construct(key, tuple(found)) for key, found in items.items())


def opinions_of(assessment: Assessment, version: FrozenVersion, submitted: Iterable[int]) -> tuple[ConstructScore, ...]:
    """Return every construct over the submitted responses (by number), in one query; none where none is asked."""
    constructs = constructs_of(version)
    if not constructs:
        return ()
    respondents = _respondents(assessment, version, constructs, submitted)
    return tuple(construct_scores(constructs, respondents).values())


def _respondents(
    assessment: Assessment, version: FrozenVersion, constructs: Iterable[Construct], submitted: Iterable[int]
) -> list[Opinions]:
    """What each of them said, by statement; "no opinion" is left out."""
    questions = {item.key: version.questions[item.key] for construct in constructs for item in construct.items}
    said: dict[int, dict[str, int]] = {pk: {} for pk in submitted}
    rows = Answer.objects.filter(
        response__assessment=assessment,
        question__in=[question.pk for question in questions.values()],
        option__value__isnull=False,
    )
    by_pk = {question.pk: key for key, question in questions.items()}
    for response, question, value in rows.values_list("response_id", "question_id", "option__value"):
        if response in said and value is not None:
            said[response][by_pk[question]] = value
    return list(said.values())
