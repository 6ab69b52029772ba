"""An editor writes sections, practices, questions, options and rules of a draft; nothing of what is published."""

import json
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from assessment.models import (
    Option,
    OptionSet,
    Person,
    Practice,
    Prerequisite,
    Question,
    Questionnaire,
    Rule,
    Section,
    Version,
)
from assessment.services.questionnaire_findings import check_version
from assessment.services.questionnaires import load_questionnaire, start_draft
from tests.admin.pages import Response, messages_of, page, save, sent
from tests.factories import make_editor, make_version
from tests.services.example import example, make_example, with_second_practice

pytestmark = pytest.mark.django_db

RULE = {
    "first": {"practice": "roll-back", "at_least": 1},
    "second": {"practice": "roll-back", "at_most": 0},
    "question": "Is that right?",
}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


@pytest.fixture
def draft() -> Version:
    """With a second practice that needs the first, and a rule."""
    document = with_second_practice(example(), needs=["roll-back"])
    document["consistency"] = [{"key": "rule", **RULE}]
    return load_questionnaire(Person(), document, publish=False).version


def test_pages_of_a_published_version_are_only_looked_at(editor: Client) -> None:
    document = with_second_practice(example(), needs=["roll-back"])
    document["consistency"] = [{"key": "rule", **RULE}]
    version = load_questionnaire(Person(), document).version
    rows: list[Model] = [
        version.sections.get(key="release"),
        version.practices.get(key="rehearsal"),
        version.option_sets.get(key="recognition"),
        version.questions.get(key="benefits-sleep"),
        version.rules.get(),
    ]
    for row in rows:
        response: Response = editor.get(page(row))
        assert response.status_code == 200
        assert messages_of(response) == [
            "This version is published and never changes. To change it, start a draft from it."
        ]
        assert b'name="_save"' not in response.content
        assert editor.post(page(row), sent(response)).status_code == 403


def test_a_published_practice_shows_its_words(editor: Client) -> None:
    practice = make_example().practices.get()
    content = editor.get(page(practice)).content.decode()
    assert "<p>We could not. The old version is gone.</p>" in content
    assert "<p>Going back to the version before</p>" in content


def form_of(editor: Client, name: str) -> Any:  # noqa: ANN401 a form of any model
    """The empty form for a new row."""
    response: Response = editor.get(reverse(f"admin:assessment_{name}_add"))
    return response.context_data["adminform"].form


def test_new_rows_go_into_drafts_alone(editor: Client) -> None:
    published = make_example()
    draft = start_draft(Person(), published)
    for name in ("section", "optionset", "rule"):
        form = form_of(editor, name)
        assert list(form.fields["version"].queryset) == [draft]
    form = form_of(editor, "practice")
    assert set(form.fields["section"].queryset) == set(draft.sections.all())
    assert "Release (First steps (draft))" in [label for _value, label in form.fields["section"].choices]


def test_a_practice_is_added_with_its_words(editor: Client, draft: Version) -> None:
    section = draft.sections.get(key="release")
    values = {
        "section": section.pk, "key": "notice", "position": 2, "name": "Notice", "question": "Who hears of it?",
        "option_1": "Nobody.", "option_2": "One.", "option_3": "Some.", "option_4": "Many.", "option_5": "All.",
        "recognition": "Telling", "weight": 1, "effort": 1, "why": "People plan.", "sources": '["S1"]',
        "roles": '["research"]', "may_not_apply": "on",
        "advice_adopt": "a", "advice_execute": "b", "advice_formalise": "c", "advice_sustain": "d",
    }  # fmt: skip
    assert editor.post(reverse("admin:assessment_practice_add"), values).status_code == 302
    practice = draft.practices.get(key="notice")
    options = practice.questions.get(facet="practice").option_set
    assert options is not None
    assert list(options.options.values_list("text", flat=True)) == [
        "Nobody.", "One.", "Some.", "Many.", "All.", "I don't know", "Does not apply",
    ]  # fmt: skip
    assert check_version(draft) == []


def test_a_practice_is_changed_with_its_words(editor: Client, draft: Version) -> None:
    practice = draft.practices.get(key="rehearsal")
    save(editor, practice, option_3="Sometimes.", question="What is rehearsed?", name="Rehearsals")
    practice.refresh_from_db()
    question = practice.questions.get(facet="practice")
    assert (practice.name, question.text) == ("Rehearsals", "What is rehearsed?")
    assert Option.objects.get(option_set=question.option_set, key="3").text == "Sometimes."
    assert check_version(draft) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "roll-back"}, "This key is used in the version already."),
        ({"key": "benefits-sleep"}, "This key is used in the version already."),
        ({"option_2": ""}, "This field is required."),
        ({"sources": "{}"}, "Expected a list, such as"),
        ({"sources": '["no tag"]'}, "does not fit. Tag of a source"),
        ({"roles": "[1]"}, "Expected text, not “1”."),
        ({"weight": "0"}, "practice_weight_is_positive"),
    ],
)
def test_what_does_not_fit_a_practice_is_refused(
    editor: Client, draft: Version, changes: dict[str, str], said: str
) -> None:
    practice = draft.practices.get(key="rehearsal")
    response = save(editor, practice, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert check_version(draft) == []


def test_prerequisites_that_make_a_circle_are_refused(editor: Client, draft: Version) -> None:
    first, second = draft.practices.get(key="roll-back"), draft.practices.get(key="rehearsal")
    response = save(editor, first, **{"needs-0-needs": str(second.pk)})
    said = "These practices need each other in a circle: rehearsal → roll-back → rehearsal."
    assert said in response.content.decode()
    assert list(Prerequisite.objects.values_list("practice", "needs")) == [(second.pk, first.pk)]


def test_a_prerequisite_is_turned_round_in_two_steps(editor: Client, draft: Version) -> None:
    first, second = draft.practices.get(key="roll-back"), draft.practices.get(key="rehearsal")
    save(editor, second, **{"needs-0-DELETE": "on"})
    save(editor, first, **{"needs-0-needs": str(second.pk)})
    assert list(Prerequisite.objects.values_list("practice", "needs")) == [(first.pk, second.pk)]


def test_only_practices_of_the_version_are_offered_as_prerequisites(editor: Client, draft: Version) -> None:
    make_version(publish=False)
    response: Response = editor.get(page(draft.practices.get(key="rehearsal")))
    (inline,) = response.context_data["inline_admin_formsets"]
    for form in inline.formset.forms:
        assert list(form.fields["needs"].queryset) == [draft.practices.get(key="roll-back")]


def test_a_section_orders_its_practices(editor: Client, draft: Version) -> None:
    section = draft.sections.get(key="release")
    save(editor, section, **{"practices-0-position": "5"})
    assert list(section.practices.order_by("position").values_list("key", flat=True)) == ["rehearsal", "roll-back"]
    assert check_version(draft) == []


def test_a_section_of_a_draft_leads_to_a_new_row_in_it(editor: Client, draft: Version) -> None:
    for key, name in (("release", "practice"), ("views", "question")):
        section = draft.sections.get(key=key)
        link = f"{reverse(f'admin:assessment_{name}_add')}?section={section.pk}"
        assert f'href="{link}"' in editor.get(page(section)).content.decode()
        form: Any = editor.get(link)
        assert form.context_data["adminform"].form["section"].value() == str(section.pk)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ('{"fact": "regulated"}', "equals: This entry is missing."),
        ('{"fact": "colour", "equals": 1}', "fact: Organizations have no fact “colour”."),
        ('{"fact": "regulated", "equals": "yes"}', "equals: The fact “regulated” never has the value “yes”."),
    ],
)
def test_a_condition_is_checked(editor: Client, draft: Version, condition: str, said: str) -> None:
    section = draft.sections.get(key="release")
    assert said in save(editor, section, condition=condition).content.decode()
    save(editor, section, condition='{"fact": "regulated", "equals": true}')
    section.refresh_from_db()
    assert section.condition == {"fact": "regulated", "equals": True}


def test_shared_options_are_ordered_and_changed(editor: Client, draft: Version) -> None:
    options = OptionSet.objects.get(version=draft, key="agreement")
    save(editor, options, **{"options-0-text": "Not at all", "options-0-position": "9"})
    assert list(options.options.values_list("text", flat=True)) == ["Neither", "Agree", "No opinion", "Not at all"]


def test_a_question_keeps_to_its_version(editor: Client, draft: Version) -> None:
    other = make_version(publish=False)
    question = draft.questions.get(key="benefits-sleep")
    foreign = other.option_sets.get(key="recognition")
    assert "Select a valid choice." in save(editor, question, option_set=str(foreign.pk)).content.decode()
    values = {"section": question.section_id, "key": "new", "position": 9, "text": "New.", "option_set": foreign.pk}
    response = editor.post(reverse("admin:assessment_question_add"), values)
    assert "These options belong to another version than the section." in response.content.decode()
    response = editor.post(reverse("admin:assessment_question_add"), values | {"key": "role", "option_set": ""})
    assert "This key is used in the version already." in response.content.decode()
    assert editor.post(reverse("admin:assessment_question_add"), values | {"option_set": ""}).status_code == 302
    assert draft.questions.get(key="new").option_set is None


def test_questions_of_practices_are_written_with_the_practice(editor: Client, draft: Version) -> None:
    question = Question.objects.get(version=draft, key="roll-back")
    assert editor.get(page(question)).status_code == 302


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"first": RULE["first"]}, "second: This entry is missing."),
        (RULE | {"first": {"practice": "gone", "at_least": 1}}, "first.practice: There is no practice “gone”."),
        ([1], "Expected a group of entries"),
    ],
)
def test_a_rule_is_checked(editor: Client, draft: Version, data: object, said: str) -> None:
    rule = draft.rules.get()
    assert said in save(editor, rule, data=json.dumps(data)).content.decode()
    save(editor, rule, data=json.dumps(RULE | {"question": "Really?"}))
    rule.refresh_from_db()
    assert rule.data["question"] == "Really?"


def test_a_crosswalk_is_checked_by_its_own_rules(editor: Client, draft: Version) -> None:
    levels = [{"level": 0, "name": "A"}, {"level": 1, "name": "B", "requires": {"gone": 1}}]
    data = {"title": "Levels", "url": "https://example.org/", "levels": levels}
    values = {"version": draft.pk, "kind": "crosswalk", "key": "levels", "position": 0, "data": json.dumps(data)}
    add = reverse("admin:assessment_rule_add")
    assert "There is no practice “gone”." in editor.post(add, values).content.decode()
    assert editor.post(add, values | {"data": json.dumps(data).replace("gone", "roll-back")}).status_code == 302
    assert check_version(draft) == []


def test_a_version_is_built_from_nothing(editor: Client) -> None:
    """Section, options, practice: what an editor without a file does."""
    version = Version.objects.create(
        questionnaire=Questionnaire.objects.create(key="new"), title="New", description="New.", notes="First.",
        sources={"S": {"title": "Source"}},
    )  # fmt: skip
    section = {"version": version.pk, "key": "work", "kind": "dimension", "position": 0, "title": "Work", "weight": 1}
    inlines = {f"{name}-{form}_FORMS": 0 for name in ("practices", "questions") for form in ("TOTAL", "INITIAL")}
    response = editor.post(
        reverse("admin:assessment_section_add"), section | {"summary": "Work", "condition": "null"} | inlines
    )
    assert response.status_code == 302
    options = OptionSet.objects.create(version=version, key="recognition")
    for position, points in enumerate((0, 1)):
        Option.objects.create(
            option_set=options, key=str(position), text=str(position), points=points, position=position
        )
    values = {
        "section": Section.objects.get().pk, "key": "one", "position": 0, "name": "One", "question": "One?",
        "option_1": "a", "option_2": "b", "option_3": "c", "option_4": "d", "option_5": "e", "essential": "on",
        "recognition": "One", "weight": 1, "effort": 1, "why": "Why.", "sources": '["S1"]', "roles": '["research"]',
        "advice_adopt": "a", "advice_execute": "b", "advice_formalise": "c", "advice_sustain": "d",
    }  # fmt: skip
    assert editor.post(reverse("admin:assessment_practice_add"), values).status_code == 302
    assert check_version(version) == []
    assert (Practice.objects.count(), Rule.objects.count()) == (1, 0)
