"""Fields that several studies read."""

from __future__ import annotations

from scenarios.app.question.labels.label import Label, Labels, Options
from scenarios.language import marked

LABELS: Labels = {
    "region": Label(
        marked("Where"),
        marked("Regions, oblasts, cities and districts that the question is about."),
    ),
    "years.first": Label(
        marked("First year"), marked("Construction may start from this year on."), marked("year")
    ),
    "years.last": Label(
        marked("Last year"),
        marked("Construction may start until this year, and results are shown to it."),
        marked("year"),
    ),
    "years.decided_until": Label(
        marked("Only what is decided until the end of"),
        marked("Until the end of this year nothing starts but what is decided already."),
        marked("year"),
    ),
    "demand.growth": Label(
        marked("Growth of need"),
        marked(
            "Need at the last horizon against what the documents expect, growing evenly from 2024; "
            "1 is as documented."
        ),
        marked("factor"),
    ),
    "demand.unit_growth": Label(
        marked("Further growth by district"),
        marked("A further factor on the need of a district, reached at the last horizon."),
        marked("factor"),
    ),
    "demand.interpolation": Label(
        marked("Need between the documents' years"),
        marked("The documents state need for 2030, 2040 and 2050; how it runs between them."),
    ),
    "money.budget_bn_per_year": Label(
        marked("Money a year"),
        marked("What may be spent in a year, at constant prices."),
        marked("bn KZT"),
    ),
    "money.budget_bn_by_year": Label(
        marked("Other money in single years"),
        marked("Years in which there is more or less money than usual."),
        marked("bn KZT"),
    ),
    "money.carry_over_share": Label(
        marked("Carried into the next year"),
        marked("The largest share of a year's money that may still be spent in the next year."),
        marked("share"),
    ),
    "money.oblast_budget_bn_per_year": Label(
        marked("Limit of an oblast"),
        marked("The most that an oblast may spend in a year."),
        marked("bn KZT"),
    ),
    "money.oblast_min_share": Label(
        marked("Least share of an oblast"),
        marked("The share of all money that an oblast must have received by the last year."),
        marked("share"),
    ),
    "money.inflation": Label(
        marked("Construction prices above the budget"),
        marked(
            "How much faster construction prices grow in a year than the budget; 0 when both stand "
            "at constant prices."
        ),
        marked("per year"),
    ),
    "equity.from_year": Label(
        marked("Fairness counts from"),
        marked("The first year whose worst-served district counts."),
        marked("year"),
    ),
    "equity.weights": Label(
        marked("Whose shortage counts more"),
        marked("Oblasts that are further from the regional standards can be given more weight."),
    ),
    "objectives": Label(
        marked("What comes first"),
        marked(
            "The first goal is reached as well as it can be, then the next one without giving that "
            "up, and so on. Move a goal with the arrows."
        ),
    ),
    "fixed": Label(
        marked("Decided already"),
        marked("What is built in any case, with its size and the year in which it starts."),
    ),
    "forbidden": Label(
        marked("Ruled out"), marked("Where nothing may start, for good or in some years.")
    ),
    "minimum_programme": Label(
        marked("Must be in service"),
        marked("New places that a district must have by a year, whatever the goals say."),
    ),
    "documented.spread": Label(
        marked("The documents' places by year"),
        marked("The documents give sums by horizon; how they are spread over the years."),
    ),
    "documented.rule": Label(
        marked("Who waits in the documents' plan"),
        marked("What the documents' plan does where the money does not suffice for it."),
    ),
    "assumptions": Label(
        marked("Unit costs and other assumptions"),
        marked("Numbers that no document of the schemes states, each with its range and source."),
    ),
    "solve.time_s": Label(
        marked("Time to search"),
        marked("The search stops after this time with the best plan found."),
        marked("seconds"),
    ),
    "solve.gap": Label(
        marked("Near enough to the optimum"),
        marked("The search stops when the plan is proved to be this near to the best possible."),
        marked("share"),
    ),
    "solve.threads": Label(
        marked("Processor cores"), marked("How many the search may use; 0 is all of them.")
    ),
    "solve.seed": Label(
        marked("Random seed"), marked("The same seed gives the same answer to the same question.")
    ),
    "solve.front_points": Label(
        marked("Points between efficiency and fairness"),
        marked("Plans on the curve that trades total shortage against the worst-served district."),
        marked("plans"),
    ),
}

OPTIONS: Options = {
    "demand.growth": {
        "low": marked("low"),
        "central": marked("as documented"),
        "high": marked("high"),
    },
    "money.inflation": {
        "low": marked("low"),
        "central": marked("usual"),
        "high": marked("high"),
    },
    "demand.interpolation": {
        "linear": marked("evenly"),
        "monotone_cubic": marked("along a smooth curve"),
    },
    "equity.weights": {
        "none": marked("everybody's alike"),
        "standards_gap": marked("that of oblasts further from the standards"),
    },
    "documented.spread": {
        "pro_rata": marked("evenly"),
        "early": marked("early"),
        "late": marked("late"),
    },
    "documented.rule": {
        "own_proportions": marked("everybody gets the same share"),
        "largest_backlog_first": marked("the largest backlog is built first"),
    },
    "objectives[0].measure": {
        "third_shift": marked("Pupils in a third shift"),
        "shortage": marked("Missing places over the years"),
        "worst_share": marked("Worst-served district"),
        "cost": marked("Cost"),
    },
    "objectives[0].at_most": {
        "third_shift": marked("pupil-years"),
        "shortage": marked("place-years"),
        "worst_share": marked("share"),
        "cost": marked("mln KZT"),
    },
}
