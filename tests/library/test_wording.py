"""The bundled questionnaires keep the rules of wording."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.library.blueprint import (
    BOTH,
    practices,
    repeated,
)

TOOL_LIST = """
    airflow, amazon, ansible, anthropic, argo, aws, azure, bash, bentoml, bitbucket, chatgpt,
    circleci, claude, comet, conda, confluence, copilot, dagster, databricks, datadog, dbt, docker,
    dvc, elasticsearch, evidently, excel, fastapi, feast, flask, gcp, gemini, git, github, gitlab,
    google, grafana, great expectations, hadoop, helm, hugging face, ibm, java, jenkins, jira,
    jupyter, kafka, keras, kedro, kibana, kserve, kubeflow, kubernetes, langchain, lightgbm, lime,
    linux, llama, looker, metaflow, microsoft, mistral, mlflow, mysql, neptune, nagios, onnx,
    openai, oracle, pandas, podman, power bi, postgres, postgresql, prefect, prometheus, puppet,
    pulumi, pytest, python, pytorch, ray, redis, sagemaker, scikit-learn, seldon, sentry, shap,
    sharepoint, sklearn, slack, snowflake, spark, splunk, sql, tableau, tensorboard, tensorflow,
    terraform, tfx, triton, vertex, weights and biases, xgboost
"""
TOOLS = re.split(r",\s+", TOOL_LIST.strip())
TOOL = re.compile(rf"\b({'|'.join(TOOLS)})\b", re.IGNORECASE)
WORD = re.compile(r"ml-?ops", re.IGNORECASE)


def texts(value: object) -> Iterator[str]:
    """Every text below a value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def practice_texts(practice: dict[str, Any]) -> list[str]:
    shown = ("name", "question", "recognition", "why", "options", "advice")
    return [text for part in shown for text in texts(practice[part])]


@BOTH
def test_practices_name_no_tool(questionnaire: dict[str, Any]) -> None:
    found = {
        p["key"]: match[0]
        for p in practices(questionnaire)
        for text in practice_texts(p)
        if (match := TOOL.search(text))
    }
    assert found == {}


@pytest.mark.parametrize("text", ["We use MLflow.", "Great Expectations", "in Power BI", "a git repository"])
def test_the_list_of_tools_finds_tools(text: str) -> None:
    assert TOOL.search(text)


@BOTH
def test_the_word_comes_first_in_the_perception_sections(questionnaire: dict[str, Any]) -> None:
    before = [section for section in questionnaire["sections"] if section["kind"] != "perception"]
    shown = [
        questionnaire["title"],
        questionnaire["description"],
        *texts(questionnaire["option_sets"]),
        *texts(before),
    ]
    assert [text for text in shown if WORD.search(text)] == []
    views = next(section for section in questionnaire["sections"] if section["kind"] == "perception")
    assert WORD.search(views["introduction"])


@BOTH
def test_no_two_practice_options_have_the_same_text(questionnaire: dict[str, Any]) -> None:
    options = [option.strip().casefold() for practice in practices(questionnaire) for option in practice["options"]]
    assert repeated(options) == []
    assert len(options) == 5 * len(practices(questionnaire))


@BOTH
def test_other_texts_of_practices_are_not_repeated(questionnaire: dict[str, Any]) -> None:
    for part in ("name", "question", "recognition", "why"):
        assert repeated([practice[part].strip().casefold() for practice in practices(questionnaire)]) == []
    advice = [text.casefold() for practice in practices(questionnaire) for text in practice["advice"].values()]
    assert repeated(advice) == []


@BOTH
def test_names_fit_into_a_list(questionnaire: dict[str, Any]) -> None:
    names = [practice["name"] for practice in practices(questionnaire)]
    assert [name for name in names if len(name) > 45 or name.endswith(".")] == []


@BOTH
def test_questions_ask_and_reasons_are_one_sentence(questionnaire: dict[str, Any]) -> None:
    assert [p["key"] for p in practices(questionnaire) if not p["question"].endswith("?")] == []
    assert [p["key"] for p in practices(questionnaire) if not re.fullmatch(r"[^.?!]+\.", p["why"])] == []


@BOTH
def test_advice_is_short(questionnaire: dict[str, Any]) -> None:
    long = {
        p["key"]: name
        for p in practices(questionnaire)
        for name, text in p["advice"].items()
        if len(text.split()) >= 60
    }
    assert long == {}
