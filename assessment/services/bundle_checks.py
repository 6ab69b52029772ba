"""Whether a bundle says of its own tallies what they give: everything is computed anew and compared."""

from collections.abc import Iterator, Mapping, Set

from django.utils.translation import gettext as _

from assessment.measurement.answers import AnswerError, Tally
from assessment.measurement.cases import LEFT_OUT, Difference, differences
from assessment.measurement.instrument import Instrument
from assessment.measurement.perception import ConstructScore
from assessment.models import Assessment
from assessment.services.bundle_documents import Data, scores_document
from assessment.services.bundle_files import BundleRefused
from assessment.services.result_rows import ResultRows
from assessment.services.results import computed_rows
from assessment.services.tally_inputs import StageRange, TallyInputs
from assessment.services.versions import FrozenVersion, frozen

TOLERANCE = 1e-9


def checked_rows(assessment: Assessment, document: Data) -> ResultRows:
    """Return the rows of the result, unsaved, that the tallies of a read bundle give for this assessment.

    Raises BundleRefused with every reason where the bundle says something else (numbers agree to
    `TOLERANCE`), where nobody can have given its counts, or where its keys are not those of its questionnaire.
    """
    inputs = _inputs(frozen(assessment.version), assessment, document["inputs"])
    rows = computed_rows(assessment, inputs)
    found = list(map(_sentence, differences(document["scores"], scores_document(rows), "scores", TOLERANCE)))
    if inputs.hash != document["inputs"]["hash"]:
        found.insert(0, _("The hash of the inputs is not that of what the bundle holds: something was changed."))
    found += _range_problems(rows, inputs.stage_range)
    if found:
        raise BundleRefused(found)
    return rows


def _sentence(difference: Difference) -> str:
    said = {
        "path": difference.path,
        "given": _value(difference.expected),
        "computed": _value(difference.computed),
    }
    return _("%(path)s: the bundle says %(given)s, and its counts give %(computed)s.") % said


def _value(value: object) -> str:
    return _("nothing") if value is LEFT_OUT or isinstance(value, dict) else str(value)[:40]


def _range_problems(rows: ResultRows, given: StageRange) -> Iterator[str]:
    """Leaving somebody out can only widen the range around the stage; without a stage there is no range."""
    stage, lowest, highest = rows.result.stage, given.lowest, given.highest
    if stage is None or lowest is None or highest is None:
        fits = stage is lowest is highest
    else:
        fits = lowest <= stage <= highest
    if not fits:
        yield _("The stage does not lie within the range of stages that the bundle gives.")


# --- Inputs --------------------------------------------------------------------------------------


def _inputs(version: FrozenVersion, assessment: Assessment, given: Data) -> TallyInputs:
    instrument = version.instrument(assessment.facts())
    own = given["from_responses"]
    problems = [*_foreign(version, instrument, given), *_impossible(given)]
    if problems:
        raise BundleRefused(problems)
    inputs = TallyInputs(
        version=version,
        instrument=instrument,
        tallies=_tallies(instrument, given),
        respondents=given["respondents"],
        people=given["people"],
        targets={key: float(target) for key, target in given["targets"].items()},
        stage_range=StageRange(own["stage_lowest"], own["stage_highest"]),
        opinions=tuple(map(_opinion, own["opinions"])),
    )
    # SECURITY: no bundle brings in what a page would not have shown where it was made.
    if inputs.shown() != inputs:
        raise BundleRefused([_("The bundle says more about opinions than may be shown of so few people.")])
    return inputs


def _foreign(version: FrozenVersion, instrument: Instrument, given: Data) -> Iterator[str]:
    """What the bundle has that is not in its questionnaire under its facts, and what it lacks."""
    yield from _unlike("inputs.tallies", given["tallies"], instrument.practice_keys)
    yield from _unlike("inputs.targets", given["targets"], {dimension.key for dimension in instrument.dimensions})
    items: dict[str, set[str]] = {}
    for question in version.questions.values():
        items.setdefault(question.construct, set()).add(question.key)
    for opinion in given["from_responses"]["opinions"]:
        where = f"inputs.from_responses.opinions.{opinion['key']}"
        if opinion["key"] not in version.constructs:
            yield _("%(path)s: the questionnaire has nothing of this name.") % {"path": where}
        elif opinion["counts"]:
            yield from _unlike(where, opinion["counts"], items.get(opinion["key"], set()))


def _unlike(where: str, given: Mapping[str, object], known: Set[str]) -> Iterator[str]:
    for key in sorted(given.keys() - known):
        yield _("%(path)s: the questionnaire has nothing of this name.") % {"path": f"{where}.{key}"}
    for key in sorted(known - given.keys()):
        yield _("%(path)s: this entry is missing.") % {"path": f"{where}.{key}"}


def _impossible(given: Data) -> Iterator[str]:
    """What so many respondents can't have said."""
    opinions = given["from_responses"]["opinions"]
    if given["people"] < given["respondents"]:
        yield _("The bundle counts fewer people than responses.")
    if len({opinion["key"] for opinion in opinions}) < len(opinions):
        yield _("The bundle gives the same opinions twice.")
    for opinion in opinions:
        most = max([opinion["respondents"], *map(sum, opinion["counts"].values())])
        if most > given["respondents"]:
            yield _("The bundle counts more opinions than responses.")


def _tallies(instrument: Instrument, given: Data) -> dict[str, Tally]:
    try:
        return {
            practice.key: _tally(given["tallies"][practice.key], given["respondents"])
            for practice in instrument.practices
        }
    except AnswerError as error:
        raise BundleRefused([_("Nobody can have given the counts in the bundle: %s.") % error]) from error


def _tally(given: Data, respondents: int) -> Tally:
    pairs = tuple((float(x), float(e), raters) for x, e, raters in given["pairs"])
    return Tally(pairs, given["not_applicable"], respondents)


def _opinion(given: Data) -> ConstructScore:
    mean = None if given["mean"] is None else float(given["mean"])
    counts = {item: tuple(values) for item, values in given["counts"].items()}
    return ConstructScore(given["key"], given["respondents"], mean, counts)
