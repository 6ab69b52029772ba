"""Which organization a bundle goes to that is imported on the command line."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from assessment.models import Membership, Organization, Person, User
from assessment.services import audit
from assessment.services.bundle_documents import Data
from assessment.services.errors import Refused

LONGEST_NAME = 120


@dataclass(frozen=True)
class Home:
    """The organization, and whether it was created just now."""

    organization: Organization
    created: bool


def home_of(person: Person, document: Data, wanted: str, *, lead: str = "") -> Home:
    """Return the organization with this uid or name; where none has the name, create it with the bundle's facts.

    `lead` is the address of the account that leads one created here: no organization is without a lead. Call
    it in the transaction of the import. Raises Refused (422) for a uid that nothing has, a name that several
    have or that is too long, and where one would be created without an account to lead it.
    """
    found = _named(wanted)
    if found is not None:
        return Home(found, created=False)
    if not 0 < len(wanted.strip()) <= LONGEST_NAME:
        raise Refused(_("The name of an organization has 1 to %d characters.") % LONGEST_NAME)
    return Home(_created(person, document, wanted.strip(), lead), created=True)


def _named(wanted: str) -> Organization | None:
    try:
        found = list(Organization.objects.filter(uid=UUID(wanted)))
    except ValueError:
        found = list(Organization.objects.filter(name=wanted)[:2])
    else:
        if not found:
            raise Refused(_("There is no organization with this uid."))
    if len(found) > 1:
        raise Refused(_("Several organizations have this name. Give the uid of the one you mean."))
    return found[0] if found else None


def _created(person: Person, document: Data, name: str, lead: str) -> Organization:
    account = _lead(name, lead.strip())
    synthetic = document["organization"]["synthetic"]
    organization = Organization.objects.create(name=name, synthetic=synthetic, **document["facts"])
    Membership.objects.create(organization=organization, user=account, role=Membership.Role.LEAD)
    audit.record(person, "organization created", organization, organization)
    return organization


def _lead(name: str, address: str) -> User:
    if not address:
        raise Refused(
            _("No organization is called “%s”. To create it, name with --lead the account that leads it.") % name
        )
    account = User.objects.filter(email=address.lower()).first()
    if account is None:
        raise Refused(_("There is no account with the address %s.") % address)
    return account
