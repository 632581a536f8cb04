"""Step 4 of a program's set-up: the pairing rules, with what they leave beside them."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.pages import is_htmx, page
from programs.views.setup.pages import frame_of, go_on, program_in_setup

from .policy import asked_of_pairs, save_quotas, save_rules, save_weights
from .policy_forms import PolicyForm
from .setup import effect_of


@require_http_methods(["GET", "POST"])
def setup_rules(request, pk):
    """Change weights and rules; the pairs that the rules leave are counted as one chooses."""
    program, wave = program_in_setup(request, pk)
    given = asked_of_pairs(program.pk)
    form = PolicyForm(
        (request.GET if is_htmx(request) else request.POST) or None,
        **given,
        hidden=program.attributes.exists(),
    )
    is_good = form.is_bound and form.is_valid()
    shown, quotas = (form.rules, form.quotas) if is_good else (given["rules"], given["quotas"])
    if request.method == "POST" and is_good:
        save_rules(program, shown)
        save_weights(program, form.weights)
        save_quotas(program, quotas)
        messages.success(request, "Pairing rules, weights and composition are saved.")
        return go_on(program, wave, "rules")
    effect = effect_of(wave, shown, quotas, today=timezone.localdate()) if wave else None
    context = {"effect": effect, "wave": wave}
    if is_htmx(request):
        return render(request, "pairing/_rule_effect.html", context)
    return page(request, "pairing/rules", {"form": form, **context, **frame_of(program, wave, "rules")})
