"""Comparisons that a person keeps under a name: saved, renamed, deleted; nobody else's."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assessment.models import Person, SavedView, User
from assessment.services.errors import Refused
from assessment.services.organizations import account_of

MOST_VIEWS = 50  # so many per person
LONGEST_ADDRESS = SavedView._meta.get_field("address").max_length or 0


@transaction.atomic
def save_view(person: Person, name: str, address: str) -> SavedView:
    """Keep this address of a comparison under this name; return the view.

    What it shows is asked for anew whenever it is opened. Raises Refused: 403 without an account, 422 where the
    person has a view of this name or `MOST_VIEWS` of them.
    """
    # The account's row is held, so that two requests at once take turns.
    user = User.objects.select_for_update(no_key=True).get(pk=account_of(person).pk)
    if SavedView.objects.filter(user=user).count() >= MOST_VIEWS:
        raise Refused(_("You keep %(number)d views already. Delete one of them first.") % {"number": MOST_VIEWS})
    if len(address) > LONGEST_ADDRESS:
        raise Refused(_("Too much was chosen to be kept. Pick fewer organizations."))
    view = SavedView(user=user, name=name, address=address)
    _store(view)
    return view


@transaction.atomic
def rename_view(view: SavedView, name: str) -> None:
    """Give a view another name. Raises Refused (422) where the person has another one of this name."""
    view.name = name
    _store(view)


def _store(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(_("You already have a view with this name. Choose another one.")) from error


def delete_view(view: SavedView) -> None:
    """Forget a view. What it showed stays as it is."""
    SavedView.objects.filter(pk=view.pk).delete()
