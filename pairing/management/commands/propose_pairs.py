"""What the matching would say of a wave today: `manage.py propose_pairs 3`. Nothing is written."""

from json import dumps

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pairing.candidates import candidates_of
from pairing.matching import NotOptimal, propose
from pairing.printed import as_data, as_lines
from pairing.proposals import marks_within, nobody_free
from programs.models import Wave


class Command(BaseCommand):
    help = "Print the best pairs of a wave with reasons and proof. Nothing is written."

    def add_arguments(self, parser):
        parser.add_argument("wave", type=int, help="The wave's number in addresses, as in /waves/3/.")
        parser.add_argument("--json", action="store_true", help="Print plain data.")

    def handle(self, *, wave, json, **options):
        found = Wave.objects.select_related("program").filter(pk=wave).first()
        if found is None:
            known = ", ".join(f"{each.pk} ({each})" for each in Wave.objects.select_related("program")[:20])
            raise CommandError(f"There is no wave {wave}. There are: {known or 'none'}.")
        try:
            candidates = candidates_of(found, today=timezone.localdate())
            pool = candidates.pool
            if not pool.mentors or not pool.mentees:
                raise CommandError(nobody_free(pool))
            proposal = propose(pool, candidates.rules, candidates.weights, *marks_within(candidates))
        except (ValueError, NotOptimal) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.print_proposal(proposal, pool, json, hides=bool(candidates.weights.hidden))

    def print_proposal(self, proposal, pool, as_json, *, hides):
        if as_json:
            self.stdout.write(dumps(as_data(proposal, pool, hides=hides), indent=2, ensure_ascii=False))
        else:
            for line in as_lines(proposal, pool):
                self.stdout.write(line)
