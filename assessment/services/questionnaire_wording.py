"""The words of a practice as an editor writes them: two questions and five options, in one go."""

from dataclasses import dataclass

from django.db import transaction

from assessment.models import Option, OptionSet, Practice, Question
from assessment.services.questionnaire_checks import RECOGNITION
from assessment.services.questionnaire_export import STEPS, options_of
from assessment.services.questionnaire_parts import ADDED_TO_A_PRACTICE
from assessment.services.questionnaire_rows import AFTER_THE_PRACTICES, practice_options


@dataclass(frozen=True)
class Wording:
    """What is asked of a practice; `options` are the five texts, from what does not happen to what always does."""

    question: str
    recognition: str
    options: tuple[str, ...]


def wording_of(practice: Practice) -> Wording:
    """The words of a practice; empty texts where none are written yet."""
    asked = {question.facet: question for question in practice.questions.all()}
    question, recognition = asked.get(Question.Facet.PRACTICE), asked.get(Question.Facet.RECOGNITION)
    written = {option.key: option.text for option in options_of(question)}
    return Wording(
        question=question.text if question else "",
        recognition=recognition.text if recognition else "",
        options=tuple(written.get(key, "") for key in STEPS),
    )


@transaction.atomic
def word_practice(practice: Practice, wording: Wording) -> None:
    """Give a practice of a draft its two questions and its options, with the keys that loading gives them."""
    options = _own_options(practice)
    _write_options(practice, options, wording)
    shared, _made = OptionSet.objects.get_or_create(version=practice.version, key=RECOGNITION)
    rows = (
        (Question.Facet.PRACTICE, practice.key, wording.question, options, 0),
        (
            Question.Facet.RECOGNITION,
            practice.key + ADDED_TO_A_PRACTICE,
            wording.recognition,
            shared,
            AFTER_THE_PRACTICES,
        ),
    )
    for facet, key, text, option_set, offset in rows:
        Question.objects.update_or_create(
            practice=practice,
            facet=facet,
            defaults={
                "version": practice.version,
                "section": practice.section,
                "key": key,
                "text": text,
                "option_set": option_set,
                "position": offset + practice.position,
            },
        )


def _own_options(practice: Practice) -> OptionSet:
    """The practice's own option set, under its key even where that was changed."""
    asked = (
        Question.objects.filter(practice=practice, facet=Question.Facet.PRACTICE).select_related("option_set").first()
    )
    own = asked.option_set if asked else None
    if own is None or own.key == RECOGNITION:
        return OptionSet.objects.get_or_create(version=practice.version, key=practice.key)[0]
    own.key = practice.key
    own.save(update_fields=["key"])
    return own


def _write_options(practice: Practice, options: OptionSet, wording: Wording) -> None:
    wanted = practice_options(
        list(wording.options), may_not_apply=practice.may_not_apply, language=practice.version.language
    )
    options.options.exclude(key__in=[option.key for option in wanted]).delete()
    for option in wanted:
        values = {
            name: getattr(option, name) for name in ("position", "text", "absent_text", "points", "value", "code")
        }
        Option.objects.update_or_create(option_set=options, key=option.key, defaults=values)
