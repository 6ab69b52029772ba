"""Django's base classes, which take a type argument for the type checker but none when they run."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.admin.views.main import ChangeList

    BaseModelAdmin = admin.options.BaseModelAdmin[Any]
    BaseInlineFormSet = forms.BaseInlineFormSet[Any, Any, Any]
    DjangoModelAdmin = admin.ModelAdmin[Any]
    ModelForm = forms.ModelForm[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    BaseModelAdmin = admin.options.BaseModelAdmin
    BaseInlineFormSet = forms.BaseInlineFormSet
    DjangoModelAdmin = admin.ModelAdmin
    ModelForm = forms.ModelForm
    TabularInline = admin.TabularInline


class ModelAdmin(DjangoModelAdmin):
    def get_changelist_instance(self, request: HttpRequest) -> "ChangeList":
        # PostgreSQL has no such character: asked for it, it would fail instead of finding nothing.
        if any("\0" in value for name in request.GET for value in request.GET.getlist(name)):
            raise IncorrectLookupParameters
        return super().get_changelist_instance(request)
