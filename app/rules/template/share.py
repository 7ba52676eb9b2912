"""Share: the few things a pitch adds to the plan, and what of the plan a published pitch shows."""

from app.rules.template.shape import Field, Section, Table

PITCH = Section(
    "pitch",
    "share",
    (
        Field("one_line", most=140, least=40),
        Field("story", "prose", 1500, 300),
        Table(
            "asks",
            (Field("kind", "one", options="ask_kind"), Field("detail", most=160)),
            least=1,
            most=7,
        ),
        Field("visibility", "one", options="visibility"),
        # picture, picture_alt, picture_licence and picture_consent come with the first upload.
    ),
)

SHARE = (PITCH,)

# Question → its columns that donors read. Left out on purpose: whoever could be recognised (the
# columns with names, the exact places, who gives permission), links, what the team thinks of
# those who decide, and the answers that are between the team and the camp.
ON_PITCH: dict[str, frozenset[str]] = {
    key: frozenset(columns.split())
    for key, columns in {
        "title": "",
        "strand": "",
        "forms": "",
        "change_if": "",
        "change_then": "",
        "change_because": "",
        "problem": "",
        "core_problem": "",
        "causes": "",
        "effects": "",
        "evidence": "claim kind source year n_people",
        "groups": "group age_min age_max direct indirect how_counted",
        "region": "",
        "place": "",
        "setting": "",
        "objective": "",
        "results": "level parent statement assumption",
        "indicators": "result title measure unit baseline baseline_unknown baseline_date target"
        " disaggregate source when",
        "start": "",
        "end": "",
        "activities": "output title what start end people minors needs_permission deliverable",
        "currency": "",
        "budget": "activity category item unit quantity unit_cost times paid_by note",
        "risks": "what kind likelihood impact mitigation residual",
        "partners": "name type gives status",
        "gender": "",
        "inclusion": "",
        "environment": "",
        **{f"noharm_{n}": "" for n in range(1, 9)},
        "voices": "",
        "prototype": "",
        "learning": "",
        "what_remains": "",
        "who_keeps_it": "",
        "cost_after": "",
        "channels": "",
        "languages": "",
        "imagery": "",
        "one_line": "",
        "story": "",
        "asks": "kind detail",
    }.items()
}
