"""What the documents promise exists: every setting is told, every command told is there."""

import re
from pathlib import Path

from django.core.management import get_commands

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
DOCUMENTS = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")]
DOCUMENTS += sorted((ROOT / "docs").glob("*.md"))


def table_of(heading: str) -> set[str]:
    """The first cells of the table below a heading of the README, without their marks."""
    part = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, flags=re.MULTILINE))


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    settings = (ROOT / "assessment" / "settings.py").read_text()
    read = set(re.findall(r"(?:env\.\w+|_needed|_number)\(\s*\"([A-Z_]+)\"", settings))
    assert table_of("Configuration") == read


def test_compose_sets_nothing_that_is_not_a_setting() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    read = set(re.findall(r"\$\{([A-Z_]+)", compose))
    told = table_of("Configuration") | {"POSTGRES_PASSWORD", "PORT"}
    assert read <= told


def test_every_command_of_ours_is_documented_and_every_documented_command_exists() -> None:
    ours = {name for name, app in get_commands().items() if app == "assessment"}
    told = {cell.split()[1] for cell in table_of("Commands")}
    assert told == ours


def test_every_command_in_a_document_exists() -> None:
    commands = set(get_commands())
    for document in DOCUMENTS:
        told = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text()))
        assert told <= commands, document.name


def test_every_make_target_in_a_document_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    for document in DOCUMENTS:
        told = set(re.findall(r"`make ([a-z-]+)", document.read_text()))
        assert told <= targets, document.name


def test_every_link_between_documents_leads_somewhere() -> None:
    for document in DOCUMENTS:
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"
