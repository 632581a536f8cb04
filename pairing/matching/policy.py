"""What a program asks of its pairs: rules that may be hard, soft or off, and the weights of the fit.

Points are integers in thousandths of a point, and a perfect fit is ``FULL`` = 100 points, so that
sums, comparisons and proofs are exact. People only ever see whole points out of 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from .errors import BadSettings

__all__ = ["FULL", "POINT", "Force", "Rule", "Rules", "Weights"]

POINT = 1_000
FULL = 100 * POINT


def _is_whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


def _refuse_strangers(noun: str, given: Mapping[str, Any], known: Any) -> None:
    strangers = sorted(set(given) - set(known))
    if strangers:
        raise BadSettings(f"There is no {noun} {strangers[0]!r}.")


class Force(StrEnum):
    """How much a rule counts: it forbids, it costs points, or it is not asked."""

    HARD = "hard"
    SOFT = "soft"
    OFF = "off"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule as a program has set it.

    ``value`` is the rule's number where it has one (grades, steps or years); ``penalty`` is what
    breaking it costs while it is soft, in points of 100.
    """

    force: Force = Force.HARD
    value: int | None = None
    penalty: int = 20

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "force", Force(self.force))
        except ValueError:
            raise BadSettings(f"A rule is hard, soft or off, not {self.force!r}.") from None
        if not _is_whole(self.penalty) or not 0 <= self.penalty <= 100:
            raise BadSettings(f"A penalty lies between 0 and 100 points, not {self.penalty!r}.")


# The least and greatest number that makes sense for each rule that has one.
RANGES = {"grade_gap": (0, 50), "shared_manager": (1, 6), "former_manager": (0, 50)}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """All rules of eligibility (SPEC M1). The defaults are those of the model case: everything hard."""

    grade_gap: Rule = Rule(value=2)
    line_of_business: Rule = Rule()
    function: Rule = Rule()
    department: Rule = Rule()
    management_chain: Rule = Rule()
    shared_manager: Rule = Rule(value=2)
    former_manager: Rule = Rule(value=2)
    no_go: Rule = Rule()
    paired_before: Rule = Rule()

    def __post_init__(self) -> None:
        for name, rule in self.items():
            if not isinstance(rule, Rule):
                raise BadSettings(f"The rule {name!r} needs a Rule, not {rule!r}.")
            if name not in RANGES:
                if rule.value is not None:
                    raise BadSettings(f"The rule {name!r} takes no number.")
                continue
            least, most = RANGES[name]
            if rule.value is None:
                # Turning a rule soft should not mean having to repeat its number.
                object.__setattr__(self, name, replace(rule, value=2))
            elif not _is_whole(rule.value) or not least <= rule.value <= most:
                raise BadSettings(
                    f"The rule {name!r} takes a number from {least} to {most}, not {rule.value!r}."
                )

    def items(self) -> list[tuple[str, Rule]]:
        """Rules by name, in the order in which people read them."""
        return [(field.name, getattr(self, field.name)) for field in fields(self)]

    @classmethod
    def from_settings(cls, settings: Mapping[str, Mapping[str, Any]]) -> Rules:
        """Rules from plain data, such as a JSON column; what is not named keeps its default."""
        known = dict(cls().items())
        _refuse_strangers("rule", settings, known)
        for name, given in settings.items():
            _refuse_strangers(f"part of the rule {name!r}:", given, {"force", "value", "penalty"})
            known[name] = replace(known[name], **given)
        return cls(**known)

    def to_settings(self) -> dict[str, dict[str, Any]]:
        """Plain data from which :meth:`from_settings` makes the same rules."""
        return {name: {**asdict(rule), "force": rule.force.value} for name, rule in self.items()}


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each facet of the fit counts, 0 to 100 each; only their proportions matter.

    ``difference`` stands apart: points beyond the 100 for a mentor who differs in what both volunteered and
    allowed the matching to use. They count in the search and are shown nowhere.
    """

    topics: int = 40
    interests: int = 20
    experience: int = 0
    languages: int = 10
    hours: int = 20
    place: int = 10
    standing: int = 0
    difference: int = 0

    def __post_init__(self) -> None:
        for field in fields(self):
            weight = getattr(self, field.name)
            if not _is_whole(weight) or not 0 <= weight <= 100:
                raise BadSettings(f"The weight of {field.name!r} lies between 0 and 100, not {weight!r}.")

    def items(self) -> list[tuple[str, int]]:
        """Weights by facet, in the order in which people read them; the hidden one is not among them."""
        names = [field.name for field in fields(self) if field.name != "difference"]
        return [(name, getattr(self, name)) for name in names]

    def shares(self) -> dict[str, int]:
        """What each facet can give at most, in thousandths of a point; together never above ``FULL``."""
        total = sum(weight for _, weight in self.items())
        return {name: FULL * weight // total if total else 0 for name, weight in self.items()}

    @property
    def hidden(self) -> int:
        """What a difference can give at most, in thousandths of a point, beyond the shares."""
        return self.difference * POINT

    @classmethod
    def from_settings(cls, settings: Mapping[str, int]) -> Weights:
        """Weights from plain data, such as a JSON column; what is not named keeps its default."""
        _refuse_strangers("weight", settings, asdict(cls()))
        return cls(**settings)

    def to_settings(self) -> dict[str, int]:
        """Plain data from which :meth:`from_settings` makes the same weights."""
        return asdict(self)
