"""What the reports count, as figures on which the findings of a review can rest."""

from programs.figures import Figure, register

from .measures import results


@register
def figures_of_the_report(wave):
    """The figures of the impact report; those from too few answers do not come."""
    return [Figure(result.code, sentence(result)) for result in results(wave)]


def sentence(result):
    if result.percent is None:
        return f"{result.value} {result.name} {result.base}"
    return f"{result.value} {result.name}: {result.base}"
