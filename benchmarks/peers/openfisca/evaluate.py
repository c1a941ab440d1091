"""Our rules as an OpenFisca system: `python evaluate.py RULES.json PEOPLE.npz VERDICTS.npz` prints seconds as JSON.

Facts are input variables, every measure is a variable with a formula, and OpenFisca's own simulation calculates them,
as a country package would have it. OpenFisca knows two values: a missing fact would be its default, hence none may be.
"""

from __future__ import annotations

import json
import sys
import time
from functools import reduce
from importlib.metadata import version
from operator import add, and_, eq, ge, gt, le, lt
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2026"
TYPES = {"boolean": bool, "integer": int, "decimal": float}
COMPARE = {"is": eq, "at_least": ge, "at_most": le, "more_than": gt, "less_than": lt}
Person = build_entity(key="person", plural="persons", label="Person", is_person=True)


def system(rules: dict[str, Any]) -> TaxBenefitSystem:
    """Facts and measures as variables."""
    found = TaxBenefitSystem([Person])
    options: dict[str, type[Enum]] = {}
    for name, fact in rules["facts"].items():
        attributes: dict[str, Any] = {"value_type": TYPES.get(fact["type"], Enum)}
        if attributes["value_type"] is Enum:
            options[name] = Enum(name, {f"v_{option}": option for option in fact["options"]})
            attributes |= {"possible_values": options[name], "default_value": next(iter(options[name]))}
        found.add_variable(_variable(name, attributes))
    for name, rule in rules["measures"].items():
        found.add_variable(_variable(_name(name), {"value_type": bool, "formula": _formula(rule, options)}))
    return found


def _variable(name: str, attributes: dict[str, Any]) -> type[Variable]:
    everywhere = {"entity": Person, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), {**everywhere, **attributes})


def _name(measure: str) -> str:
    return f"measure_{measure.replace('.', '_')}"


def _formula(rule: dict[str, Any], options: dict[str, type[Enum]]) -> Any:
    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return _holds(rule, person, period, options)

    return formula


def _holds(rule: dict[str, Any], person: Any, period: Any, options: dict[str, type[Enum]]) -> Any:
    if "parts" in rule:
        parts = [_holds(part, person, period, options) for part in rule["parts"]]
        if rule["n"] == len(parts):
            return reduce(and_, parts)
        if rule["n"] == 1:
            return reduce(add, parts)
        return reduce(add, [part.astype(np.int8) for part in parts]) >= rule["n"]
    held = person(rule["fact"], period)
    if rule["fact"] in options:
        members = [options[rule["fact"]](value) for value in rule["values"]]
        found = reduce(add, [held == member for member in members])
    elif rule["comparison"] == "in":
        found = reduce(add, [held == value for value in rule["values"]])
    elif held.dtype == np.bool_:
        found = held if rule["values"][0] else ~held
    else:
        found = COMPARE[rule["comparison"]](held, rule["values"][0])
    return found if rule["wanted"] else ~found


def _simulation(rules: dict[str, Any], people: Any) -> Simulation:
    count = len(people[next(iter(rules["facts"]))])
    found = SimulationBuilder().build_default_simulation(system(rules), count=count)
    for name in rules["facts"]:
        found.set_input(name, PERIOD, people[name])
    return found


def main() -> None:
    """Evaluate everything a few times; the best time counts."""
    with open(sys.argv[1], encoding="utf-8") as file:
        rules = json.load(file)
    people = dict(np.load(sys.argv[2]))
    loading, evaluating = [], []
    for _ in range(rules["times"]):
        started = time.process_time()
        simulation = _simulation(rules, people)
        loaded = time.process_time()
        verdicts = {name: simulation.calculate(_name(name), PERIOD) for name in rules["measures"]}
        evaluating.append(time.process_time() - loaded)
        loading.append(loaded - started)
    np.savez(sys.argv[3], **verdicts)
    print(json.dumps({"version": version("openfisca-core"), "load_s": min(loading), "evaluate_s": min(evaluating)}))


if __name__ == "__main__":
    main()
