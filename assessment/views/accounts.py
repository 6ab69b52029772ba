"""One's own account: name and mail."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.access import PersonRequest, signed_in
from assessment.forms.accounts import AccountForm
from assessment.services.accounts import change_account, gets_no_mail, let_mail_come_again
from assessment.services.organizations import account_of


@signed_in(because="shows and changes what the account says of itself")
@require_http_methods(["GET", "HEAD", "POST"])
def account_change(request: PersonRequest) -> HttpResponse:
    user = account_of(request.person)
    stored = model_to_dict(user, fields=AccountForm.base_fields)
    form = AccountForm(request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        change_account(request.person, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("account-change")
    context = {"form": form, "gets_no_mail": gets_no_mail(request.person)}
    return render(request, "account/change.html", context, status=422 if form.errors else 200)


@signed_in(because="lets mail go to the account's own address, and to no other")
@require_POST
def account_mail_again(request: PersonRequest) -> HttpResponse:
    let_mail_come_again(request.person)
    messages.success(request, _("Mail about assessments comes again."))
    return redirect("account-change")
