"""From rows of text to people to be written, and the problems with the rest. Plain data, no database.

A row with a problem is left out; the others stand. What cannot be done for a good row, such as
finding a manager whose own row is bad, is reported too, and that fact stays as it was.
"""

from collections import Counter
from dataclasses import dataclass, field

from .cells import Trouble, readers
from .managers import find_managers, refuse_cycles, settle_managers
from .reading import Unreadable
from .rows import Known, Problems, Row

TELL_EVERY = 2000


@dataclass
class Checked:
    """What a file would do. ``gone`` are the people whom it does not mention any more."""

    rows: list[Row]
    gone: list[Known]
    problems: list[dict] = field(default_factory=list)
    problem_count: int = 0
    bad_rows: int = 0
    total: int = 0
    leaving: int = 0
    employed_before: int = 0

    @property
    def share_leaving(self):
        return 100 * self.leaving / self.employed_before if self.employed_before else 0.0


class Check:
    """One reading of one sheet; the steps of ``check`` share its findings."""

    def __init__(self, sheet, headers, known):
        self.sheet, self.headers, self.known = sheet, headers, known
        self.problems = Problems(headers)
        self.say, self.called = self.problems.say, self.problems.called
        self.by_number = {person.number.casefold(): person for person in known if person.number}
        self.by_email = {person.email.casefold(): person for person in known}
        self.by_pk = {person.pk: person for person in known}
        self.rows = []
        self.wanting = {}  # pk of somebody known -> the row that takes over their address
        self.row_of = {}  # pk of somebody known -> their row

    # --- saying what is wrong --------------------------------------------------------------------

    def refuse(self, row, fact, what, remedy):
        """Leave a row out, and with it those that counted on what it would have changed."""
        self.say(row, fact, what, remedy)
        row.good = False
        self.keep_address(row.person)

    def keep_address(self, holder):
        """Refuse the row that was to take over the address of ``holder``, and so on down the chain."""
        while holder and (row := self.wanting.pop(holder.pk, None)) and row.good:
            self.say(
                row,
                "email",
                f"belongs to {holder.name}" + (f" ({holder.number})" if holder.number else ""),
                "Correct the address or the employee ID, or give the other person their new address here.",
            )
            row.good = False
            holder = row.person

    # --- the steps -------------------------------------------------------------------------------

    def read_rows(self, today, tell):
        """Every cell of every row; a row with a bad cell is reported cell by cell."""
        read = readers(today)
        width = len(self.sheet.headers)
        columns = [
            (place, name, read[name])
            for place, header in enumerate(self.sheet.headers)
            if (name := self.headers.get(header))
        ]
        self.problems.places = {name: place for place, name, _ in columns}
        for number, what, remedy in self.sheet.broken:
            row = Row(number, {}, [], good=False)
            self.rows.append(row)
            self.say(row, "", what, remedy)
        total = len(self.sheet.rows)
        for done, (number, cells) in enumerate(self.sheet.rows):
            if done % TELL_EVERY == 0:
                tell(done, total)
            row = Row(number, {}, cells)
            self.rows.append(row)
            readable = columns
            if len(cells) != width and (len(cells) < width or any(cells[width:])):
                self.say(
                    row,
                    "",
                    f"has {len(cells)} cells where the first row has {width}",
                    "Put cells that hold a separator in quotation marks, and look for a missing cell.",
                )
                row.good = False
                readable = [column for column in columns if column[0] < len(cells)]
            facts = row.facts
            for place, name, read_cell in readable:
                try:
                    facts[name] = read_cell(cells[place])
                except Trouble as trouble:
                    self.say(row, name, trouble.what, trouble.remedy)
                    row.good = False
        tell(total, total)

    def find_doubles(self):
        """Two rows about one number or one address: nobody can say which is right, so neither is used."""
        for name in ("employee_number", "email"):
            met = {}
            for row in self.rows:
                if row.facts.get(name):
                    met.setdefault(row.facts[name].casefold(), []).append(row)
            for rows in met.values():
                if len(rows) == 1:
                    continue
                for row in rows:
                    others = ", ".join(str(other.number) for other in rows[:6] if other is not row)
                    row.good = False
                    self.say(row, name, f"stands in row {others} too", "Keep the row that is right.")

    def find_people(self):
        """Whom each row is about: by number, else by the address of somebody who has no number yet."""
        for row in self.rows:
            number, address = row.facts.get("employee_number"), row.facts.get("email")
            row.person = self.by_number.get(number.casefold()) if number else None
            if row.person is None and address:
                holder = self.by_email.get(address)
                if holder and (not number or holder.number is None):
                    row.person = holder
            if row.person:
                self.row_of.setdefault(row.person.pk, row)

    def settle_addresses(self):
        """An address passes on only when its holder gives it up in the same file."""
        taken = []
        for row in self.rows:
            holder = self.by_email.get(row.facts.get("email"))
            if not row.good or holder is None or holder is row.person:
                continue
            self.wanting[holder.pk] = row
            giving = self.row_of.get(holder.pk)
            if giving is None or not giving.good or giving.facts["email"] == holder.email.casefold():
                taken.append(holder)
        for holder in taken:
            self.keep_address(holder)

    def protect_administrators(self):
        """An import never locks out those who run the installation."""
        for row in self.rows:
            if row.good and row.person and row.person.is_superuser and row.facts.get("is_active") is False:
                row.facts["is_active"] = row.person.is_active
                self.say(
                    row,
                    "is_active",
                    "would end the access of an administrator",
                    "Take the administrator's rights away first; the rest of the row is used.",
                    kept=True,
                )

    def gone(self):
        """Directory people whom no row mentions, good or bad; nobody when a row could be about anyone."""
        addressed = (self.by_email.get(row.facts.get("email")) for row in self.rows)
        mentioned = {person.pk for person in addressed if person} | self.row_of.keys()
        missing = [
            person
            for person in self.known
            if person.number and person.is_active and not person.is_superuser and person.pk not in mentioned
        ]
        nameless = [
            row for row in self.rows if not row.facts.get("employee_number") and not row.facts.get("email")
        ]
        if missing and nameless:
            self.say(
                nameless[0],
                "employee_number",
                f"could be one of the {len(missing)} people whom the file does not mention",
                "Mend the row. Until then nobody is marked as having left for being absent.",
                kept=True,
            )
            return []
        return missing


def check(sheet, headers, known, *, today, tell=lambda done, total: None):
    """What ``sheet`` would do to the people in ``known``, and what is wrong with it."""
    doubled = [
        header for header, times in Counter(sheet.headers).items() if times > 1 and headers.get(header)
    ]
    if doubled:
        places = [column_letter(place) for place, header in enumerate(sheet.headers) if header == doubled[0]]
        raise Unreadable(
            f"Columns {' and '.join(places)} are both called “{doubled[0]}”. Rename or remove one of them."
        )
    missing = [header for header, name in headers.items() if name and header not in sheet.headers]
    if missing:
        raise Unreadable(f"The file has no column “{missing[0]}”. Choose its columns again.")

    work = Check(sheet, headers, known)
    work.read_rows(today, tell)
    work.find_doubles()
    work.find_people()
    work.settle_addresses()
    find_managers(work)
    refuse_cycles(work)
    settle_managers(work)
    work.protect_administrators()
    gone = work.gone()
    good = [row for row in work.rows if row.good]
    leaving = [
        row for row in good if row.person and row.person.is_active and row.facts.get("is_active") is False
    ]
    return Checked(
        rows=good,
        gone=gone,
        problems=sorted(work.problems.shown, key=lambda problem: problem["row"]),
        problem_count=work.problems.count,
        bad_rows=len(work.rows) - len(good),
        total=len(work.rows),
        leaving=len(gone) + len(leaving),
        employed_before=sum(person.is_active and bool(person.number) for person in known),
    )


def column_letter(place):
    """The letter that a spreadsheet shows above a column."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
