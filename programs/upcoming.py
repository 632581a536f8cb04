"""The reminders of a wave: what waits in the outbox, what is held, and what a rule will owe within days (J5).

Each rule registers here how its reminders are found before they are owed, under the keys that it will use
itself: holding such a group writes its rows down as held, and the rule finds them there. A reminder whose
reason changes, such as a session that moves, is another reminder.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Func, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from . import holding, links, mail
from .lifecycle import NotAllowed
from .models import Notice, User, Wave
from .words import counted

Delivery = Notice.Delivery
WAITING = (Delivery.OWED, Delivery.GATHERED, Delivery.HELD)
DAYS = timedelta(days=7)
A_MONTH = timedelta(days=30)
_rules = {}


@dataclass(frozen=True)
class Promise:
    """One reminder by the key of its notice; ``number`` is what it belongs to, such as a session's."""

    recipient_id: int
    about: str
    occurrence: str
    due_at: datetime
    number: int | None = None

    @property
    def key(self):
        return self.recipient_id, self.about, self.occurrence


@dataclass(frozen=True)
class Rule:
    """How reminders of one kind are found and spoken of.

    ``called(number, occurrence)`` names a group. ``subjects(waves)`` are the things they can be about, and
    ``number`` the field of those that tells groups apart, as the occurrence may do. Of a rule that
    ``names_nobody`` the coordinator learns neither who gets them nor how many: it would say who has
    not answered.
    """

    kind: str
    called: Callable
    people: tuple
    why: str
    subjects: Callable
    ahead: Callable
    number: str = ""
    by_occurrence: bool = False
    names_nobody: bool = False


@dataclass(frozen=True)
class Group:
    """Reminders that go together: one rule, one thing, one day; held or not."""

    rule: Rule
    number: int | None
    occurrence: str
    on: date
    is_held: bool
    promises: tuple

    @property
    def key(self):
        """How a form names the group."""
        return f"{self.rule.kind}.{self.number or 0}.{self.occurrence}.{self.on}"

    @property
    def called(self):
        return self.rule.called(self.number, self.occurrence)

    @property
    def due_at(self):
        return self.promises[0].due_at

    @property
    def detail(self):
        one, many = self.rule.people
        who = many.capitalize() if self.rule.names_nobody else counted(len(self.promises), one, many)
        return f"{who}, {self.rule.why}"


def register(kind, **facts):
    """Decorate ``ahead(wave, now, until)``: promises of this kind that the rule has not owed yet (`Rule`).

    It takes a number of statements that does not grow with the wave.
    """

    def keep(ahead):
        _rules[kind] = Rule(kind, ahead=ahead, **facts)
        return ahead

    return keep


def groups(wave, now, within=DAYS):
    """Every group that is held or leaves within so many days, in the order of their times."""
    until = now + within
    found, known = {}, set()
    for kind, is_held, promise in standing(wave):
        known.add((kind, promise.key))
        if is_held or promise.due_at <= until:
            put(found, _rules[kind], is_held, promise)
    for rule in _rules.values():
        for promise in rule.ahead(wave, now, until):
            if now <= promise.due_at <= until and (rule.kind, promise.key) not in known:
                put(found, rule, False, promise)
    return sorted(
        (group_of(key, promises) for key, promises in found.items()), key=lambda group: group.due_at
    )


def put(found, rule, is_held, promise):
    """Sort a promise into its group; days are those of the reader."""
    part = promise.occurrence if rule.by_occurrence else ""
    key = (rule.kind, promise.number, part, timezone.localdate(promise.due_at), is_held)
    found.setdefault(key, []).append(promise)


def group_of(key, promises):
    kind, number, occurrence, on, is_held = key
    promises.sort(key=lambda promise: (promise.due_at, promise.recipient_id))
    return Group(_rules[kind], number, occurrence, on, is_held, tuple(promises))


def standing(wave):
    """``(kind, is held, promise)`` of what the outbox keeps for a wave, in one statement for all rules."""
    if not _rules:
        return
    first, *others = [rows(rule, wave) for rule in _rules.values()]
    for kind, delivery, recipient_id, about, occurrence, due_at, number in first.union(*others, all=True):
        promise = Promise(recipient_id, about, occurrence, due_at, number or None)
        yield kind, delivery == Delivery.HELD, promise


def about(waves):
    """Which notices are about something of ``waves``, of all rules that do name people."""
    found = Q(pk__in=())
    for rule in _rules.values():
        if not rule.names_nobody:
            subjects = rule.subjects(waves).order_by()
            label = Concat(Value(f"{subjects.model._meta.label}:"), Cast("pk", CharField()))
            found |= Q(kind=rule.kind, about__in=subjects.annotate(label=label).values("label"))
    return found


def nameless():
    """The kinds of which coordinators do not learn who gets them."""
    return [rule.kind for rule in _rules.values() if rule.names_nobody]


def rows(rule, wave):
    """The waiting and held notices of a rule that are about something of the wave."""
    field = rule.number or Value(0, output_field=IntegerField())
    subjects = (
        rule.subjects(Wave.objects.filter(pk=wave.pk))
        .filter(pk=OuterRef("subject"))
        .order_by()
        .annotate(group=as_number(field))
    )
    return (
        Notice.objects.filter(kind=rule.kind, delivery__in=WAITING)
        .annotate(
            subject=Cast(split("about"), BigIntegerField()), group=Subquery(subjects.values("group")[:1])
        )
        .filter(group__isnull=False)
        .annotate(leaves_at=Coalesce("digest__due_at", "due_at"))
        .order_by()
        .values_list("kind", "delivery", "recipient", "about", "occurrence", "leaves_at", "group")
    )


def as_number(field):
    return Cast(F(field) if isinstance(field, str) else field, IntegerField())


def split(name):
    """The primary key in what a notice is about."""
    return Func(F(name), Value(":"), Value(2), function="split_part", output_field=CharField())


# --- previewing, holding, releasing -------------------------------------------------------------------------


def group_called(wave, key, now, *, is_held):
    """The group behind a form's button, or a refusal when it has left or changed since."""
    for group in groups(wave, now, within=A_MONTH):
        if group.key == key and group.is_held == is_held:
            return group
    raise NotAllowed("These reminders have left or changed in the meantime. The list shows what is due now.")


def preview(group, reader, now):
    """``(recipient, message or None)``: the mail as one person would get it, with no link that works.

    Where a rule names nobody the reader stands in for those it goes to.
    """
    first = group.promises[0]
    people = User.objects.select_related("preferences")
    recipient = people.get(pk=reader.pk if group.rule.names_nobody else first.recipient_id)
    notice = Notice(recipient=recipient, kind=group.rule.kind, about=first.about, occurrence=first.occurrence)
    subject = mail.subject_of(notice)
    with links.nothing_minted():
        message = subject and mail.compose(notice, subject, max(now, first.due_at))
    return recipient, message


@transaction.atomic
def hold(group):
    """Keep a whole group back, whether its rule has owed it yet or not; how many are held."""
    Notice.objects.bulk_create(
        [
            Notice(
                recipient_id=promise.recipient_id,
                kind=group.rule.kind,
                about=promise.about,
                occurrence=promise.occurrence,
                due_at=promise.due_at,
                delivery=Delivery.HELD,
            )
            for promise in group.promises
        ],
        ignore_conflicts=True,  # those that wait in the outbox already, or that the rule has just owed
    )
    keys = notices_of(group)
    holding.hold_all(keys)
    return Notice.objects.filter(pk__in=keys, delivery=Delivery.HELD).count()


def release(group, now):
    """Let a held group go, each when it was to go, or at once if that has passed; how many."""
    return holding.release_all(notices_of(group), now)


def notices_of(group):
    """The primary keys of a group's rows in the outbox."""
    keys = {promise.key for promise in group.promises}
    found = Notice.objects.filter(kind=group.rule.kind, about__in={about for _, about, _ in keys})
    return [
        pk for pk, *key in found.values_list("pk", "recipient", "about", "occurrence") if tuple(key) in keys
    ]
