"""What a page sends back of the questions it asked."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from assessment.services.answer_pen import Conflict
from assessment.services.answer_values import Invalid, Values, does_not_apply
from assessment.services.answers import Sent
from assessment.services.versions import FrozenQuestion

Problem = Invalid | Conflict


def sent_of(data: QueryDict, question: FrozenQuestion) -> Sent:
    """One question out of what was sent; raises Invalid where its number is none."""
    key = question.key
    option, text = "", _text(data, key)
    if question.multiple:
        text = " ".join(data.getlist(key))
    elif not question.is_open:
        option, text = text, ""
    # The reason stays in its field while another answer is chosen; it belongs to "does not apply" alone.
    reason = _text(data, f"{key}-reason") if does_not_apply(question.option(option)) else ""
    values = Values(option, text, reason, _text(data, f"{key}-note"), _text(data, f"{key}-evidence"))
    return Sent(_number(data, f"{key}-number"), values, confirms=f"{key}-confirmed" in data)


def section_sent(data: QueryDict, questions: tuple[FrozenQuestion, ...]) -> dict[str, Sent]:
    """Every question of a section that was sent, by key; raises Invalid as `sent_of` does.

    A conflict that was decided on the page counts: for "mine" as an answer to the other one, for
    "theirs" as nothing sent.
    """
    sent = {each.key: sent_of(data, each) for each in questions if f"{each.key}-number" in data}
    for key in list(sent):
        decision = data.get(f"{key}-keep")
        if decision == "mine":
            sent[key] = Sent(_number(data, f"{key}-theirs"), sent[key].values)
        elif decision == "theirs":
            del sent[key]
    return sent


def _text(data: QueryDict, name: str) -> str:
    """What was typed, with the line ends that scripts send too."""
    return data.get(name, "").replace("\r\n", "\n").strip()


def _number(data: QueryDict, name: str) -> int:
    text = data.get(name, "0")
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(_("This form is outdated. Load the page again."))
    return int(text)
