"""The days of a plan that are kept free: what is kept already, holidays of some states, and a new stretch."""

from datetime import date

from .. import calendar, dates


def stretch_key(first, last):
    return f"{first.isoformat()}..{last.isoformat()}"


def days_in(key):
    """The two days of ``2027-03-29..2027-04-02``, or None."""
    first, _, last = key.partition("..")
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None


class DaysMixin:
    """For a form with the fields ``days``, ``days_shown``, ``first``, ``last`` and ``reason``.

    Only what was shown and is no longer ticked is given back: a stretch that somebody else kept free in the
    meantime was never on this form.
    """

    def offer_days(self, states):
        """The choices of ``days``: stretches kept now are ticked, holidays of some states are not."""
        kept = calendar.stretches(self.blocked)
        first, last = self.instance.sessions_start_on, self.instance.sessions_end_on
        some = {}
        if self.instance.pk and first and last:
            some = calendar.holidays_of_some(first, last, tuple(states))
        self.state_days = {
            stretch_key(day, day): name
            for day, (name, where) in some.items()
            if day not in self.blocked and day.weekday() < 5
        }
        choices = [
            (stretch_key(*stretch[:2]), f"{stretch[2]}|{dates.date_range(*stretch[:2], today=self.today)}")
            for stretch in kept
        ]
        choices += [
            (stretch_key(day, day), f"{name}|{dates.day(day, today=self.today)}, in {', '.join(where)}")
            for day, (name, where) in some.items()
            if stretch_key(day, day) in self.state_days
        ]
        keys = [stretch_key(*stretch[:2]) for stretch in kept]
        self.kept = {key: stretch[2] for key, stretch in zip(keys, kept, strict=True)}
        self.fields["days_shown"].initial = ",".join(keys)
        if choices:
            self.fields["days"].choices = choices
            self.fields["days"].initial = keys
        else:
            del self.fields["days"]

    def clean_stretch(self):
        first, reason = self.cleaned_data.get("first"), self.cleaned_data.get("reason")
        last = self.cleaned_data.get("last") or first
        if {"first", "last", "reason"} & set(self.errors):
            return
        if not first:
            if reason or last:
                self.add_error("first", "Keep free from: choose a day.")
            return
        if not reason:
            self.add_error("reason", "Say why, such as quarter close.")
        if last < first:
            self.add_error("last", "The last day is before the first one.")
        elif (last - first).days > 92:
            self.add_error("last", "Three months at most can be kept free at once.")
        elif reason:
            self.cleaned_data["last"] = last

    @property
    def given_back(self):
        """The stretches that were on the form and are no longer wanted."""
        shown = set(self.cleaned_data.get("days_shown", "").split(",")) & set(self.kept)
        return [days_in(key) for key in sorted(shown - set(self.cleaned_data.get("days", ())))]

    @property
    def newly_kept(self):
        """``(first, last, reason)`` of what shall be free from now on."""
        wanted = self.cleaned_data.get("days", ())
        found = [(*days_in(key), name) for key, name in self.state_days.items() if key in wanted]
        stretch = tuple(self.cleaned_data.get(name) for name in ("first", "last", "reason"))
        if all(stretch):
            found.append(stretch)
        return found

    def days_as_they_would_be(self):
        """``{day: reason}`` once this form is saved."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return self.blocked
        gone = {day for stretch in self.given_back for day in calendar.span(*stretch)}
        found = {day: reason for day, reason in self.blocked.items() if day not in gone}
        for first, last, reason in self.newly_kept:
            for day in calendar.span(first, last):
                if day.weekday() < 5:
                    found.setdefault(day, reason)
        return found
