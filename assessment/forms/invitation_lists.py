"""A pasted list of people to invite by e-mail."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.forms.assessments import InvitationForm
from assessment.models import Assessment
from assessment.services.invitation_lists import MOST_ADDRESSES, ReadList, read_list, usual_end

# Two hundred of the longest addresses, each with a name.
LONGEST_LIST = 80_000
MOST_PROBLEMS = 10
LONGEST_QUOTE = 60


class InvitationListForm(InvitationForm):
    """Who is invited, and until when their links work; `read` is what the list says, once it is valid."""

    use_limit = None  # type: ignore[assignment]  # Django's way to leave a field out: each link is for one person
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        max_length=LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        # Help texts are HTML.
        help_text=gettext_lazy(
            "One per line, or separated by commas or semicolons; “Ana &lt;ana@example.org&gt;” is fine, too. "
            "At most 200 at a time. Names are not kept."
        ),
    )
    field_order = ["addresses", "role", "last_day"]

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(assessment, *args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate(usual_end(assessment))
        self.read = ReadList([], [], [])

    def clean_addresses(self) -> list[str]:
        self.read = read_list(self.cleaned_data["addresses"])
        _refuse_problems(self.read.problems)
        number = len(self.read.addresses)
        if number > MOST_ADDRESSES:
            sentence = _("These are %(number)d addresses. At most %(most)d can be invited at a time.")
            raise ValidationError(sentence % {"number": number, "most": MOST_ADDRESSES})
        if not number:
            raise ValidationError(_("There is no e-mail address in the list."))
        return self.read.addresses


def _refuse_problems(problems: list[tuple[int, str]]) -> None:
    sentences = [
        _("Line %(line)d: “%(text)s” is not an e-mail address.")
        % {"line": line, "text": Truncator(text).chars(LONGEST_QUOTE)}
        for line, text in problems[:MOST_PROBLEMS]
    ]
    more = len(problems) - MOST_PROBLEMS
    if more > 0:
        sentence = ngettext("%(number)d more is none, either.", "%(number)d more are none, either.", more)
        sentences.append(sentence % {"number": more})
    if sentences:
        raise ValidationError([ValidationError(sentence) for sentence in sentences])
