"""The result of a quick check: computed when it is looked at, as any other result, and never stored."""

from dataclasses import dataclass

from assessment.models import Assessment, Section, Trial, Version
from assessment.services.answer_values import Values, chosen, values_of
from assessment.services.results import Inputs, answers_from, computed_rows, default_targets
from assessment.services.stored_results import ResultView, view_of
from assessment.services.trial_answers import answers_of, facts
from assessment.services.versions import FrozenQuestion, frozen

FULL_QUESTIONNAIRE = "mlops-adoption"


@dataclass(frozen=True)
class Opinion:
    """A question that is never scored, with what was answered."""

    question: FrozenQuestion
    values: Values


def result_of(trial: Trial) -> ResultView:
    """Return the result of the answers so far, as that of one respondent; without a query.

    Its assessment is none that exists: an organization without facts, whose targets are those of
    models that are not critical.
    """
    version = frozen(trial.version)
    instrument = version.instrument(facts())
    assessment = Assessment(version=trial.version, title=version.title)
    answered = ((version.questions[key], answer) for key, answer in answers_of(trial).items())
    options = {question.pk: option for question, answer in answered if (option := chosen(question, answer))}
    targets = default_targets(assessment, instrument)
    inputs = Inputs(version, instrument, [answers_from(version, instrument, options)], targets, people=1)
    return view_of(computed_rows(assessment, inputs), targets)


def opinions_of(trial: Trial) -> list[Opinion]:
    """What was answered to the questions of perception."""
    version, answers = frozen(trial.version), answers_of(trial)
    asked = [section for section in version.asked(facts()) if section.kind == Section.Kind.PERCEPTION]
    found = [Opinion(each, values_of(each, answers.get(each.key))) for section in asked for each in section.questions]
    return [opinion for opinion in found if opinion.values.is_answered]


def practices_in_full() -> int:
    """How many practices the full questionnaire has; 0 where none is published."""
    published = Version.objects.published().filter(questionnaire__key=FULL_QUESTIONNAIRE)
    version = published.select_related("questionnaire").order_by("-number").first()
    return len(frozen(version).practices) if version else 0
