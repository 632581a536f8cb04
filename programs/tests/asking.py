"""Asking for pages as somebody, and counting what an answer costs."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def signed_in(client, person):
    client.force_login(person)
    return client


def queries_of(client, url):
    """How many statements a page takes."""
    client.get(url)  # what is read once per process is not the page's
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)
