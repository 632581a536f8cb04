"""The facts a directory file may bring, and what other systems call them."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One column of ours: the attribute of a person, its label, and the headers we know for it."""

    name: str
    label: str
    known: str = ""
    longest: int = 80
    required: bool = False


FACTS = (
    Fact(
        "employee_number",
        "Employee ID",
        "employeenumber employeeno employee empid personnelnumber personnelno staffid staffnumber workerid",
        longest=40,
        required=True,
    ),
    Fact("given_name", "First name", "givenname forename firstnames preferredname", required=True),
    Fact("family_name", "Last name", "familyname surname lastnames", required=True),
    Fact("email", "Email", "emailaddress workemail businessemail mail", longest=200, required=True),
    Fact("job_title", "Job title", "title position role businesstitle", longest=120),
    Fact("grade", "Grade", "level joblevel jobgrade band gradelevel"),
    Fact("line_of_business", "Line of business", "lob businessline businessunit division line"),
    Fact("function", "Function", "jobfunction jobfamily"),
    Fact("department", "Department", "dept team orgunit organizationalunit"),
    Fact("location", "Location", "office site worklocation workplace city"),
    Fact("time_zone", "Time zone", "timezone tz", longest=64),
    Fact(
        "manager",
        "Manager ID",
        "manager manageremail managernumber managerno manageremployeeid supervisor supervisorid reportsto",
        longest=200,
    ),
    Fact("hired_on", "Hire date", "hiredon hired startdate dateofhire joindate joiningdate"),
    Fact("is_active", "Status", "employmentstatus employeestatus active workerstatus"),
)
FACT = {fact.name: fact for fact in FACTS}
REQUIRED = [fact.name for fact in FACTS if fact.required]


def folded(header):
    """A header as it is compared: without case, accents' encoding, spaces and signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", header).casefold() if c.isalnum())


KNOWN = {word: fact.name for fact in FACTS for word in (folded(fact.label), *fact.known.split())}
BY_NAME = {folded(word): fact.name for fact in FACTS for word in (fact.name, fact.label)}


def fact_called(word):
    """The fact that somebody typed by its name or label; ``None`` when there is none."""
    return BY_NAME.get(folded(word))


def guess(headers, remembered=None):
    """Their header -> our field, from what was confirmed last time and from known names.

    Every header appears; those that mean nothing to us map to an empty text. Two headers never
    map to the same field.
    """
    remembered = remembered or {}
    guessed = dict.fromkeys(headers, "")
    taken = set()
    for find in (remembered.get, lambda header: KNOWN.get(folded(header))):
        for header in headers:
            name = find(header)
            if name in FACT and not guessed[header] and name not in taken:
                if header in remembered and not remembered[header]:
                    continue  # somebody chose to ignore this column
                guessed[header] = name
                taken.add(name)
    return guessed


def objections(headers):
    """Why this choice of columns cannot be used; empty when it can."""
    found = []
    chosen = [name for name in headers.values() if name]
    for name in REQUIRED:
        if name not in chosen:
            found.append(f"No column is chosen for “{FACT[name].label}”.")
    for name in sorted(set(chosen), key=chosen.index):
        if name not in FACT:
            found.append(f"There is no field called “{name}”.")
        elif chosen.count(name) > 1:
            doubled = " and ".join(f"“{header}”" for header, field in headers.items() if field == name)
            found.append(f"{doubled} are both chosen for “{FACT[name].label}”. Choose one of them.")
    return found
