"""What somebody says when opening a round, or when inviting to one."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessment.forms.lines import OneLineField
from assessment.models import Assessment, Version
from assessment.services.invitations import LASTS
from assessment.services.suggestions import roles_of
from assessment.services.versions import frozen

MAIN_QUESTIONNAIRE = "mlops-adoption"
LONGEST = timedelta(days=366)


def plain_helper() -> FormHelper:
    """Fields alone: the tag, the token and the buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


def today_or_later(day: date | None) -> date | None:
    """The day, if there is one. Raises ValidationError for a day in the past."""
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError(_("Choose today or a later day."))
    return day


def today_or_earlier(day: date | None) -> date:
    """The day. Raises ValidationError where there is none, and for a day to come."""
    if day is None:
        raise forms.ValidationError(_("Choose the day on which people answered."))
    if day > timezone.localdate():
        raise forms.ValidationError(_("Choose today or an earlier day."))
    return day


class DateInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no ModelChoiceField[…] at run time
    """A published version, named with its number and how long it takes."""

    def label_from_instance(self, obj: Version) -> str:
        return gettext("%(title)s, version %(number)d (about %(minutes)d minutes)") % {
            "title": obj.title,
            "number": obj.number,
            "minutes": obj.minutes,
        }


def default_version() -> Version | None:
    """The newest published version of the main questionnaire, or of any."""
    published = Version.objects.published().order_by("-number")
    return published.filter(questionnaire__key=MAIN_QUESTIONNAIRE).first() or published.first()


WHO_ANSWERS = (
    (Assessment.Kind.TEAM, _("A team: everybody answers alone, and you see the result of all together")),
    (Assessment.Kind.JUST_ME, _("Just me: the round closes when I submit my answers")),
    (Assessment.Kind.PAPER, _("It was answered on paper: nobody is asked, and you enter sheet after sheet")),
)


class RoundForm(forms.Form):
    """A round: what it is called, what is asked, until when."""

    title = OneLineField(
        label=_("Title"), max_length=80, help_text=_("So that you recognize the round later, such as “Q4 2026”.")
    )
    version = VersionField(label=_("Questionnaire"), queryset=Version.objects.none(), empty_label=None)
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DateInput(),
        help_text=_("Shown to those who answer. The round stays open until somebody closes it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        version = self.fields["version"]
        version.queryset = Version.objects.published()  # type: ignore[attr-defined]  # it is a VersionField
        version.initial = default_version()

    def clean_due_on(self) -> date | None:
        return today_or_later(self.cleaned_data["due_on"])


class AssessmentForm(RoundForm):
    """A round of one organization: who answers, and if they did so on paper, when."""

    kind = forms.ChoiceField(
        label=_("Who answers"), choices=WHO_ANSWERS, initial=Assessment.Kind.TEAM, widget=forms.RadioSelect
    )
    held_on = forms.DateField(
        label=_("Answered on paper on"),
        required=False,
        widget=DateInput(),
        help_text=_("Only for a round on paper: it stands on this day among your other rounds."),
    )

    def __init__(self, *args: Any, may_answer: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        """`may_answer`: whether the asker is a member; a consultant cannot open a round for "just me"."""
        super().__init__(*args, **kwargs)
        # Who answers decides which of the two days is asked; static/css/app.css hides the other.
        due_on, held_on = (
            Field("due_on", wrapper_class="unless-on-paper"),
            Field("held_on", wrapper_class="if-on-paper"),
        )
        self.helper.layout = Layout("title", "version", "kind", due_on, held_on)
        if not may_answer:
            offered = [choice for choice in WHO_ANSWERS if choice[0] != Assessment.Kind.JUST_ME]
            self.fields["kind"].choices = offered  # type: ignore[attr-defined]  # it is a ChoiceField

    def clean(self) -> dict[str, Any]:
        """Of the two days the one that is asked; the other does not matter."""
        on_paper = self.cleaned_data.get("kind") == Assessment.Kind.PAPER
        other = "due_on" if on_paper else "held_on"
        self.errors.pop(other, None)
        self.cleaned_data[other] = None
        if on_paper and "held_on" not in self.errors:
            try:
                today_or_earlier(self.cleaned_data["held_on"])
            except forms.ValidationError as error:
                self.add_error("held_on", error)
        return self.cleaned_data


class InvitationForm(forms.Form):
    """A link to pass on: for how many, for whom, until when."""

    use_limit = forms.IntegerField(
        label=_("How many people may use it"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: as many as open it."),
    )
    role = forms.ChoiceField(
        label=_("For people in this role"),
        required=False,
        help_text=_("They see every section. Those that this role usually knows are suggested to them."),
    )
    last_day = forms.DateField(label=_("Works until"), widget=DateInput())

    def __init__(self, assessment: Assessment, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own signature
        super().__init__(*args, **kwargs)
        self.helper = plain_helper()
        self.roles = roles_of(frozen(assessment.version))
        if self.roles:
            cast(forms.ChoiceField, self.fields["role"]).choices = [("", _("Any role")), *self.roles.items()]
        else:
            del self.fields["role"]
        self.fields["last_day"].initial = timezone.localdate() + LASTS

    def clean_last_day(self) -> date:
        last_day: date = self.cleaned_data["last_day"]
        today = timezone.localdate()
        if not today <= last_day <= today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return last_day

    @property
    def expires_at(self) -> datetime:
        """The end of the last day, where this installation is."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["last_day"], time.max))

    @property
    def role_key(self) -> str:
        """The key of the chosen role; empty for any."""
        return str(self.cleaned_data.get("role", ""))

    @property
    def role_in_words(self) -> str:
        """The words of the chosen role; empty for any."""
        return self.roles.get(self.role_key, "")
