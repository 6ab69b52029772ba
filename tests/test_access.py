"""The policy as a table: every URL x every kind of person; a URL without a row fails."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import models, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from assessment import access
from assessment.access import GUEST_KEYS, Role, may, person_of, roles_on
from assessment.checks import every_view_is_marked, is_foreign, patterns
from assessment.models import (
    AccessRequest,
    Assessment,
    Campaign,
    Grant,
    Invitation,
    Offer,
    Organization,
    Person,
    Response,
    SavedView,
    User,
    Version,
    hash_of,
)
from assessment.services.assessments import close_assessment
from assessment.services.mail_opt_outs import unsubscribe_link
from tests.factories import (
    make_action,
    make_administrator,
    make_answers,
    make_assessment,
    make_editor,
    make_grant,
    make_organization,
    make_response,
    make_share,
    make_trial,
    make_user,
    make_version,
)
from tests.reviews import make_comment, make_logos

pytestmark = pytest.mark.django_db

KINDS = (
    "visitor",
    "guest",
    "practitioner",
    "lead",
    "reader",
    "runner",
    "former",
    "expired",
    "editor",
    "administrator",
    "stranger",
)
MEMBERS = {"practitioner", "lead"}
CONSULTANTS = {"reader", "runner"}
INSIDERS = MEMBERS | CONSULTANTS
EVERYBODY = set(KINDS)
ACCOUNTS = EVERYBODY - {"visitor", "guest"}
GUEST_TOKEN = "the-guest-key-of-this-browser"
JOIN_TOKEN = "a-token-to-join-with"
OFFER_TOKEN = "a-token-of-an-offer"
TRIAL_TOKEN = "a-token-of-a-quick-check"
SHARE_TOKEN = "a-token-of-a-shared-result"


@dataclass
class World:
    """One organization with everything in it, and everybody around it."""

    version: Version = field(default_factory=make_version)
    draft: Version = field(default_factory=lambda: make_version(publish=False))
    users: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plain = ("practitioner", "lead", "reader", "runner", "former", "expired", "stranger")
        self.users = {kind: make_user(kind) for kind in plain}
        self.users |= {"editor": make_editor(), "administrator": make_administrator()}
        self.organization = make_organization("Seen", self.users["lead"], [self.users["practitioner"]])
        now = timezone.now()
        make_grant(self.organization, self.users["reader"])
        make_grant(self.organization, self.users["runner"], Grant.Level.RUN)
        make_grant(self.organization, self.users["former"], state=Grant.State.REVOKED, revoked_at=now)
        make_grant(self.organization, self.users["expired"], expires_on=(now - timedelta(days=1)).date())
        self.elsewhere = self.rounds_of(make_organization("Elsewhere", self.users["stranger"]), self.users["stranger"])
        self.open, self.closed = self.rounds_of(self.organization, self.users["practitioner"])
        self.invitation = Invitation.objects.create(assessment=self.open, token_hash=hash_of(JOIN_TOKEN))
        self.campaign = Campaign.objects.create(
            title="Everywhere", version=self.version, created_by=self.users["runner"]
        )
        self.offer = Offer.objects.create(
            organization=self.organization,
            place=Offer.Place.READ,
            email=self.users["stranger"].email,
            token_hash=hash_of(OFFER_TOKEN),
            expires_at=now + timedelta(days=1),
        )
        self.request = AccessRequest.objects.create(consultant=self.users["reader"], email=self.users["lead"].email)
        self.action = make_action(self.organization)
        self.share = make_share(self.closed, SHARE_TOKEN)
        self.own = make_response(self.open, self.users["practitioner"])
        self.entry = make_response(
            self.open, kind=Response.Kind.WORKSHOP, people=4, label="Platform team", entered_by=self.users["lead"]
        )
        self.trial = make_trial(TRIAL_TOKEN)
        self.kept = make_trial("kept", self.users["practitioner"], version=self.trial.version)
        self.saved_view = SavedView.objects.create(user=self.users["reader"], name="Mine", address="/compare/")
        _organizations, self.logo = make_logos(self.organization, self.users["former"])
        make_comment(self.closed, by=self.users["former"])
        self.guests = make_response(self.open, guest_hash=hash_of(GUEST_TOKEN), invitation=self.invitation)

    def rounds_of(self, organization: Organization, author: User) -> tuple[Assessment, Assessment]:
        """An open round, and a closed one with a result."""
        closed = make_assessment(organization, self.version)
        response = make_response(closed, author, state=Response.State.SUBMITTED, submitted_at=timezone.now())
        make_answers(response, {"d0-p0": ("5", "guideline"), "d0-p1": ("4", "habit")})
        close_assessment(Person(author), closed)
        return make_assessment(organization, self.version), closed

    def client(self, kind: str) -> Client:
        """A browser of a person of this kind."""
        client = Client()
        if kind in self.users:
            client.force_login(self.users[kind])
        elif kind == "guest":
            session = client.session
            session[GUEST_KEYS] = [hash_of(GUEST_TOKEN)]
            session.save()
        return client


@pytest.fixture
def world() -> World:
    return World()


@dataclass(frozen=True)
class Row:
    """One URL: who may, with which answer; who sees the thing but may not; everybody else finds nothing."""

    name: str
    may: frozenset[str]
    arguments: Callable[[World], Mapping[str, object]] = lambda world: {}
    seen_by: frozenset[str] = frozenset()
    then: int = 200
    post: bool = False

    @property
    def label(self) -> str:
        return f"{'POST' if self.post else 'GET'} {self.name}"

    def expected(self, kind: str) -> int:
        if kind in self.may:
            return self.then
        if kind in self.seen_by:
            return 403
        return SIGN_IN if kind in ("visitor", "guest") else 404


SIGN_IN = 302


def row(
    name: str,
    may: set[str],
    arguments: Callable[[World], Mapping[str, object]] = lambda world: {},
    *,
    seen_by: set[str] | None = None,
    then: int = 200,
    post: bool = False,
) -> Row:
    return Row(name, frozenset(may), arguments, frozenset((seen_by or set()) - may), then, post)


def organization(world: World) -> Mapping[str, object]:
    return {"uid": world.organization.uid}


def access_request(world: World) -> Mapping[str, object]:
    return {"uid": world.request.uid}


def open_round(world: World) -> Mapping[str, object]:
    return {"uid": world.open.uid}


def closed_round(world: World) -> Mapping[str, object]:
    return {"uid": world.closed.uid}


def second_closed_round(world: World) -> Mapping[str, object]:
    """The closed round, with another one beside it to compare it with."""
    if world.organization.assessments.closed().count() < 2:
        world.rounds_of(world.organization, world.users["practitioner"])
    return {"uid": world.closed.uid}


def first_dimension(world: World) -> Mapping[str, object]:
    return {"uid": world.closed.uid, "dimension": "d0"}


def reviewers_logo(world: World) -> Mapping[str, object]:
    return {"uid": world.closed.uid, "logo": world.logo.uid}


def own_response(world: World) -> Mapping[str, object]:
    return {"uid": world.own.uid}


def guests_response(world: World) -> Mapping[str, object]:
    return {"uid": world.guests.uid}


def entry(world: World) -> Mapping[str, object]:
    return {"uid": world.entry.uid}


def first_section(world: World) -> Mapping[str, object]:
    return {"uid": world.own.uid, "key": "d0"}


def first_question(world: World) -> Mapping[str, object]:
    return {"uid": world.own.uid, "key": "d0-p0"}


def invitation(world: World) -> Mapping[str, object]:
    return {"uid": world.invitation.uid}


def campaign(world: World) -> Mapping[str, object]:
    return {"uid": world.campaign.uid}


def action(world: World) -> Mapping[str, object]:
    return {"uid": world.action.uid}


def trial_link(world: World) -> Mapping[str, object]:
    return {"token": TRIAL_TOKEN}


def trial_question(world: World) -> Mapping[str, object]:
    return {"token": TRIAL_TOKEN, "key": "d0-p0"}


def share(world: World) -> Mapping[str, object]:
    return {"uid": world.share.uid}


def saved_view(world: World) -> Mapping[str, object]:
    return {"uid": world.saved_view.uid}


def kept_trial(world: World) -> Mapping[str, object]:
    return {"uid": world.kept.uid}


LEAD = {"lead"}
RUN = {"lead", "runner"}
AUTHOR = {"practitioner"}
CONSULTANT = {"reader"}

POLICY = [
    # Pages for everybody.
    row("home", EVERYBODY),
    row("method", EVERYBODY),
    row("privacy", EVERYBODY),
    row("findings", EVERYBODY),
    # No batch was taken, and the questionnaire is another one.
    row("findings-numbers", EVERYBODY, then=404),
    row("findings-data", EVERYBODY),
    row("findings-codebook", EVERYBODY),
    row("findings-reference", EVERYBODY),
    row("findings-reference-file", EVERYBODY, then=404),
    row("benchmark", EVERYBODY),
    # Nothing is published here.
    row("benchmark-table", EVERYBODY, then=404),
    row("benchmark-sources", EVERYBODY, then=404),
    row("benchmark-file", EVERYBODY, then=404),
    row("health-live", EVERYBODY),
    row("health-ready", EVERYBODY),
    row("join", EVERYBODY, lambda world: {"token": JOIN_TOKEN}),
    row("join-questions", EVERYBODY, lambda world: {"token": JOIN_TOKEN}),
    row("response-return", EVERYBODY, lambda world: {"token": GUEST_TOKEN}),
    row("offer-show", EVERYBODY, lambda world: {"token": OFFER_TOKEN}),
    row("unsubscribe", EVERYBODY, lambda world: {"token": unsubscribe_link("ana@example.org", str).split("/")[2]}),
    # A shared result: whoever has its link.
    row("shared-show", EVERYBODY, lambda world: {"token": SHARE_TOKEN}),
    row("shared-logo", EVERYBODY, lambda world: {"token": SHARE_TOKEN, "logo": world.logo.uid}),
    row("shared-overall", EVERYBODY, lambda world: {"token": SHARE_TOKEN}),
    row("shared-dimension", EVERYBODY, lambda world: {"token": SHARE_TOKEN, "dimension": "d0"}),
    row("shared-practice", EVERYBODY, lambda world: {"token": SHARE_TOKEN, "dimension": "d0", "practice": "d0-p0"}),
    # A quick check: whoever has its link, until an account keeps it.
    row("trial-start", EVERYBODY),
    row("trial-show", EVERYBODY, trial_link),
    row("trial-answer", EVERYBODY, trial_question, post=True, then=302),
    row("trial-result", EVERYBODY, trial_link),
    row("trial-keep", EVERYBODY, trial_link, post=True, then=302),
    row("trial-delete", EVERYBODY, trial_link),
    row("trial-kept", AUTHOR, kept_trial),
    row("trial-carry", AUTHOR, kept_trial, post=True, then=404),
    row("kept-trial-delete", AUTHOR, kept_trial),
    # Lists of what is one's own.
    row("account-change", ACCOUNTS),
    row("account-mail-again", ACCOUNTS, post=True, then=302),
    row("account-logo", ACCOUNTS),
    # The others have set none.
    row("account-logo-image", {"former"}),
    row("trials", ACCOUNTS),
    row("organizations", ACCOUNTS),
    row("portfolio", ACCOUNTS),
    # Nobody is asked.
    row("access-request-create", ACCOUNTS, post=True, then=422),
    row("organization-create", ACCOUNTS),
    row("campaigns", ACCOUNTS),
    row("campaign-create", ACCOUNTS),
    row("compare", ACCOUNTS),
    row("compare-view", ACCOUNTS, lambda world: {"view": "heatmap"}),
    row("compare-file", ACCOUNTS, lambda world: {"view": "table"}),
    row("compare-workbook", ACCOUNTS),
    # Nobody here has two organizations to compare.
    row("compare-report", ACCOUNTS, then=422),
    # A comparison that a person keeps.
    row("saved-views", ACCOUNTS),
    row("saved-view-create", ACCOUNTS, lambda world: {"view": "map"}),
    row("saved-view-change", CONSULTANT, saved_view),
    row("saved-view-delete", CONSULTANT, saved_view, post=True, then=302),
    row("questionnaires", ACCOUNTS),
    # An organization.
    row("organization-show", INSIDERS, organization),
    row("organization-change", LEAD, organization, seen_by=INSIDERS),
    row("organization-logo", LEAD, organization, seen_by=INSIDERS),
    row("organization-logo-image", INSIDERS, organization),
    row("organization-plan", INSIDERS, organization),
    row("organization-plan-file", INSIDERS, organization),
    row("organization-people", LEAD, organization, seen_by=INSIDERS),
    row("organization-hand-over", LEAD, organization, seen_by=INSIDERS),
    row("organization-leave", MEMBERS, organization, seen_by=INSIDERS),
    row("member-change", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("member-remove", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("grant-revoke", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("grant-limit", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("offer-create", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    row("offer-revoke", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("organization-parent", LEAD, organization, seen_by=INSIDERS),
    # No organization and no address is given, and there is none above.
    row("parent-choose", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    row("parent-ask", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    row("parent-let-in", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("parent-end", LEAD, organization, seen_by=INSIDERS, post=True, then=302),
    row("part-end", LEAD, organization, seen_by=INSIDERS, post=True, then=409),
    row("portfolio-change", INSIDERS, organization),
    # A request for access: whoever asks takes it back, whoever is asked answers.
    row("access-request-answer", LEAD, access_request, seen_by={"reader"}),
    row("access-request-decline", LEAD, access_request, seen_by={"reader"}, post=True, then=302),
    row("access-request-take-back", {"reader"}, access_request, seen_by=LEAD, post=True, then=302),
    row("organization-benchmark", INSIDERS, organization),
    row("organization-consent", LEAD, organization, seen_by=INSIDERS),
    # No purpose is named.
    row("consent-give", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    row("consent-withdraw", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    # Nobody has confirmed an address.
    row("organization-vouch", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    # A round.
    row("assessment-create", RUN, organization, seen_by=INSIDERS),
    row("bundle-upload", LEAD, organization, seen_by=INSIDERS),
    # Without a preview there is nothing to save.
    row("bundle-save", LEAD, organization, seen_by=INSIDERS, post=True, then=422),
    row("assessment-show", INSIDERS, open_round),
    row("assessment-next", RUN, closed_round, seen_by=INSIDERS),
    row("assessment-answer", MEMBERS, open_round, seen_by=INSIDERS, post=True, then=302),
    row("assessment-change", RUN, open_round, seen_by=INSIDERS),
    row("assessment-delete", LEAD, open_round, seen_by=INSIDERS),
    row("assessment-close", RUN, open_round, seen_by=INSIDERS),
    row("assessment-reopen", RUN, closed_round, seen_by=INSIDERS),
    # Nobody asks.
    row("reopenings-allow", RUN, open_round, seen_by=INSIDERS, post=True, then=409),
    row("reopenings-decline", RUN, open_round, seen_by=INSIDERS, post=True, then=409),
    row("invitation-create", RUN, open_round, seen_by=INSIDERS),
    row("invitation-send", RUN, open_round, seen_by=INSIDERS),
    # The one at hand is a link for whoever has it, which cannot be mailed.
    row("invitation-resend", RUN, invitation, seen_by=INSIDERS, post=True, then=422),
    row("invitation-revoke", RUN, invitation, seen_by=INSIDERS, post=True, then=302),
    # A campaign: of whoever opened it.
    row("campaign-show", {"runner"}, campaign),
    row("campaign-change", {"runner"}, campaign),
    row("campaign-close", {"runner"}, campaign),
    # A response: its author's alone.
    row("responses", EVERYBODY),
    row("response-show", AUTHOR, own_response),
    row("response-show", {"guest"}, guests_response),
    row("response-questions", AUTHOR, own_response),
    row("response-questions", {"guest"}, guests_response),
    row("section-show", AUTHOR, first_section),
    # Without a step there is nothing to take back.
    row("section-take-back", AUTHOR, first_section, post=True, then=422),
    row("question-unclear", AUTHOR, first_question),
    row("answer-save", AUTHOR, first_question, post=True, then=302),
    row("answer-sheet", AUTHOR, own_response),
    row("answer-sheet-upload", AUTHOR, own_response),
    row("answer-sheet-upload", {"guest"}, guests_response),
    # Without a preview there is nothing to save.
    row("answer-sheet-save", AUTHOR, own_response, post=True, then=422),
    row("response-check", AUTHOR, own_response),
    row("response-history", AUTHOR, own_response),
    row("response-history", {"guest"}, guests_response),
    row("response-submit", AUTHOR, own_response, post=True, then=302),
    row("response-submitted", AUTHOR, own_response, then=302),
    # What is not submitted needs no asking.
    row("reopening-ask", AUTHOR, own_response, post=True, then=409),
    row("response-withdraw", AUTHOR, own_response),
    row("response-withdraw", set(), entry, seen_by=LEAD),
    row("response-withdraw", {"guest"}, guests_response, post=True, then=302),
    row("response-link", {"guest"}, guests_response),
    # Claiming takes an account beside the guest's key; tests/services/test_guests.py has both.
    row("response-claim", set(), guests_response, seen_by={"guest"}, post=True),
    # What is entered for others: read by whoever entered it, removed by whoever runs the round.
    row("entry-create", RUN, open_round, seen_by=INSIDERS),
    row("response-show", LEAD, entry),
    row("entry-change", LEAD, entry),
    row("entry-change", set(), own_response, seen_by=AUTHOR),
    row("entry-reopen", LEAD, entry, post=True, then=302),
    row("entry-remove", RUN, entry),
    # A result.
    row("result-show", INSIDERS, closed_round),
    row("result-practices", INSIDERS, closed_round),
    row("result-dimensions", INSIDERS, closed_round),
    row("result-opinions", INSIDERS, closed_round),
    row("result-constructs", INSIDERS, closed_round),
    row("result-open-answers", MEMBERS, closed_round, seen_by=INSIDERS),
    # Nobody wrote anything there that could be hidden.
    row("open-answer-hide", LEAD, closed_round, seen_by=INSIDERS, post=True, then=404),
    row("result-report", INSIDERS, closed_round),
    row("result-workbook", INSIDERS, closed_round),
    row("result-bundle", LEAD, closed_round, seen_by=INSIDERS),
    row("result-shares", LEAD, closed_round, seen_by=INSIDERS),
    row("result-shares", LEAD, closed_round, seen_by=INSIDERS, post=True, then=422),
    row("share-revoke", LEAD, share, seen_by=INSIDERS),
    row("share-revoke", LEAD, share, seen_by=INSIDERS, post=True, then=302),
    row("result-what-if", INSIDERS, closed_round),
    row("result-crosswalks", INSIDERS, closed_round),
    row("result-plan", INSIDERS, closed_round),
    # No step is named.
    row("plan-add", LEAD, closed_round, seen_by=INSIDERS, post=True, then=422),
    row("action-change", LEAD, action, seen_by=INSIDERS),
    row("result-targets", LEAD, closed_round, seen_by=INSIDERS),
    row("result-targets-reset", LEAD, closed_round, seen_by=INSIDERS, post=True, then=302),
    row("result-what-if-practices", INSIDERS, closed_round),
    row("result-what-if-dimensions", INSIDERS, closed_round),
    row("result-agreement", INSIDERS, closed_round),
    row("result-trend", INSIDERS, closed_round),
    row("result-trend-rounds", INSIDERS, closed_round),
    row("result-trend-dimensions", INSIDERS, closed_round),
    row("result-trend-practices", INSIDERS, second_closed_round),
    row("result-review", INSIDERS, closed_round),
    row("review-change", LEAD | CONSULTANTS, first_dimension, seen_by=INSIDERS),
    # Nothing to remove is named.
    row("review-remove", LEAD, closed_round, seen_by=INSIDERS, post=True, then=422),
    row("review-logo", INSIDERS, reviewers_logo),
    row("derivation-overall", INSIDERS, closed_round),
    row("derivation-dimension", INSIDERS, first_dimension),
    row(
        "derivation-practice",
        INSIDERS,
        lambda world: {"uid": world.closed.uid, "dimension": "d0", "practice": "d0-p0"},
    ),
    # Questionnaires.
    row("version-show", ACCOUNTS, lambda world: {"uid": world.version.uid}),
    row("version-show", {"editor"}, lambda world: {"uid": world.draft.uid}),
    row("version-remarks", {"editor"}, lambda world: {"uid": world.version.uid}, seen_by=ACCOUNTS),
    row("version-download", ACCOUNTS, lambda world: {"uid": world.version.uid}),
    row("version-download", {"editor"}, lambda world: {"uid": world.draft.uid}),
]


def status_for(world: World, rule: Row, kind: str) -> int:
    """What a person of this kind gets; nothing of it stays."""
    address = reverse(rule.name, kwargs=dict(rule.arguments(world)))
    with transaction.atomic():
        client = world.client(kind)
        answer = client.post(address) if rule.post else client.get(address)
        transaction.set_rollback(True)
    if answer.status_code == SIGN_IN and rule.expected(kind) == SIGN_IN and kind not in rule.may:
        assert answer["Location"].startswith(reverse("account_login")), answer["Location"]
    return int(answer.status_code)


def test_everybody_gets_what_the_policy_says(world: World) -> None:
    wrong = [
        f"{rule.label} as {kind}: {status} instead of {rule.expected(kind)}"
        for rule in POLICY
        for kind in KINDS
        if (status := status_for(world, rule, kind)) != rule.expected(kind)
    ]
    assert wrong == []


def test_every_url_of_ours_has_a_row() -> None:
    ours = {pattern.name for _, pattern in patterns() if not is_foreign(pattern)}
    assert {rule.name for rule in POLICY} == ours


def test_a_result_is_nobodys_before_closing(world: World) -> None:
    """The page says that it comes; it tells no score."""
    answer = world.client("reader").get(reverse("result-show", kwargs={"uid": world.open.uid}))
    assert (answer.status_code, b"mix-bar" in answer.content) == (200, False)
    for name in ("result-practices", "result-dimensions", "result-report", "result-workbook", "result-bundle"):
        assert world.client("lead").get(reverse(name, kwargs={"uid": world.open.uid})).status_code in (403, 404)


# --- The rings themselves --------------------------------------------------------------------------


def test_every_view_is_marked() -> None:
    assert every_view_is_marked(None) == []


def test_a_view_without_a_mark_stops_the_start(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.unmarked_urls"
    assert [error.id for error in every_view_is_marked(None)] == ["assessment.E001"]


def test_somebody_not_signed_in_is_asked_to_and_a_script_is_told_where(world: World) -> None:
    address = reverse("organization-show", kwargs={"uid": world.organization.uid})
    visitor = world.client("visitor")
    assert visitor.get(address)["Location"] == f"/accounts/login/?next={address}"
    answer = visitor.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["X-Sign-In-URL"]) == (401, "/accounts/login/")


def test_what_does_not_exist_looks_like_what_is_not_seen(world: World) -> None:
    missing = reverse("organization-show", kwargs={"uid": uuid4()})
    hidden = reverse("organization-show", kwargs={"uid": world.elsewhere[0].organization.uid})
    answers = [world.client(kind).get(address) for kind in ("lead", "visitor") for address in (missing, hidden)]
    assert [answer.status_code for answer in answers] == [404, 404, 302, 302]


@pytest.mark.parametrize(
    ("address", "truncated"),
    [("192.0.2.77", "192.0.2.0"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"), ("", ""), ("unix", "")],
)
def test_addresses_are_truncated(address: str, truncated: str, rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR=address)
    request.session, request.user = SessionStore(), AnonymousUser()
    assert person_of(request) == Person(address=truncated)


@pytest.mark.parametrize(
    ("trusted", "forwarded", "seen"),
    [
        (None, "198.51.100.7", "192.0.2.0"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "203.0.113.9, 198.51.100.7", "198.51.100.0"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", "192.0.2.0"),
    ],
)
def test_only_a_trusted_proxy_says_where_somebody_asks_from(
    trusted: tuple[str, str] | None, forwarded: str, seen: str, rf: RequestFactory, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = trusted
    request = rf.get("/", REMOTE_ADDR="192.0.2.77", HTTP_X_FORWARDED_FOR=forwarded)
    request.session, request.user = SessionStore(), AnonymousUser()
    assert person_of(request) == Person(address=seen)


def test_roles_come_from_accounts_memberships_grants_and_authorship(world: World) -> None:
    def roles(kind: str, thing: models.Model | None) -> set[Role]:
        return roles_on(Person(world.users.get(kind)), thing)

    assert roles("lead", world.organization) == {Role.LEAD}
    assert roles("practitioner", world.open) == {Role.PRACTITIONER}
    assert roles("reader", world.offer) == {Role.READER}
    assert roles("runner", world.invitation) == roles("runner", world.share) == {Role.RUNNER}
    assert roles("former", world.organization) == set()
    assert roles("practitioner", world.own) == {Role.AUTHOR}
    assert roles("lead", world.own) == set()
    assert (roles("lead", world.entry), roles("runner", world.entry)) == ({Role.SCRIBE}, {Role.RUNNER})
    assert roles("stranger", world.entry) == roles("visitor", world.entry) == set()
    assert roles("runner", world.campaign) == {Role.AUTHOR}
    assert roles("lead", world.campaign) == roles("visitor", world.campaign) == set()
    assert roles("editor", None) == {Role.ACCOUNT, Role.EDITOR}
    assert roles("administrator", world.version) == {Role.ACCOUNT, Role.ADMINISTRATOR}
    assert roles("visitor", None) == roles("visitor", world.organization) == set()
    assert roles_on(Person(guest_hashes=frozenset({hash_of(GUEST_TOKEN)})), world.guests) == {Role.AUTHOR}
    assert (roles("practitioner", world.kept), roles("lead", world.kept)) == ({Role.AUTHOR}, set())
    assert roles("visitor", world.kept) == set()
    assert roles_on(Person(make_user(is_superuser=True)), None) == {Role.ACCOUNT, Role.EDITOR, Role.ADMINISTRATOR}


def test_a_request_for_access_is_between_two(world: World) -> None:
    kinds = ("visitor", "reader", "lead", "practitioner")
    found = {kind: roles_on(Person(world.users.get(kind)), world.request) for kind in kinds}
    assert found == {"visitor": set(), "reader": {Role.AUTHOR}, "lead": {Role.ADDRESSEE}, "practitioner": set()}


def test_rounds_are_run_where_the_policy_lets_them_be_run(world: World) -> None:
    """The rows a campaign is opened for are those for which the action is allowed."""
    for action in (access.Action.OPEN_ASSESSMENT, access.Action.RUN_ASSESSMENT):
        for kind in KINDS:
            person = Person(world.users.get(kind))
            allowed = {each for each in Organization.objects.all() if may(person, action, each)}
            assert set(Organization.objects.run_by(person)) == allowed, kind


def test_nobody_verifies_oneself(world: World) -> None:
    """A consultant verifies; a member does not, though the organization let them in as a consultant, too."""
    people = {kind: Person(world.users.get(kind)) for kind in KINDS}
    verify = access.Action.VERIFY_RESULT
    assert {kind for kind, person in people.items() if may(person, verify, world.closed)} == CONSULTANTS
    for kind in MEMBERS:
        make_grant(world.organization, world.users[kind], Grant.Level.RUN)
    assert {kind for kind, person in people.items() if may(person, verify, world.closed)} == CONSULTANTS
    assert may(people["practitioner"], access.Action.COMMENT_RESULT, world.closed)


def test_roles_on_a_thing_nobody_thought_of_are_refused(world: World) -> None:
    with pytest.raises(TypeError, match="User"):
        roles_on(Person(world.users["lead"]), world.users["lead"])


def test_an_empty_guest_hash_opens_nothing(world: World) -> None:
    assert list(Response.objects.visible_to(Person(guest_hashes=frozenset({""})))) == []


def test_views_fetch_only_what_is_visible() -> None:
    """House rule: a view's queries start from `visible_to`."""
    views = Path(access.__file__).parent / "views"
    loose = [
        f"{path.name}: {found}"
        for path in views.glob("*.py")
        for found in re.findall(r"\w+\.objects(?!\.visible_to)[.\w]*|\.save\(", path.read_text())
    ]
    assert loose == []
