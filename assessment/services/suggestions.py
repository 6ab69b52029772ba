"""Which sections a respondent is likely to know: by role, and by the parts of the work known first-hand."""

from collections.abc import Iterable, Mapping

from assessment.models import Answer, Section
from assessment.services.answer_values import values_of
from assessment.services.versions import FrozenQuestion, FrozenSection, FrozenVersion

ROLE = "role"


def roles_of(version: FrozenVersion) -> dict[str, str]:
    """The roles that the profile's question of this name offers: their words by key, in order; none without it."""
    return {option.key: option.text for each in _profile(version) if each.key == ROLE for option in each.options}


def suggested_sections(
    version: FrozenVersion, asked: Iterable[FrozenSection], answers: Mapping[str, Answer], invited_as: str = ""
) -> frozenset[str]:
    """The keys of those asked sections that are suggested to whoever gave these answers; without a query.

    That is where the role is among those who usually know most of a section's practices, and where
    a question of the profile with several choices names the section by its key. `invited_as` is the
    role an invitation was meant for; it counts until the profile's own question is answered.
    """
    role = _role(version, answers) or invited_as
    named = _named(version, answers)
    return frozenset(each.key for each in asked if each.key in named or _knows_most(role, each))


def _role(version: FrozenVersion, answers: Mapping[str, Answer]) -> str:
    question = version.questions.get(ROLE)
    return values_of(question, answers.get(ROLE)).option if question else ""


def _knows_most(role: str, section: FrozenSection) -> bool:
    known = sum(role in practice.roles for practice in section.practices)
    return 2 * known > len(section.practices)


def _named(version: FrozenVersion, answers: Mapping[str, Answer]) -> set[str]:
    """What was chosen in questions of the profile whose options have the keys of dimensions."""
    dimensions = {each.key for each in version.dimensions}
    several = [each for each in _profile(version) if each.multiple]
    chosen = {key for each in several for key in values_of(each, answers.get(each.key)).text.split()}
    return dimensions & chosen


def _profile(version: FrozenVersion) -> Iterable[FrozenQuestion]:
    return (each for section in version.sections if section.kind == Section.Kind.PROFILE for each in section.questions)
