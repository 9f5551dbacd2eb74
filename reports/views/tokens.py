"""A person's own API tokens: see them, make one, end one."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from branches.permissions import Permission, require
from reports import tokens
from reports.forms.documents import TokenForm
from reports.models import ApiToken


@require(Permission.REPORT_EDIT)
@never_cache
@require_http_methods(["GET", "POST"])
def token_list(request):
    form = TokenForm(request.POST if request.method == "POST" else None)
    text = ""
    if request.method == "POST" and form.is_valid():
        _, text = tokens.make_token(by=request.user, **form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "text": text, "tokens": ApiToken.objects.filter(owner=request.user)}
    return render(request, "reports/token_list.html", context)


@require(Permission.REPORT_EDIT)
@require_POST
def token_end(request, pk):
    tokens.end_token(token=get_object_or_404(ApiToken, pk=pk, owner=request.user), by=request.user)
    return redirect("reports:token-list")
