"""The steps from an empty file to today's tables, in order; `PRAGMA user_version` counts those taken.

A step that was shipped is never edited: what changes is a further file in `steps/`.
"""

from importlib.resources import files

from inspection.problems import Problem

STEPS = tuple(
    step.read_text("utf-8")
    for step in sorted(files("app.storage").joinpath("steps").iterdir(), key=lambda step: step.name)
    if step.name.endswith(".sql")
)


def migrate(engine) -> int:
    """Take the steps still missing, each whole or not at all. The number of steps taken.

    Problems: storage.newer — the file was written by a later version of the app.
    """
    taken = 0
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        version = driver.execute("PRAGMA user_version").fetchone()[0]
        if version > len(STEPS):
            raise Problem("storage.newer", found=version, known=len(STEPS))
        for number, step in enumerate(STEPS[version:], start=version + 1):
            driver.execute("BEGIN IMMEDIATE")
            try:
                for statement in statements(step):
                    driver.execute(statement)
                driver.execute(f"PRAGMA user_version = {number}")
                driver.execute("COMMIT")
            except BaseException:
                driver.execute("ROLLBACK")
                raise
            taken += 1
    return taken


def statements(step: str) -> list[str]:
    lines = [line for line in step.splitlines() if not line.lstrip().startswith("--")]
    return [statement.strip() for statement in "\n".join(lines).split(";\n") if statement.strip(" ;\n")]
