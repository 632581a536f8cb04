"""Step 4 of a program's set-up: the pairing rules, with what they leave beside them."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.pages import is_htmx, page
from programs.views.setup.pages import frame_of, go_on, program_in_setup

from .forms import PolicyForm
from .policy import rules_of, save_rules, save_weights, weights_of
from .setup import effect_of


@require_http_methods(["GET", "POST"])
def setup_rules(request, pk):
    """Change weights and rules; the pairs that the rules leave are counted as one chooses."""
    program, wave = program_in_setup(request, pk)
    form = PolicyForm(
        (request.GET if is_htmx(request) else request.POST) or None,
        rules=rules_of(program.pk),
        weights=weights_of(program.pk),
        hidden=program.attributes.exists(),
    )
    shown = form.rules if form.is_bound and form.is_valid() else rules_of(program.pk)
    if request.method == "POST" and form.is_valid():
        save_rules(program, shown)
        save_weights(program, form.weights)
        messages.success(request, "Pairing rules and weights are saved.")
        return go_on(program, wave, "rules")
    context = {"effect": effect_of(wave, shown, today=timezone.localdate()) if wave else None, "wave": wave}
    if is_htmx(request):
        return render(request, "pairing/_rule_effect.html", context)
    return page(request, "pairing/rules", {"form": form, **context, **frame_of(program, wave, "rules")})
