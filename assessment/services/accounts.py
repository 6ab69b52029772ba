"""One's own account: the name that others read, and which mail one wants."""

from django.db import transaction

from assessment.models import MailOptOut, Person, address_hash_of
from assessment.services import audit
from assessment.services.organizations import account_of


@transaction.atomic
def change_account(person: Person, **choices: object) -> None:
    """Store these choices (fields of `User`) of the account that signed in. Raises Refused (403) without one."""
    user = account_of(person)
    for field, value in choices.items():
        setattr(user, field, value)
    user.save(update_fields=list(choices))
    audit.record(person, "account changed", user)


def gets_no_mail(person: Person) -> bool:
    """Whether mail about assessments to the account's address was stopped, by the link that each carries."""
    return MailOptOut.objects.filter(address_hash=address_hash_of(account_of(person).email)).exists()


@transaction.atomic
def let_mail_come_again(person: Person) -> None:
    """Let mail about assessments go to the account's address again; where it does already, nothing changes."""
    user = account_of(person)
    ended, _ = MailOptOut.objects.filter(address_hash=address_hash_of(user.email)).delete()
    if ended:
        audit.record(person, "mail let come again", user)
