"""Fields of school and preschool places by district."""

from __future__ import annotations

from scenarios.app.question.labels.label import Label, Labels, Options
from scenarios.language import marked

LABELS: Labels = {
    "construction.sizes": Label(
        marked("Sizes of buildings"),
        marked("Buildings that may be started; none chosen: every size whose cost is known."),
        marked("places"),
    ),
    "construction.max_starts_per_unit_year": Label(
        marked("Most starts in a district"),
        marked("How many buildings a district may start in a year."),
        marked("buildings a year"),
    ),
    "construction.apply_2030_adjustment": Label(
        marked("Existing places change as printed"),
        marked(
            "The documents change the number of existing places at the end of a period without "
            "saying why; follow them."
        ),
    ),
    "shifts.second_shift_until": Label(
        marked("Second shift accepted until"),
        marked("The last year in which pupils of a second shift count as served; empty: never."),
        marked("year"),
    ),
    "shifts.second_shift_share": Label(
        marked("Places used twice until then"),
        marked("The share of places that may be used in a second shift."),
        marked("share"),
    ),
    "shifts.third_shift_end": Label(
        marked("No third shift from"),
        marked("The first year without a third shift, whatever it costs; empty: as the goals say."),
        marked("year"),
    ),
    "transfers.enabled": Label(
        marked("Pupils may go to a neighbouring district"),
        marked("Free places of a neighbouring district can be used, for the cost of the way."),
    ),
    "transfers.max_distance_km": Label(
        marked("Longest way to the neighbour"),
        marked("Between the centres of the two districts."),
        marked("km by road"),
    ),
    "transfers.max_share": Label(
        marked("Most taught in a neighbouring district"),
        marked("The largest share of a district's children."),
        marked("share"),
    ),
    "siting.periods": Label(
        marked("Years for which places are provided"),
        marked("All of them are decided together."),
        marked("years"),
    ),
    "siting.sites": Label(
        marked("Settlements that get new schools"),
        marked("How many at most."),
        marked("settlements"),
    ),
    "siting.sites_by_period": Label(
        marked("Fewer settlements at first"),
        marked("A lower limit that holds up to and in a period."),
        marked("settlements"),
    ),
    "siting.budget_bn_by_period": Label(
        marked("Money by period"),
        marked(
            "For the buildings of a period; what is left stays available. For every period or for "
            "none."
        ),
        marked("bn KZT"),
    ),
    "siting.standard_km": Label(
        marked("Longest way to school"),
        marked("To a school in another settlement, by the kind of the pupil's settlement."),
        marked("km by road"),
    ),
    "siting.prices": Label(
        marked("What each choice costs"),
        marked("Every documented centre forced in and every chosen settlement left out."),
    ),
    "siting.alternatives": Label(
        marked("Other plans nearly as good"), marked("How many to look for."), marked("plans")
    ),
    "siting.differ_in": Label(
        marked("In which they differ"),
        marked("Settlements in which each of them differs from the plan and from the others."),
        marked("settlements"),
    ),
    "siting.alternatives_within": Label(
        marked("How much dearer they may be"),
        marked("Against the cheapest plan."),
        marked("share"),
    ),
    "siting.nested": Label(
        marked("Growing numbers of settlements"),
        marked("What a step chooses stays chosen in the next; rising numbers."),
        marked("settlements"),
    ),
    "siting.nested_budgets": Label(
        marked("Growing money"),
        marked("What a share of the money chooses stays chosen with more; rising shares."),
        marked("share"),
    ),
}

OPTIONS: Options = {
    "siting.sites": {
        "documented": marked("as many as the scheme names"),
        "null": marked("no limit"),
    },
}
