"""The command brings a bundle into an empty database, and into an organization that is there."""

from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from assessment.models import Assessment, Organization, Version
from tests.bundles import Data, bundle_of, empty_the_database, make_round, spoiled, without_timestamps
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


def bring(file: Path, organization: str, **options: object) -> list[str]:
    """Run the command and return its lines."""
    out = StringIO()
    call_command("import_bundle", file, organization=organization, stdout=out, **options)
    return out.getvalue().splitlines()


def saved(folder: Path, content: str | bytes) -> Path:
    file = folder / "bundle.json"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def test_export_import_into_an_empty_database_and_export_again_is_byte_identical(tmp_path: Path) -> None:
    text = bundle_of(make_round())
    empty_the_database()
    lines = bring(saved(tmp_path, text), "Halden", lead=make_user().email)
    copy = Assessment.objects.get()
    assert lines == [
        "Created the organization Halden.",
        f"Imported “{copy.title}” of Halden as {copy.uid}.",
    ]
    assert without_timestamps(bundle_of(copy)) == without_timestamps(text)
    assert Version.objects.get().state == Version.State.PUBLISHED


def test_a_created_organization_has_the_facts_of_the_bundle_and_the_lead_that_is_named(tmp_path: Path) -> None:
    original = make_round(sector="health", country="FI", uses_generative_models=True)
    file, lead = saved(tmp_path, bundle_of(original)), make_user()
    bring(file, "Brought along", lead=lead.email.upper())
    created = Organization.objects.get(name="Brought along")
    assert created.facts() == original.facts()
    assert list(created.memberships.values_list("user", "role")) == [(lead.pk, "lead")]


def test_an_organization_is_found_by_name_or_uid(tmp_path: Path) -> None:
    file, home = saved(tmp_path, bundle_of(make_round())), make_organization("Home")
    for wanted, title in (("Home", "By name"), (str(home.uid), "By uid")):
        assert len(bring(file, wanted, title=title)) == 1
    assert set(home.assessments.values_list("title", flat=True)) == {"By name", "By uid"}


def test_whatever_is_wrong_is_said_and_nothing_is_kept(tmp_path: Path) -> None:
    def spoil(document: Data) -> None:
        document["scores"]["overall"]["practice"] = 1

    text = bundle_of(make_round())
    file = saved(tmp_path, text)
    for _number in range(2):
        make_organization("Twins")
    before = Organization.objects.count()
    wrong: list[tuple[str, dict[str, str], str]] = [
        ("Twins", {}, "Several organizations have this name"),
        (str(uuid4()), {}, "no organization with this uid"),
        (" ", {}, "has 1 to 120 characters"),
        ("x" * 121, {}, "has 1 to 120 characters"),
        ("New", {"lead": "nobody@example.org"}, "no account with the address nobody@example.org"),
        ("New", {"lead": " "}, "No organization is called “New”. To create it, name with --lead the account"),
        ("New", {}, "No organization is called “New”. To create it, name with --lead the account that leads it."),
    ]
    for organization, options, reason in wrong:
        with pytest.raises(CommandError, match=reason):
            bring(file, organization, **options)
    with pytest.raises(CommandError, match=r"scores\.overall\.practice: .*\nNothing was changed\."):
        bring(saved(tmp_path, spoiled(text, spoil)), "New", lead=make_user().email)
    with pytest.raises(CommandError, match="No such file"):
        bring(tmp_path / "missing.json", "New")
    assert (Organization.objects.count(), Assessment.objects.count()) == (before, 1)
