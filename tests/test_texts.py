"""The catalogue of sentences: both languages complete, every key that is asked for there, none without use."""

import ast
import json
import re
from functools import cache
from string import Formatter

from tests.source import ROOMS, ROOT, dotted, expect_none, python_files, tree

TEXTS = ROOT / "inspection" / "texts"
TEMPLATE_CALL = re.compile(r"""\bt\(\s*(['"])([^'"]+)\1\s*(~?)""")
QUOTED = re.compile(r"""(['"])([a-z][\w.]*)\1""")


@cache
def catalogue(language: str) -> dict[str, tuple[str, str]]:
    """key: (text, file). Says so when a key stands twice."""
    found: dict[str, tuple[str, str]] = {}
    for path in sorted((TEXTS / language).rglob("*.json")):
        pairs = json.loads(path.read_text("utf-8"), object_pairs_hook=list)
        for key, text in pairs:
            assert key not in found, f"{key} stands in {found[key][1]} and in {path.name}"
            assert isinstance(text, str), f"{key} in {path.name} is no text: keys are flat"
            found[key] = (text, path.name)
    return found


def placeholders(text: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(text) if name}


def templates():
    for room in ("sync_server", "assets/templates"):
        for pattern in ("*.html", "*.js", "*.txt", "*.xml"):
            yield from sorted((ROOT / room).rglob(pattern))


@cache
def asked() -> tuple[list, list, list]:
    """What the code asks for: (place, key, facts or None), (place, prefix), (place, problem code, facts)."""
    keys, prefixes, problems = [], [], []
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            place, name, first = f"{path}:{node.lineno}", dotted(node.func).split(".")[-1], node.args[0]
            facts = None if any(k.arg is None for k in node.keywords) else {k.arg for k in node.keywords}
            literal = (
                first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            )
            if name == "t" and literal is not None:
                keys.append((place, literal, facts))
            elif (
                name == "t" and isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant)
            ):
                prefixes.append((place, first.values[0].value))
            elif name == "Problem" and literal is not None:
                problems.append((place, literal, facts))
    for path in templates():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            for _, key, joined in TEMPLATE_CALL.findall(line):
                place = f"{path.relative_to(ROOT)}:{number}"
                if joined:
                    prefixes.append((place, key))
                else:
                    keys.append((place, key, None))
    return keys, prefixes, problems


@cache
def mentioned() -> tuple[set[str], set[str]]:
    """Every string in the code that could be a key, and every one that could be the beginning of a key."""
    whole: set[str] = set()
    beginnings = {prefix for _, prefix in asked()[1]}
    for path in python_files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(node.values[0].value)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                (beginnings if node.value.endswith(".") else whole).add(node.value)
    for path in templates():
        whole |= {text for _, text in QUOTED.findall(path.read_text("utf-8"))}
    return whole, {b for b in beginnings if re.fullmatch(r"[a-z][a-z_]*\.[\w.]*", b)}


def test_both_languages_have_the_same_files_and_keys():
    zh, en = catalogue("zh-CN"), catalogue("en")
    faults = [f"{key} ({zh[key][1]}) is missing in en" for key in zh.keys() - en.keys()]
    faults += [f"{key} ({en[key][1]}) is missing in zh-CN" for key in en.keys() - zh.keys()]
    faults += [
        f"{key}: {zh[key][1]} here, {en[key][1]} there"
        for key in zh.keys() & en.keys()
        if zh[key][1] != en[key][1]
    ]
    expect_none(faults)


def test_no_text_is_empty_and_placeholders_agree():
    faults = []
    for key, (zh, file) in catalogue("zh-CN").items():
        en = catalogue("en").get(key, (zh,))[0]
        if not zh.strip() or not en.strip():
            faults.append(f"{key} ({file}) is empty")
        if placeholders(zh) != placeholders(en):
            faults.append(
                f"{key} ({file}): {sorted(placeholders(zh))} in zh-CN, {sorted(placeholders(en))} in en"
            )
    expect_none(faults)


def test_every_text_that_is_asked_for_exists():
    keys, prefixes, problems = asked()
    there = catalogue("zh-CN")
    faults = [f"{place} asks for {key}" for place, key, _ in keys if key not in there]
    faults += [
        f"{place} asks for {prefix}…, and nothing begins so"
        for place, prefix in prefixes
        if not any(key.startswith(prefix) for key in there)
    ]
    faults += [
        f"{place} raises {code}; there is no problem.{code}"
        for place, code, _ in problems
        if f"problem.{code}" not in there
    ]
    expect_none(faults)


def test_every_placeholder_is_filled():
    keys, _, problems = asked()
    there = catalogue("zh-CN")
    calls = [*keys, *((place, f"problem.{code}", facts) for place, code, facts in problems)]
    faults = [
        f"{place} says {key} without {', '.join(sorted(lacking))}"
        for place, key, facts in calls
        if facts is not None and key in there and (lacking := placeholders(there[key][0]) - facts)
    ]
    expect_none(faults)


def test_no_text_is_without_use():
    whole, beginnings = mentioned()
    faults = [
        f"{key} ({file})"
        for key, (_, file) in catalogue("zh-CN").items()
        if key not in whole
        and key.removeprefix("problem.") not in whole
        and not key.startswith(tuple(beginnings))
    ]
    expect_none(faults)
