"""The answers of a visit in the order of the checklists it was pinned to."""


def by_checklist(
    body: dict, checklists: dict[str, dict], photos: dict[str, dict], language: str
) -> list[dict]:
    """Each checklist with its answered items in order; items of a list we no longer have are shown by code.

    `photos` are the photo uses of the visit by hash. Items that were not asked (quick mode) are counted only.
    """
    answers: dict[str, list[dict]] = {}
    for answer in body.get("answers", ()):
        answers.setdefault(answer["checklist"], []).append(answer)
    found = []
    for use in body.get("checklists", ()):
        code = use["code"]
        known = checklists.get(code)
        items = {item["code"]: item for item in known["items"]} if known else {}
        given = answers.pop(code, [])
        place = {item: n for n, item in enumerate(items)}
        given.sort(key=lambda answer: place.get(answer["item"], len(place)))
        found.append(_group(code, use["version"], known, given, items, photos, language))
    found += [_group(code, None, None, given, {}, photos, language) for code, given in answers.items()]
    return found


def _group(code, version, known, given, items, photos, language) -> dict:
    rows = [_row(answer, items.get(answer["item"]), photos, language) for answer in given]
    title = ""
    if known:
        title = known.get("title_en") if language == "en" and known.get("title_en") else known["title_zh"]
    counts: dict[str, int] = {}
    for row in rows:
        counts[row["result"]] = counts.get(row["result"], 0) + 1
    return {
        "code": code,
        "version": version,
        "title": title,
        "rows": rows,
        "counts": counts,
        "unasked": max(len(items) - len(rows), 0),
    }


def _row(answer: dict, item: dict | None, photos, language) -> dict:
    words = ""
    if item:
        words = item.get("text_en") if language == "en" and item.get("text_en") else item["text_zh"]
    shown = [
        photos[use["sha256"]] | {"role": use.get("role", "detail")}
        for use in answer.get("photos", ())
        if use["sha256"] in photos
    ]
    return {
        "item": answer["item"],
        "text": words,
        "result": answer["result"],
        "value": answer.get("value", ""),
        "unit": (item or {}).get("unit", ""),
        "note": answer.get("note", ""),
        "at": answer.get("at"),
        "photos": shown,
        "major": (item or {}).get("severity") == "major",
    }
