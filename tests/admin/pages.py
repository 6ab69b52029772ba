"""What tests of the admin share: forms filled in as a browser would, and what the page says."""

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse

# The test client's response, which has more attributes than its type says.
Response = Any


def page(thing: Model) -> str:
    """The address of a row's page."""
    return reverse(f"admin:assessment_{thing._meta.model_name}_change", args=[thing.pk])


def sent(response: Response) -> dict[str, Any]:
    """Every value that the form of the page would send, unchanged."""
    context = response.context_data
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                values[field.html_name] = value
    return values


def save(client: Client, thing: Model, **changes: object) -> Response:
    """Open a row's page, change some values and send the form; the page that comes of it."""
    values = sent(client.get(page(thing))) | changes
    return client.post(page(thing), {name: value for name, value in values.items() if value is not None}, follow=True)


def act(client: Client, verb: str, thing: Model) -> Response:
    """Press the button of a verb on a version's page."""
    data = {"action": verb, "_selected_action": thing.pk, "index": 0, "select_across": 0}
    return client.post(reverse("admin:assessment_version_changelist"), data, follow=True)


def messages_of(response: Response) -> list[str]:
    return [str(message) for message in response.context["messages"]]
