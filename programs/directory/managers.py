"""Who reports to whom: managers found in any order, circles refused by name."""

from .rows import KEEP, Known, Row


def find_managers(work):
    """The row or person above each; in any order, by number or by email."""
    if "manager" not in work.called:
        for row in work.rows:
            row.manager = KEEP
        return
    by_number = {
        row.facts["employee_number"].casefold(): row for row in work.rows if "employee_number" in row.facts
    }
    by_email = {row.facts["email"]: row for row in work.rows if row.facts.get("email")}
    for row in work.rows:
        word = row.facts.get("manager")
        if not word:
            continue
        found = (
            by_number.get(word) or by_email.get(word) or work.by_number.get(word) or work.by_email.get(word)
        )
        if found is row or (row.person and found is row.person):
            work.refuse(
                row,
                "manager",
                f"names {row.name} as their own manager",
                "Name the manager, or leave it empty.",
            )
        elif found is None:
            work.refuse(
                row,
                "manager",
                "is nobody in this file or in the directory",
                "Correct the number or address, or add the manager's row.",
            )
        row.manager = found


def refuse_cycles(work):
    """Refuse the rows of every circle in the reporting tree, until none is left.

    A refused row keeps the manager it had, which may close another circle.
    """
    while found := circles(work):
        for circle in found:
            named = " → ".join(person.name for person in (*circle, circle[0]))
            for row in circle:
                if isinstance(row, Row) and row.good:
                    work.refuse(
                        row,
                        "manager",
                        f"closes a circle of managers: {named}",
                        "Correct the manager of one of them.",
                    )


def above(work, node):
    """Who would be the manager of a row or person if the file were applied."""
    if isinstance(node, Row):
        if node.good and node.manager is not KEEP:
            manager = node.manager
            if isinstance(manager, Row) and not manager.good:
                manager = manager.person or (node.person and known_above(work, node.person))
        else:
            manager = node.person and known_above(work, node.person)
    else:
        manager = known_above(work, node)
    if isinstance(manager, Known):
        return work.row_of.get(manager.pk, manager)
    return manager


def known_above(work, person):
    return work.by_pk.get(person.manager_id)


def circles(work):
    """Circles that hold at least one row that can still be refused."""
    state, found = {}, []
    for start in work.rows:
        path, node = [], start
        while node is not None and id(node) not in state:
            state[id(node)] = start
            path.append(node)
            node = above(work, node)
        if node is not None and state[id(node)] is start and node in path:
            circle = path[path.index(node) :]
            if any(isinstance(each, Row) and each.good for each in circle):
                found.append(circle)
    return found


def settle_managers(work):
    """A manager whose own row is left out: take who they are now, else keep who was there."""
    for row in work.rows:
        manager = row.manager
        if not row.good or not isinstance(manager, Row) or manager.good:
            continue
        row.manager = manager.person or KEEP
        if manager.person is None:
            work.say(
                row,
                "manager",
                f"is in row {manager.number}, which is left out",
                f"Mend row {manager.number}; until then the manager stays as it was.",
                kept=True,
            )
