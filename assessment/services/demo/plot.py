"""The plot of Halden Freight: how far each practice is, round by round, and where people see it differently."""

# By practice: the step in practice (0 to 4) and in recognition (0 nobody, 1 habit, 2 agreed, 3 guideline) in each of
# the four rounds, the open one last.
STEPS: dict[str, tuple[str, str]] = {
    # Purpose and value: the new head of planning asks for a number before the work.
    "goal": ("1233", "0122"),
    "baseline": ("1122", "0011"),
    "value-check": ("0122", "0112"),
    "cost": ("1112", "0001"),
    "inventory": ("1233", "0123"),
    # People: from heroes to pairs.
    "owner": ("1233", "0122"),
    "joint-planning": ("2233", "1122"),
    "bus-factor": ("1223", "0112"),
    "onboarding": ("1112", "0011"),
    "retrospective": ("2233", "1122"),
    # Data: always good here, now written down.
    "repeatable-data": ("2333", "1122"),
    "data-checks": ("1223", "0122"),
    "data-record": ("1122", "0011"),
    "same-transform": ("2233", "0112"),
    # Experiments: habit of one team, then everybody's.
    "trial-record": ("2333", "1122"),
    "versions": ("2333", "1223"),
    "reproduce": ("1223", "0112"),
    "environments": ("2333", "1122"),
    "catalogue": ("1223", "0122"),
    # Build and test: the strong side.
    "auto-checks": ("2344", "1233"),
    "second-reviewer": ("3344", "1233"),
    "tests": ("2233", "1122"),
    "workflow": ("1233", "0122"),
    "infra-files": ("2334", "1223"),
    # Release: one path since the second round.
    "one-path": ("1333", "0223"),
    "quality-gate": ("1223", "0122"),
    "limited-traffic": ("0112", "0011"),
    "roll-back": ("1233", "0122"),
    "service-needs": ("1223", "0112"),
    # Watching: servers are watched, predictions are not.
    "health": ("2333", "1223"),
    "input-change": ("0112", "0012"),
    "live-quality": ("0111", "0122"),
    "alerts": ("1223", "0122"),
    "retraining": ("1122", "0112"),
    # Risk: begun when a large customer asked.
    "risk-review": ("0223", "0122"),
    "documentation": ("1223", "0122"),
    "audit-trail": ("1122", "0112"),
    "access": ("2333", "1223"),
    "override": ("2233", "0012"),
    # Explanation: the limiting dimension.
    "explain": ("1222", "0011"),
    "faithful": ("0011", "0001"),
    "explain-live": ("0112", "0011"),
    "group-differences": ("0011", "0011"),
    "tell-users": ("1122", "0112"),
}

# Where a role sees a practice far from how the others do: practice and role to steps.
DISAGREEMENTS: dict[tuple[str, str], int] = {
    ("roll-back", "operations"): -2,
    ("alerts", "operations"): -2,
    ("onboarding", "product"): 2,
    ("reproduce", "software-engineering"): -2,
    ("joint-planning", "operations"): -2,
}

EXCLUDED: dict[str, str] = {
    "labels": "Arrival times come from the vehicles themselves. Nobody labels data here.",
}

# From the third round on: practice and role to a note and a link to evidence.
NOTES: dict[tuple[str, str], tuple[str, str]] = {
    ("goal", "product"): (
        "The half page is part of every request since spring. Two requests were withdrawn because of it.",
        "https://wiki.haldenfreight.example/planning/half-page",
    ),
    ("one-path", "ml-engineering"): (
        "All models but the oldest pricing model go through it. That one is copied by hand until it is replaced.",
        "https://wiki.haldenfreight.example/release/path",
    ),
    ("quality-gate", "ml-engineering"): (
        "The pricing model has a written minimum since spring. For the others we compare the last two reports.",
        "https://wiki.haldenfreight.example/pricing/release-rules",
    ),
    ("live-quality", "data-science"): (
        "We know the real arrival times a day later, but nobody joins them with the predictions.",
        "",
    ),
    ("live-quality", "operations"): ("Dispatch tells us when arrival times are off. That is our measurement.", ""),
    ("roll-back", "operations"): ("It was done twice this year, both times by the same person, at night.", ""),
    ("alerts", "operations"): ("Alerts arrive, but there is no page that says what to do.", ""),
    ("risk-review", "product"): (
        "Made for the two models that customers see, after a customer's audit.",
        "https://wiki.haldenfreight.example/risk/reviews",
    ),
    ("explain", "data-science"): ("Planners get the three main reasons for a delay. Drivers get none.", ""),
}
