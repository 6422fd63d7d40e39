"""The arrows of the architecture (docs: the rooms), what the phone carries, and the words we do not use."""

import ast
import re
import sys
import tomllib

from tests.source import ROOMS, ROOT, dotted, expect_none, imports, module_name, python_files, tree

WEB = "starlette"
OFFICE_OWN = "sync_server.api sync_server.office sync_server.app sync_server.__main__"

# What a room may import beyond the standard library and itself. The longest path that fits counts.
MAY_IMPORT = {
    "main.py": "app.start",
    "inspection": "",
    "app": "inspection flet app.storage",
    "app/storage": "inspection sqlalchemy",
    "app/usecases": "inspection app.storage",
    "app/capture": "inspection flet flet_camera flet_geolocator flet_permission_handler PIL",
    "app/sync": "inspection app.storage requests",
    "app/ui": "inspection app.storage app.services flet flet_camera",
    "app/start.py": "inspection app flet flet_geolocator flet_permission_handler flet_secure_storage",
    "sync_server": "inspection sqlalchemy msgspec argon2 PIL pillow_heif python_calamine pypinyin yaml psycopg",
    "sync_server/app.py": f"inspection sqlalchemy msgspec {WEB}",
    "sync_server/__main__.py": "inspection sqlalchemy uvicorn sync_server.app",
    "sync_server/api/ahead.py": f"inspection sqlalchemy msgspec {WEB} uvicorn sync_server",
    "sync_server/api": f"inspection sqlalchemy msgspec {WEB}",
    "sync_server/office": f"inspection sqlalchemy {WEB} jinja2 markupsafe babel",
    "sync_server/documents": "inspection sqlalchemy jinja2 babel",
    "sync_server/reports": "inspection sqlalchemy xlsxwriter babel",
    "sync_server/migrate.py": "inspection sqlalchemy alembic",
    "sync_server/migrations": "sqlalchemy alembic",
    "sync_server/demo": "inspection sqlalchemy PIL pypinyin yaml",
}
# Who may import these parts of the office: only where things are put together.
OUTERMOST = {
    "sync_server.api": ("sync_server/app.py", "sync_server/api"),
    "sync_server.office": ("sync_server/app.py", "sync_server/office"),
    "sync_server.app": ("sync_server/__main__.py", "sync_server/app.py"),
    "sync_server.demo": ("sync_server/__main__.py", "sync_server/demo"),
}
PHONE_CARRIES = {"main.py", "flet.toml", "pyproject.toml", "app", "inspection", "assets"}
START_UPS = ("app/start.py", "sync_server/app.py")
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|today|utcnow)|date\.today|time\.(time|time_ns|localtime|gmtime))$"
    r"|(^|\.)uuid\.uuid\d$|^uuid\d$|(^|\.)func\.(now|current_timestamp|localtimestamp)$"
)
WORLD = {
    "asyncio",
    "http",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "threading",
    "time",
    "urllib",
    "uuid",
}
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
UNWANTED_WORD = re.compile(r"manager|helper|utils|^handle_|^process_|^data$", re.IGNORECASE)


def lies_in(path: str, place: str) -> bool:
    return path == place or path.startswith(place + "/")


def is_or_under(module: str, prefix: str) -> bool:
    return f"{module}.".startswith(f"{prefix}.")


def room_of(path: str) -> str:
    return max((place for place in MAY_IMPORT if lies_in(path, place)), key=len)


def allowed(path: str) -> list[str]:
    """Prefixes of what a file may import. A file on the top floor of app/ may also use its neighbours there."""
    room = room_of(path)
    if room == "app":
        own = [f"app.{file.stem}" for file in (ROOT / "app").glob("*.py") if file.stem != "start"]
    elif room.startswith("sync_server"):
        own = ["sync_server"]  # with the exceptions of OUTERMOST
    else:
        own = [module_name(room)]
    return [*MAY_IMPORT[room].split(), *own]


def test_imports_follow_the_arrows():
    faults = []
    for path in ["main.py", *python_files(*ROOMS)]:
        for line, module in imports(path):
            if module.split(".")[0] in sys.stdlib_module_names or is_or_under(path, module):
                continue
            if not any(is_or_under(module, prefix) for prefix in allowed(path)):
                faults.append(
                    f"{path}:{line} may not import {module} (room {room_of(path)}: {', '.join(allowed(path))})"
                )
    expect_none(faults)


def test_the_inner_rooms_of_the_office_do_not_know_the_outer_ones():
    faults = [
        f"{path}:{line} may not import {module}: only {' and '.join(places)} may"
        for path in python_files("sync_server")
        for line, module in imports(path)
        for outer, places in OUTERMOST.items()
        if is_or_under(module, outer) and not any(lies_in(path, place) for place in places)
    ]
    expect_none(faults)


def test_phone_and_office_never_know_each_other():
    faults = [
        f"{path}:{line} imports {module}"
        for room, other in (
            ("app", "sync_server"),
            ("sync_server", "app"),
            ("inspection", "app"),
            ("inspection", "sync_server"),
        )
        for path in python_files(room)
        for line, module in imports(path)
        if is_or_under(module, other)
    ]
    expect_none(faults)


def test_the_rules_touch_nothing_of_the_world():
    faults = [
        f"{path}:{line} imports {module}: rules have no input, output, clock or chance"
        for path in python_files("inspection")
        for line, module in imports(path)
        if module.split(".")[0] in WORLD
    ]
    expect_none(faults)


def test_screens_never_write():
    faults = [
        f"{path}:{node.lineno} calls {dotted(node.func)}: what changes something is a use-case"
        for path in python_files("app/ui")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and re.search(r"(^|\.)store\.write$", dotted(node.func))
    ]
    expect_none(faults)


def test_only_the_start_ups_know_the_time_or_make_identities():
    """Also by reference: `clock=datetime.now` is a clock as well."""
    faults = []
    for path in python_files(*ROOMS):
        if path in START_UPS:
            continue
        found = {
            (node.lineno, dotted(node)) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)
        }
        found |= {(line, module) for line, module in imports(path)}
        faults += [
            f"{path}:{line} uses {name}: time and identity are arguments, given by {' or '.join(START_UPS)}"
            for line, name in sorted(found)
            if CLOCKS.search(name)
        ]
    expect_none(faults)


def test_no_file_is_too_long():
    faults = [
        f"{path} has {lines} lines; 400 is the most, 200 the habit"
        for path in ["main.py", *python_files(*ROOMS, "tests", "tools")]
        if (lines := len((ROOT / path).read_text("utf-8").splitlines())) > 400
    ]
    expect_none(faults)


def test_names_say_what_a_thing_is():
    faults = []
    for path in python_files(*ROOMS, "tests", "tools"):
        names = [(1, part) for part in module_name(path).split(".")]
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        names += [(node.lineno, node.name) for node in ast.walk(tree(path)) if isinstance(node, kinds)]
        faults += [f"{path}:{line} {name}" for line, name in names if UNWANTED_WORD.search(name)]
    expect_none(faults)


def test_every_module_says_what_it_is():
    faults = [
        f"{path} has no docstring"
        for path in python_files(*ROOMS)
        if tree(path).body and not ast.get_docstring(tree(path))
    ]
    expect_none(faults)


def test_nothing_is_left_for_later():
    faults = [
        f"{path}:{number} {line.strip()}"
        for path in ["main.py", *python_files(*ROOMS, "tools")]
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    expect_none(faults)


def test_the_phone_carries_no_server():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    left_out = set(settings["tool"]["flet"]["app"]["exclude"])
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__"))}
    assert there - left_out <= PHONE_CARRIES, (
        f"exclude under [tool.flet.app]: {sorted(there - left_out - PHONE_CARRIES)}"
    )
    assert not left_out & PHONE_CARRIES


def test_the_phone_installs_only_what_its_rooms_import():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    carried = {re.split(r"[<>=\[]", line)[0].replace("-", "_") for line in settings["dependencies"]}
    carried = (carried - {"pillow"}) | {"PIL"}
    used = {module.split(".")[0] for path in python_files("app") for _, module in imports(path)}
    used -= set(sys.stdlib_module_names) | {"app", "inspection"}
    assert used <= carried, f"not under [project] dependencies: {sorted(used - carried)}"
