"""Messages of a program that did not arrive: the list, and sending them again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from .. import mail, undelivered
from ..models import Program
from ..pages import page, whole_number
from ..words import counted


@require_http_methods(["GET", "POST"])
def undelivered_list(request, pk):
    """What did not arrive and why; a press sends one or all of them again, or puts one aside."""
    program = get_object_or_404(Program.objects.coordinated_by(request.user), pk=pk)
    stuck = undelivered.stuck_in(program)
    if request.method == "POST":
        carry_out(request, stuck)
        return redirect("undelivered", program.pk)
    rows = [{"notice": each, "kind": mail.kinds[each.kind], "why": undelivered.why(each)} for each in stuck]
    return page(request, "programs/reminders/undelivered", {"program": program, "rows": rows})


def carry_out(request, stuck):
    """Only what still stands in the list is touched, whatever the form says."""
    if "all" in request.POST:
        # what may have arrived is sent again one by one, knowingly
        sure = [each for each in stuck if each.delivery == each.Delivery.GIVEN_UP]
        count = undelivered.send_again(sure, timezone.now())
        messages.success(request, f"{counted(count, 'message goes', 'messages go')} out again.")
        return
    key = whole_number(request.POST.get("notice", ""))
    chosen = [each for each in stuck if each.pk == key]
    if "aside" in request.POST:
        done, said = undelivered.put_aside(chosen), "It is put aside."
    else:
        done, said = undelivered.send_again(chosen, timezone.now()), "It goes out again."
    if done:
        messages.success(request, said)
    else:
        messages.error(request, "This message has left or was put aside in the meantime.")
