"""Logos are set by whoever they are of, refused with a sentence, and seen by those who may see what they stand on."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from assessment.models import Grant, Logo, Organization, User
from tests.factories import make_grant, make_organization, make_user
from tests.pictures import SVG, make_bomb, make_picture
from tests.reviews import make_logos
from tests.views.test_results import words_of

pytestmark = pytest.mark.django_db
DAMAGED = "This is not a PNG or JPEG picture, or it is damaged. Save it as PNG and try again."
TOO_MANY = "The picture has too many pixels. At most 2000 × 2000 are possible."


@pytest.fixture
def organization() -> Organization:
    return make_organization("Halden")


def lead_of(organization: Organization) -> User:
    return organization.memberships.get(role="lead").user


def upload(client: Client, address: str, content: bytes, name: str = "logo.png") -> tuple[int, str]:
    """The answer to this file, and its words after following it."""
    sent = SimpleUploadedFile(name, content, "image/png")
    answer = client.post(address, {"logo": sent})
    shown = client.get(answer["Location"]) if answer.status_code == 302 else answer
    return answer.status_code, words_of(" ".join(shown.content.decode().split()))


def test_a_lead_sets_replaces_and_removes_the_logo(client: Client, organization: Organization) -> None:
    client.force_login(lead_of(organization))
    address = f"/organizations/{organization.uid}/logo/"
    assert "<img" not in client.get(address).content.decode()
    assert client.get(address + "image/").status_code == 404
    assert "The logo is set." in upload(client, address, make_picture())[1]
    html = client.get(address).content.decode()
    assert f'<img class="logo" src="{address}image/" alt="Halden" width="60" height="20">' in html
    picture = client.get(address + "image/")
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert picture.content == bytes(Logo.objects.get().image)
    assert upload(client, address, make_picture("JPEG", (30, 30)))[0] == 302
    assert client.get(address + "image/")["Content-Type"] == "image/jpeg"
    answer = client.post(address, {"remove": "yes"}, follow=True)
    assert "The logo is removed." in words_of(answer.content.decode())
    assert Logo.objects.count() == 0


def test_an_account_has_its_own(client: Client) -> None:
    user = make_user("Kim")
    client.force_login(user)
    assert "The logo is set." in upload(client, "/accounts/logo/", make_picture())[1]
    html = client.get("/accounts/logo/").content.decode()
    assert '<img class="logo" src="/accounts/logo/image/" alt="Kim" width="60" height="20">' in html
    assert client.get("/accounts/logo/image/").content == bytes(user.logo.image)
    assert client.post("/accounts/logo/", {"remove": "yes"}).status_code == 302
    assert Logo.objects.count() == 0


@pytest.mark.parametrize("address", ["/accounts/logo/", "/organizations/%s/logo/"])
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (SVG, "logo.png", DAMAGED),
        (make_picture("GIF"), "logo.png", DAMAGED),
        (make_picture("PNG", (200, 200))[:-200], "logo.png", DAMAGED),
        (make_bomb(20_000), "logo.png", TOO_MANY),
        (make_bomb(12_000), "logo.png", TOO_MANY),
        (b"x" * (512 * 1024 + 1), "logo.jpg", "The picture is too large. At most 512 kB are possible."),
        (b"x" * 3_000_000, "logo.jpg", "The picture is too large. At most 512 kB are possible."),
        (b"", "logo.png", "The file is empty. Choose another one."),
    ],
)
def test_what_is_no_small_picture_is_refused_at_its_field(
    client: Client, organization: Organization, address: str, content: bytes, name: str, said: str
) -> None:
    lead = lead_of(organization)
    before = [bytes(logo.image) for logo in make_logos(organization, lead)]
    client.force_login(lead)
    code, words = upload(client, address.replace("%s", str(organization.uid)), content, name)
    assert (code, f"There is something to correct The picture: {said}" in words) == (422, True)
    assert [bytes(logo.image) for logo in Logo.objects.order_by("pk")] == before


def test_no_file_is_said_to_be_missing(client: Client, organization: Organization) -> None:
    client.force_login(lead_of(organization))
    answer = client.post(f"/organizations/{organization.uid}/logo/")
    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)


def test_who_sees_the_organization_sees_its_logo_and_a_lead_alone_sets_it(
    client: Client, organization: Organization
) -> None:
    practitioner, consultant, stranger = make_user(), make_user(), lead_of(make_organization())
    organization.memberships.create(user=practitioner)
    make_grant(organization, consultant, Grant.Level.RUN)
    make_logos(organization, consultant)
    address = f"/organizations/{organization.uid}/logo/"
    codes = {}
    for name, user in (("practitioner", practitioner), ("consultant", consultant), ("stranger", stranger)):
        client.force_login(user)
        codes[name] = (client.get(address + "image/").status_code, upload(client, address, make_picture())[0])
    assert codes == {"practitioner": (200, 403), "consultant": (200, 403), "stranger": (404, 404)}
    Grant.objects.update(state=Grant.State.REVOKED, revoked_at=timezone.now())
    client.force_login(consultant)
    assert client.get(address + "image/").status_code == 404
