"""The scorecard as its reviewer fills it in, and who reviews in a wave."""

from django import forms

from programs.drafts import STALE_FORM, Stand
from programs.models import User
from programs.reviewing import MOST_EACH

MARKS = [("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")]


class ScorecardForm(forms.Form):
    """One mark per criterion and a comment. Only what is submitted has to be complete.

    Marks given to an earlier wording of a criterion stand until they are given anew.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False)
    comment = forms.CharField(
        label="Comment",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "ta ta-s"}),
    )

    def __init__(self, data=None, *, card, criteria, complete=False):
        given = {score.criterion.code: score.mark for score in card.scores.select_related("criterion")}
        super().__init__(data, initial={"version": stand_of(card), "comment": card.comment})
        self.card = card
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"mark-{criterion.pk}"] = forms.ChoiceField(
                label=criterion.text,
                help_text=criterion.hint,
                choices=MARKS,
                required=complete,
                initial=str(given.get(criterion.code, "")),
                widget=forms.RadioSelect,
                error_messages={"required": f"Mark from 1 to 4: {criterion.text}."},
            )
        self.order_fields([*(f"mark-{each.pk}" for each in self.criteria), "comment"])

    def rows(self):
        return [self[f"mark-{criterion.pk}"] for criterion in self.criteria]

    @property
    def marks(self):
        """``{criterion pk: mark or None}``"""
        return {
            criterion.pk: int(self.cleaned_data[f"mark-{criterion.pk}"] or 0) or None
            for criterion in self.criteria
        }

    def clean_version(self):
        """The version that this page had in front of it, of this card and for this reader."""
        stand = Stand.read(self.cleaned_data["version"])
        if stand is None or (stand.person, stand.row) != (self.card.reviewer_id, self.card.pk):
            raise forms.ValidationError(STALE_FORM)
        return stand.version

    def overtake(self):
        """Keep what is typed here although the card has been saved elsewhere; saving again replaces that."""
        self.data = self.data.copy()
        self.data["version"] = str(stand_of(self.card))

    def stored(self):
        """The form with what is saved by now."""
        return ScorecardForm(card=self.card, criteria=self.criteria)


def stand_of(card):
    return Stand(card.reviewer_id, card.pk, card.version)


class PanelForm(forms.Form):
    """Who scores in a wave, and how many of them each application gets."""

    reviewers = forms.ModelMultipleChoiceField(
        label="Who scores",
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one reviewer."},
    )
    each = forms.IntegerField(
        label="Reviewers for each application",
        help_text=f"1 to {MOST_EACH}. Two see more than one, and their difference is worth a talk.",
        min_value=1,
        max_value=MOST_EACH,
        widget=forms.NumberInput(attrs={"class": "in in-xs"}),
    )

    def __init__(self, data=None, *, people, chosen, each):
        super().__init__(data, initial={"reviewers": chosen, "each": each})
        self.fields["reviewers"].queryset = people

    def clean(self):
        cleaned = super().clean()
        reviewers, each = cleaned.get("reviewers"), cleaned.get("each")
        if reviewers and each and len(reviewers) < each:
            self.add_error(
                "each", f"You chose {len(reviewers)}. Choose {each} people or more, or ask for fewer each."
            )
        return cleaned

    @property
    def chosen_keys(self):
        """The keys that are ticked, as text, for the table in which the boxes stand."""
        value = self["reviewers"].value()
        return {str(key) for key in value or ()}
