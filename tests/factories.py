"""Real objects for tests, with as little said as the test needs."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import count

from django.contrib.auth.models import Group
from django.utils import timezone

from assessment.models import (
    ActionItem,
    Answer,
    Assessment,
    Grant,
    Membership,
    Option,
    OptionSet,
    Organization,
    Person,
    Practice,
    Question,
    Questionnaire,
    Response,
    Rule,
    Section,
    Share,
    Trial,
    User,
    Version,
    hash_of,
)
from assessment.models.user import ADMINISTRATORS, EDITORS

numbers = count(1)
PASSWORD = "correct horse battery staple"
THIRD = 1 / 3


def make_user(name: str = "", **fields: object) -> User:
    """An account with the password `PASSWORD`."""
    number = next(numbers)
    return User.objects.create_user(f"person{number}@example.org", PASSWORD, name=name or f"Person {number}", **fields)


def make_person(user: User | None = None, *guest_hashes: str) -> Person:
    return Person(user=user, guest_hashes=frozenset(guest_hashes))


def make_editor() -> User:
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    return user


def make_administrator() -> User:
    user = make_user(is_staff=True)
    user.groups.add(Group.objects.get_or_create(name=ADMINISTRATORS)[0])
    return user


def make_organization(
    name: str = "", lead: User | None = None, practitioners: Iterable[User] = (), **facts: object
) -> Organization:
    """An organization with a lead (a new one, unless given) and these practitioners."""
    facts = {"sector": "software", "size": "10-49", **facts}
    organization = Organization.objects.create(name=name or f"Organization {next(numbers)}", **facts)
    Membership.objects.create(organization=organization, user=lead or make_user(), role=Membership.Role.LEAD)
    for practitioner in practitioners:
        Membership.objects.create(organization=organization, user=practitioner)
    return organization


def make_grant(organization: Organization, user: User, level: str = Grant.Level.READ, **fields: object) -> Grant:
    fields = {"state": Grant.State.GRANTED, "granted_at": timezone.now(), **fields}
    return Grant.objects.create(organization=organization, user=user, level=level, **fields)


def make_version(*, dimensions: int = 2, practices: int = 3, key: str = "", publish: bool = True) -> Version:
    """A small version: dimensions d0, d1, … of practices d0-p0, d0-p1, …

    The first practice of each dimension is essential, the last may not apply.
    """
    questionnaire = Questionnaire.objects.create(key=key or f"questionnaire-{next(numbers)}")
    version = Version.objects.create(questionnaire=questionnaire, title="Questionnaire")
    recognition = make_recognition_options(version)
    for position in range(dimensions):
        dimension = Section.objects.create(
            version=version,
            key=f"d{position}",
            kind=Section.Kind.DIMENSION,
            title=f"Dimension {position}",
            position=position,
        )
        for place in range(practices):
            make_practice(dimension, recognition, place, may_not_apply=place == practices - 1)
    if publish:
        publish_version(version)
    return version


def make_recognition_options(version: Version) -> OptionSet:
    options = OptionSet.objects.create(version=version, key="recognition")
    rows = [
        ("nobody", "Nobody decided it", "Nobody asks for it", 0, ""),
        ("decided-against", "", "We decided against it", 0, Option.Code.DECIDED_AGAINST),
        ("habit", "Habit of some people", "Some people ask for it", THIRD, ""),
        ("agreed", "Agreed", "Agreed but not done", 2 * THIRD, ""),
        ("guideline", "Part of a guideline", "A guideline requires it", 1, ""),
        ("unknown", "I don't know", "I don't know", 0, Option.Code.UNKNOWN),
    ]
    for position, (key, text, absent_text, points, code) in enumerate(rows):
        Option.objects.create(
            option_set=options,
            key=key,
            position=position,
            text=text,
            absent_text=absent_text,
            points=points,
            code=code,
        )
    return options


def make_practice(dimension: Section, recognition: OptionSet, place: int, *, may_not_apply: bool = False) -> Practice:
    key = f"{dimension.key}-p{place}"
    practice = Practice.objects.create(
        section=dimension,
        key=key,
        position=place,
        name=f"Practice {key}",
        essential=place == 0,
        may_not_apply=may_not_apply,
        why="It matters.",
        advice_adopt="Start.",
        advice_execute="Do it.",
        advice_formalise="Write it down.",
        advice_sustain="Keep it up.",
    )
    options = OptionSet.objects.create(version=dimension.version, key=key)
    for step in range(5):
        Option.objects.create(
            option_set=options,
            key=str(step + 1),
            position=step,
            text=f"{key} step {step + 1}",
            points=step / 4,
        )
    Option.objects.create(option_set=options, key="unknown", position=5, text="I don't know", code=Option.Code.UNKNOWN)
    if may_not_apply:
        Option.objects.create(
            option_set=options,
            key="not-applicable",
            position=6,
            text="Does not apply",
            code=Option.Code.NOT_APPLICABLE,
        )
    Question.objects.create(
        section=dimension,
        practice=practice,
        facet=Question.Facet.PRACTICE,
        option_set=options,
        key=key,
        position=place,
        text=f"{key}?",
    )
    Question.objects.create(
        section=dimension,
        practice=practice,
        facet=Question.Facet.RECOGNITION,
        option_set=recognition,
        key=f"{key}-recognition",
        position=100 + place,
        text=key,
    )
    return practice


def publish_version(version: Version) -> None:
    """Published as it is, without the checks of the service."""
    number = Version.objects.filter(questionnaire=version.questionnaire).count()
    Version.objects.filter(pk=version.pk).update(
        state=Version.State.PUBLISHED, number=number, published_at=timezone.now()
    )
    version.refresh_from_db()


def make_assessment(
    organization: Organization | None = None, version: Version | None = None, **fields: object
) -> Assessment:
    """An open assessment, with the organization's facts."""
    organization = organization or make_organization()
    fields = {
        "title": f"Round {next(numbers)}",
        "opened_at": timezone.now(),
        **organization.facts(),
        **fields,
    }
    return Assessment.objects.create(organization=organization, version=version or make_version(), **fields)


def make_response(assessment: Assessment, user: User | None = None, guest_hash: str = "", **fields: object) -> Response:
    is_own = fields.get("kind", Response.Kind.PERSONAL) == Response.Kind.PERSONAL
    if is_own and user is None and not guest_hash:
        user = make_user()
    return Response.objects.create(assessment=assessment, user=user, guest_hash=guest_hash, **fields)


def make_answers(response: Response, ratings: Mapping[str, tuple[str, str]]) -> None:
    """Answers by practice key: the keys of the chosen option and of the chosen recognition ("" for blank)."""
    questions = {
        question.key: question for question in response.assessment.version.questions.select_related("option_set")
    }
    for key, (choice, recognition) in ratings.items():
        make_answer(response, questions[key], choice)
        make_answer(response, questions[f"{key}-recognition"], recognition)


def make_answer(response: Response, question: Question, option_key: str) -> Answer | None:
    if not option_key or question.option_set is None:
        return None
    option = question.option_set.options.get(key=option_key)
    does_not_apply = option.code == Option.Code.NOT_APPLICABLE
    return Answer.objects.create(
        response=response,
        question=question,
        option=option,
        does_not_apply=does_not_apply,
        reason="We have none." if does_not_apply else "",
        saved_at=timezone.now(),
    )


def make_action(organization: Organization, key: str = "d0-p0", **fields: object) -> ActionItem:
    """One action of the plan of an organization."""
    fields = {"name": f"Practice {key}", "action": "adopt", **fields}
    return ActionItem.objects.create(organization=organization, practice_key=key, **fields)


def make_share(assessment: Assessment, token: str, **fields: object) -> Share:
    """A link with this secret that shows the whole result for a day."""
    fields = {
        "scope": Share.Scope.ALL,
        "label": "The board",
        "expires_at": timezone.now() + timedelta(days=1),
        **fields,
    }
    return Share.objects.create(assessment=assessment, token_hash=hash_of(token), **fields)


def make_trial(token: str, kept_by: User | None = None, *, version: Version | None = None, **fields: object) -> Trial:
    """A quick check on the link with this secret, on a small version of its own unless given."""
    fields = {"expires_at": None if kept_by else timezone.now() + timedelta(days=30), **fields}
    version = version or make_version(key="quick-check")
    return Trial.objects.create(version=version, token_hash=hash_of(token), claimed_by=kept_by, **fields)


def make_mixed_version() -> Version:
    """A published version of every kind of section: profile, dimension, conditional overlay, perception; and a rule."""
    version = make_version(dimensions=1, practices=3, publish=False)
    recognition = version.option_sets.get(key="recognition")
    about = Section.objects.create(version=version, key="about", kind=Section.Kind.PROFILE, title="About you")
    Section.objects.filter(version=version, key="d0").update(position=1)
    make_question(about, "role", ["data-science", "operations"])
    make_question(about, "parts", ["data", "release", "purpose"], multiple=True)
    overlay = Section.objects.create(
        version=version,
        key="generative",
        kind=Section.Kind.DIMENSION,
        title="Generative models",
        position=2,
        overlay=True,
        condition={"fact": "uses_generative_models", "equals": True},
    )
    make_practice(overlay, recognition, 0)
    views = Section.objects.create(
        version=version, key="views", kind=Section.Kind.PERCEPTION, title="Your view", position=3
    )
    make_question(views, "worth-it", ["1", "2", "3", "4", "5"], construct="benefits")
    Question.objects.create(section=views, key="helped-most", position=1, text="What helped most?")
    Rule.objects.create(
        version=version,
        kind=Rule.Kind.CONSISTENCY,
        key="first-without-second",
        data={
            "first": {"practice": "d0-p0", "at_least": 0.75},
            "second": {"practice": "d0-p1", "at_most": 0.25},
            "question": "The first without the second. Is that right?",
        },
    )
    publish_version(version)
    return version


def make_question(section: Section, key: str, options: Iterable[str], **fields: object) -> Question:
    """A question of the profile or of perception with options of its own, in this order."""
    option_set = OptionSet.objects.create(version=section.version, key=f"{key}-options")
    for position, option in enumerate(options):
        Option.objects.create(option_set=option_set, key=option, position=position, text=f"{key} {option}")
    position = section.questions.count()
    return Question.objects.create(
        section=section, key=key, position=position, text=f"{key}?", option_set=option_set, **fields
    )
