"""Small sets of inputs whose right answer is known, a kind each, that other tools stumble over.

``python -m benchmarks.probes FOLDER`` runs every set of a folder, a JSON file each, and prints the
rate per kind as JSON: ``{"<set>": {"<kind>": [right, total]}}``. A set is the name of its file; one
that no runner knows is named on standard error. To add a set, write a function from its items to a
`Tally` and name it in `RUNNERS`.
"""
