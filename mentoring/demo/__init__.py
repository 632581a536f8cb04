"""The demo program: a fictional insurer with one wave closed, one running, one recruiting.

People, pairs and sessions are made by the same deeds that the pages call, at the dates that the story
needs; every figure on a page is counted from these rows. Dates are relative to the day of loading.
"""

from .cast import ACCOUNTS, PASSWORD
from .story import load

__all__ = ["ACCOUNTS", "PASSWORD", "load"]
