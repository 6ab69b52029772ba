"""What an answer says, by keys: what may be stored, and what is."""

from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from assessment.models import Answer, Option
from assessment.services.errors import Refused
from assessment.services.versions import FrozenOption, FrozenQuestion

LONGEST = {"text": 10_000, "note": 5_000, "reason": 500, "evidence": 1_000}
_check_web_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Values:
    """What somebody answered to one question.

    `option` is the key of the chosen option; `text` is what was written under an open question, and
    for a question with several choices their keys, separated by spaces.
    """

    option: str = ""
    text: str = ""
    reason: str = ""
    note: str = ""
    evidence: str = ""

    @property
    def is_answered(self) -> bool:
        return bool(self.option or self.text)


EMPTY = Values()


class Invalid(Refused):
    """What was sent can't be an answer to this question; `part` is the field of Values that is wrong."""

    def __init__(self, sentence: str, part: str = "option") -> None:
        super().__init__(sentence, 422)
        self.part = part


def values_of(question: FrozenQuestion, answer: Answer | None) -> Values:
    """The stored answer by keys; empty values where there is none."""
    if answer is None:
        return EMPTY
    option = chosen(question, answer)
    return Values(option.key if option else "", answer.text, answer.reason, answer.note, answer.evidence)


def chosen(question: FrozenQuestion, answer: Answer | None) -> FrozenOption | None:
    """The option of an answer, if there is one."""
    return question.options_by_pk[answer.option_id] if answer is not None and answer.option_id is not None else None


def does_not_happen(option: FrozenOption | None) -> bool:
    """Whether this answer to a practice says that it does not happen, so that its recognition is worded for that."""
    return option is not None and option.points == 0


def does_not_apply(option: FrozenOption | None) -> bool:
    """Whether this answer to a practice says that it does not apply, so that its recognition is not asked."""
    return option is not None and option.code == Option.Code.NOT_APPLICABLE


def offered(question: FrozenQuestion, key: str, *, absent: bool) -> str:
    """The key of the recognition that is offered in this wording and worth as much as the one chosen."""
    option = question.option(key)
    if option is None or option.wording(absent=absent):
        return key
    equal = question.by_points(option.points or 0, absent=absent)
    return equal.key if equal else key


def checked(question: FrozenQuestion, values: Values) -> Values:
    """The values, without what does not belong to such a question; raises Invalid where they can't be an answer."""
    _check_texts(values)
    if question.is_open:
        return Values(text=values.text)
    if question.multiple:
        return Values(text=_several(question, values.text))
    option = _known(question, values.option) if values.option else None
    if not does_not_apply(option):
        return replace(values, text="", reason="")
    if not values.reason:
        raise Invalid(_("Say in one sentence why it does not apply."), "reason")
    return replace(values, text="")


def _check_texts(values: Values) -> None:
    for part, longest in LONGEST.items():
        text = getattr(values, part)
        if len(text) > longest:
            raise Invalid(_("Use at most %(longest)s characters.") % {"longest": longest}, part)
        if "\x00" in text:
            raise Invalid(_("The text contains a character that can't be stored."), part)
    if values.evidence:
        _check_evidence(values.evidence)


def _check_evidence(address: str) -> None:
    # SECURITY: the link is shown to others, so that javascript: and its like are refused.
    try:
        _check_web_address(address)
    except ValidationError as error:
        raise Invalid(_("Enter an address that starts with https:// or http://."), "evidence") from error


def _known(question: FrozenQuestion, key: str) -> FrozenOption:
    option = question.option(key)
    if option is None:
        raise Invalid(_("Choose one of the answers to this question."))
    return option


def _several(question: FrozenQuestion, text: str) -> str:
    """The chosen keys in the order of the options, each once."""
    keys = {_known(question, key).key for key in text.split()}
    return " ".join(option.key for option in question.options if option.key in keys)
