"""From the page that sends a mail, over real SMTP, to the page that its link leads to, and on."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from assessment.models import Assessment, Grant, Invitation, Membership, Response, User
from tests.factories import make_assessment, make_mixed_version, make_organization, make_user
from tests.smtp import MailServer, link_in, text_of

pytestmark = pytest.mark.django_db

ANA, BEN = "ana@x.org", "ben@x.org"


@pytest.fixture
def lead() -> User:
    return make_user("Lena Lead")


@pytest.fixture
def assessment(lead: User) -> Assessment:
    organization = make_organization("Halden Freight", lead=lead)
    due_on = timezone.localdate() + timedelta(days=20)
    return make_assessment(organization, make_mixed_version(), title="Q4 2026", due_on=due_on)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def pass_days(number: int) -> None:
    """Everything happened so many days earlier than it did."""
    earlier = timedelta(days=number)
    Assessment.objects.update(opened_at=F("opened_at") - earlier, due_on=F("due_on") - earlier)
    Invitation.objects.update(created_at=F("created_at") - earlier, mailed_at=F("mailed_at") - earlier)
    Response.objects.update(started_at=F("started_at") - earlier)
    Membership.objects.update(since=F("since") - earlier)


def remind(*arguments: str) -> str:
    """What cron's command says."""
    out = StringIO()
    call_command("send_reminders", *arguments, stdout=out)
    return out.getvalue()


def invite(lead: User, assessment: Assessment, *addresses: str) -> None:
    """Paste a list on the lead's page."""
    last_day = timezone.localdate() + timedelta(days=60)
    asked = {"addresses": "\n".join(addresses), "last_day": last_day.isoformat(), "role": "operations"}
    page = signed_in(lead).post(f"/assessments/{assessment.uid}/invitations/send/", asked, follow=True)
    assertContains(page, f"{len(addresses)} invitations were sent.")


def submit(client: Client) -> None:
    """Hand in what this browser has begun."""
    response = Response.objects.latest("pk")
    assertRedirects(client.post(f"/responses/{response.uid}/submit/"), f"/responses/{response.uid}/submitted/")


def test_from_the_invitation_to_the_reminder_to_submitting(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    invite(lead, assessment, ANA, BEN)
    (invitation,) = mail_server.to(ANA)
    assert "this role: role operations." in text_of(invitation)
    ana = Client()
    assertContains(ana.get(link_in(invitation, "/join/")), "Halden Freight")
    assertContains(ana.post(link_in(invitation, "/join/"), follow=True), "Your answers")

    pass_days(13)
    assert remind() == "Reminders: 2. Summaries for leads: 1. Not taken: 0.\n"
    _, reminder = mail_server.to(ANA)
    assert reminder["Subject"].startswith("Please answer by")
    page = ana.get(link_in(reminder, "/join/"))
    assertContains(page, "You have begun already.")
    assert ana.get(link_in(invitation, "/join/")).status_code == 404
    submit(ana)

    pass_days(6)
    assert remind() == "Reminders: 1. Summaries for leads: 1. Not taken: 0.\n"
    assert (len(mail_server.to(ANA)), len(mail_server.to(BEN))) == (2, 3)
    # Somebody who waited begins by the last link.
    assertContains(Client().post(link_in(mail_server.to(BEN)[2], "/join/"), follow=True), "Your answers")


def test_the_summary_leads_to_the_counts_and_names_nobody(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    invite(lead, assessment, ANA, BEN)
    Client().post(link_in(mail_server.to(ANA)[0], "/join/"))
    pass_days(13)
    assert remind("--enqueue") == "Handed to the task worker.\n"
    (summary,) = mail_server.to(lead.email)
    assert summary["Subject"] == "0 of 1 have submitted: Halden Freight, Q4 2026"
    assert not {ANA, BEN} & set(re.findall(r"\S+@x\.org", text_of(summary)))
    link = link_in(summary, "/assessments/")
    assertRedirects(Client().get(link), f"/accounts/login/?next={link}")
    page = signed_in(lead).get(link)
    assert (page.context["progress"].started, page.context["progress"].submitted) == (1, 0)
    assertNotContains(page, "1 of 1")


def test_members_are_led_to_the_round_and_from_there_to_their_answers(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    practitioner = make_user("Pia")
    Membership.objects.create(organization=assessment.organization, user=practitioner)
    pass_days(13)
    remind()
    (first,) = mail_server.to(practitioner.email)
    pia = signed_in(practitioner)
    assertContains(pia.get(link_in(first, "/assessments/")), f'action="/assessments/{assessment.uid}/answer/"')
    assertContains(pia.post(f"/assessments/{assessment.uid}/answer/", follow=True), "Your answers")
    pass_days(6)
    remind()
    _, second = mail_server.to(practitioner.email)
    assertContains(pia.get(link_in(second, "/responses/")), "Your answers")
    submit(pia)
    pass_days(1)
    assert remind() == "Reminders: 0. Summaries for leads: 1. Not taken: 0.\n"


def test_unsubscribing_by_the_page_and_letting_mail_come_again(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    invite(lead, assessment, ANA, BEN)
    (invitation,) = mail_server.to(ANA)
    stop, strict = link_in(invitation, "/unsubscribe/"), Client(enforce_csrf_checks=True)
    assertContains(strict.get(stop), "Stop mail about assessments?")
    pass_days(13)
    assertContains(strict.post(stop), "No more mail about assessments")
    assert remind() == "Reminders: 1. Summaries for leads: 1. Not taken: 0.\n"
    # The invitation itself still works.
    assertContains(Client().get(link_in(invitation, "/join/")), "Halden Freight")
    assertContains(strict.post(stop, {"again": "yes"}), "Mail comes again")
    pass_days(6)
    assert remind() == "Reminders: 2. Summaries for leads: 1. Not taken: 0.\n"
    assert (len(mail_server.to(ANA)), len(mail_server.to(BEN))) == (2, 3)


def test_an_account_turns_reminders_off_by_the_link_in_one(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    pass_days(13)
    remind()
    (summary,) = mail_server.to(lead.email)
    choices, client = link_in(summary, "/accounts/"), signed_in(lead)
    assertContains(client.get(choices), "Send me reminders and summaries")
    client.post(choices, {"name": "Lena Lead"})
    pass_days(6)
    assert remind() == "Reminders: 0. Summaries for leads: 0. Not taken: 0.\n"


def test_a_place_offered_by_mail_is_taken_by_its_link(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    successor, organization = make_user("Sami"), assessment.organization
    signed_in(lead).post(f"/organizations/{organization.uid}/hand-over/", {"email": successor.email})
    (offer,) = mail_server.to(successor.email)
    assertRedirects(signed_in(successor).post(link_in(offer, "/offers/")), f"/organizations/{organization.uid}/")
    (told,) = mail_server.to(lead.email)
    assertContains(
        signed_in(lead).get(link_in(told, "/organizations/")), "You are a practitioner in this organization."
    )
    assert dict(organization.memberships.values_list("user__name", "role")) == {
        "Lena Lead": "practitioner",
        "Sami": "lead",
    }


def test_a_guest_goes_on_elsewhere_by_the_personal_link(
    lead: User, assessment: Assessment, mail_server: MailServer
) -> None:
    invite(lead, assessment, ANA, BEN)
    phone, laptop = Client(), Client()
    phone.post(link_in(mail_server.to(ANA)[0], "/join/"))
    response = Response.objects.get()
    phone.post(f"/responses/{response.uid}/link/", {"email": "ana@home.org"})
    (personal,) = mail_server.to("ana@home.org")
    assertContains(laptop.post(link_in(personal, "/return/"), follow=True), "Your answers")
    assert laptop.get(f"/responses/{response.uid}/").status_code == 200


def test_from_asking_for_access_to_being_let_in_and_shut_out(lead: User, mail_server: MailServer) -> None:
    """The address is asked before it has an account; what it answers reaches the consultant."""
    consultant = make_user("Carl Consultant")
    carl = signed_in(consultant)
    carl.post("/portfolio/ask/", {"email": ANA, "level": "run", "message": "We met in Oslo."})
    (asked,) = mail_server.to(ANA)
    assert "Carl Consultant" in text_of(asked)
    assert "Oslo" not in text_of(asked)
    link = link_in(asked, "/access-requests/")
    assertRedirects(Client().get(link), f"/accounts/login/?next={link}")

    lead.email = ANA
    lead.save()
    organization = make_organization("Halden Freight", lead=lead)
    ana = signed_in(lead)
    assertContains(ana.get(link), "We met in Oslo.")
    ana.post(link, {"organizations": [str(organization.uid)], "level": "read"})
    (told,) = mail_server.to(consultant.email)
    assert "Halden Freight" in text_of(told)
    assertContains(carl.get(link_in(told, "/portfolio/")), f'href="/organizations/{organization.uid}/"')
    ana.post(f"/organizations/{organization.uid}/grants/revoke/", {"chosen": Grant.objects.get().pk})
    assert carl.get(f"/organizations/{organization.uid}/").status_code == 404
    assertContains(carl.get("/portfolio/"), "ended by Lena Lead")
