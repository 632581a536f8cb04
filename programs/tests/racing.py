"""Setting people on one thing at once: threads let go together, each on a database connection of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from programs.lifecycle import NotAllowed

PATIENCE = 30  # seconds: who has not come or answered by then fails the test instead of holding it up


def at_once(*deeds, refusal=NotAllowed):
    """Let all deeds go together; what each answered, in their order.

    A ``refusal`` (an exception or several) is an answer; any other error is raised here.
    """
    barrier = threading.Barrier(len(deeds))

    def run(deed):
        barrier.wait(PATIENCE)
        return answer_of(deed, refusal)

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [started.result(PATIENCE) for started in [pool.submit(run, deed) for deed in deeds]]


def answer_of(deed, refusal=NotAllowed):
    try:
        return deed()
    except refusal as answer:
        return answer
    finally:
        connection.close()
