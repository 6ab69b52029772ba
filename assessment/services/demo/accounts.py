"""The sign-ins of the demonstration: one per role, easy to remember and no secret."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils.translation import gettext as _

from assessment.models import User
from assessment.models.user import ADMINISTRATORS, EDITORS

# SECURITY: known to everybody by design; the accounts exist only where DEMO is set, beside invented data alone.
PASSWORD = "tacit-demo"  # noqa: S105 as said

PRACTITIONER, LEAD, CONSULTANT = "practitioner@example.org", "lead@example.org", "consultant@example.org"
EDITOR, ADMINISTRATOR = "editor@example.org", "administrator@example.org"
NAMES = {
    PRACTITIONER: "Tomas Lindqvist",
    LEAD: "Maren Voss",
    CONSULTANT: "Katarina Novak",
    EDITOR: "Edda Brandt",
    ADMINISTRATOR: "Adrian Moss",
}
GROUPS = {EDITOR: EDITORS, ADMINISTRATOR: ADMINISTRATORS}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in to try, and what can be seen with it."""

    email: str
    password: str
    role: str
    sentence: str


def demo_accounts() -> list[DemoAccount]:
    """Return one sign-in per role, in the language of the page."""
    rows = [
        (PRACTITIONER, _("practitioner"), _("Is half-way through the questionnaire of Halden Freight.")),
        (LEAD, _("lead"), _("Runs the rounds of Halden Freight and sees their results.")),
        (CONSULTANT, _("consultant"), _("Compares the forty organizations that granted access.")),
        (EDITOR, _("editor"), _("Drafts and publishes questionnaires.")),
        (ADMINISTRATOR, _("administrator"), _("Looks after accounts and reads the audit log.")),
    ]
    return [DemoAccount(email, PASSWORD, role, sentence) for email, role, sentence in rows]


def taken_addresses() -> list[str]:
    """Return those of the demonstration's addresses that somebody signed up with already."""
    return list(User.objects.filter(email__in=NAMES).order_by("email").values_list("email", flat=True))


def create_accounts() -> dict[str, User]:
    """Create the sign-ins with verified addresses; return them by address."""
    # Hashed once: a third of a second each would buy nothing for a password that is shown to everybody.
    password = make_password(PASSWORD)
    users = [User(email=email, name=name, password=password, is_staff=email in GROUPS) for email, name in NAMES.items()]
    User.objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    for user in users:
        if user.email in GROUPS:
            user.groups.add(Group.objects.get(name=GROUPS[user.email]))
    return {user.email: user for user in users}


def create_colleagues(names: dict[str, str]) -> dict[str, User]:
    """Create accounts by address and name that nobody can sign in with; return them by address."""
    # One unusable password after the other would differ only in letters that nobody reads.
    locked = make_password(None)
    users = [User(email=email, name=name, password=locked) for email, name in names.items()]
    User.objects.bulk_create(users)
    return {user.email: user for user in users}
