"""A pasted list of people to invite by e-mail."""

from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessment.forms.assessments import InvitationForm
from assessment.forms.lines import TextsField
from assessment.models import Assessment
from assessment.services.invitation_doubts import Doubt, doubts_about
from assessment.services.invitation_lists import MOST_ADDRESSES, ReadList, read_list, usual_end

# Two hundred of the longest addresses, each with a name.
LONGEST_LIST = 80_000
MOST_PROBLEMS = 10
LONGEST_QUOTE = 60


class InvitationListForm(InvitationForm):
    """Who is invited, and until when their links work.

    `read` is what the list says and `doubts` who on it could be counted twice, once it is valid; as long
    as it `asks` about somebody, nothing shall be sent.
    """

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
    # Those in doubt that a page has shown, those of them ticked to be invited all the same, and a tick for all.
    shown = TextsField(required=False)
    ticked = TextsField(required=False)
    all_the_same = forms.BooleanField(required=False)
    field_order = ["addresses", "role", "last_day"]

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(assessment, *args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate(usual_end(assessment))
        self.assessment = assessment
        self.read = ReadList([], [], [])
        self.doubts: list[Doubt] = []
        # The rest stands beside the doubts.
        self.helper.layout = Layout(*(name for name in self.field_order if name in self.fields))

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

    def clean(self) -> None:
        super().clean()
        self.doubts = doubts_about(self.assessment, self.cleaned_data.get("addresses", []))

    @property
    def asks(self) -> bool:
        """Whether somebody is in doubt whom no page has shown yet."""
        return not {each.address for each in self.doubts} <= self.cleaned_data["shown"]

    @property
    def left_out(self) -> list[str]:
        """Those in doubt that are not invited."""
        if self.cleaned_data["all_the_same"]:
            return []
        return [each.address for each in self.doubts if each.address not in self.cleaned_data["ticked"]]

    @property
    def chosen(self) -> list[str]:
        """Whom to invite."""
        left_out = set(self.left_out)
        return [address for address in self.read.addresses if address not in left_out]


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
