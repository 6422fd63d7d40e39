"""Checks an evidence package of Anjian (安检通). Needs Python 3.6 or newer and nothing else:

    python verify.py            in the unpacked folder
    python verify.py FILE.zip   the package as it came

What it can show: records and photos are what was captured on that phone and are complete; nothing was changed,
left out or put in since. What it cannot show: that the scene was real, or that a phone's clock was right.
它能说明：记录和照片与采集时一致、没有增删改；不能说明：现场是否真实、手机时间是否准确。
"""

import hashlib
import json
import os
import sys
import zipfile

START = "0" * 64
HISTORY = ("hazard_id", "n", "move", "from_state", "to_state", "actor_id", "record_id", "device_time",
           "server_time", "facts", "prev_hash")  # fmt: skip


def canonical(value):
    """JSON as it is hashed: keys sorted, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def sha256(content):
    return hashlib.sha256(content).hexdigest()


class Folder:
    def __init__(self, path):
        self.path = path

    def read(self, name):
        with open(os.path.join(self.path, *name.split("/")), "rb") as file:
            return file.read()

    def names(self):
        found = []
        for place, _, files in os.walk(self.path):
            below = os.path.relpath(place, self.path).replace(os.sep, "/")
            found += [name if below == "." else below + "/" + name for name in files]
        return found


class Package:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)

    def read(self, name):
        return self.zip.read(name)

    def names(self):
        return self.zip.namelist()


def read(source, name):
    """The bytes, or None when there are none to be had."""
    try:
        return source.read(name)
    except (KeyError, OSError, zipfile.BadZipFile):
        return None


def check(source):
    """Yields (good, sentence)."""
    content = read(source, "manifest.json")
    if content is None:
        yield False, "manifest.json is missing 缺少清单"
        return
    manifest = json.loads(content.decode("utf-8"))
    yield True, "manifest sha256 清单校验值 %s" % sha256(content)
    named = set()
    for told in manifest["records"]:
        for one in record(source, told, named):
            yield one
    for one in chain(manifest["chain"], manifest["records"]):
        yield one
    for one in photos(source, manifest["photos"], named):
        yield one
    for one in history(manifest["history"]):
        yield one
    expected = {one["file"] for one in manifest["records"] + manifest["photos"] if one["file"]}
    for name in source.names():
        if name.startswith(("records/", "photos/")) and not name.endswith("/") and name not in expected:
            yield False, "%s was put in 是后来放入的" % name


def record(source, told, named):
    content = read(source, told["file"])
    if content is None:
        yield False, "%s is missing 缺失" % told["file"]
        return
    if sha256(content) != told["hash"]:
        yield False, "%s was changed 被改动" % told["file"]
        return
    inside = json.loads(content.decode("utf-8"))
    named.update(photo["sha256"] for photo in inside.get("photos") or [])
    same = all(inside.get(name) == told[name] for name in ("id", "seq", "prev", "kind"))
    yield (
        same,
        "%s %s"
        % (told["file"], "unchanged 与采集时一致" if same else "differs from the manifest 与清单不符"),
    )


def chain(links, records):
    by_device = {}
    for link in links:
        by_device.setdefault(link["device_id"], []).append(link)
    known = {(link["device_id"], link["seq"], link["hash"]) for link in links}
    for told in records:
        if (told["device_id"], told["seq"], told["hash"]) not in known:
            yield False, "record %s stands outside the chain 不在序列中" % told["seq"]
    for device, own in sorted(by_device.items()):
        own.sort(key=lambda link: link["seq"])
        if own[0]["seq"] == 1 and own[0]["prev"] != START:
            yield False, "device 手机 %s: record 1 does not begin the chain 第 1 号不是开头" % device
        for before, after in zip(own, own[1:]):
            about = "device 手机 %s: %s → %s" % (device, before["seq"], after["seq"])
            if after["seq"] == before["seq"]:
                yield False, about + " doubled 编号重复"
            elif after["seq"] != before["seq"] + 1:
                yield False, about + " gap 中间缺记录"
            else:
                good = after["prev"] == before["hash"]
                yield good, about + (" linked 相连" if good else " not linked 不相连")


def photos(source, told_photos, named):
    for told in told_photos:
        if told["sha256"] not in named:
            yield False, "photo 照片 %s is named by no record 没有记录提到" % told["sha256"]
        content = told["file"] and read(source, told["file"])
        if content is None:
            yield False, "photo 照片 %s is missing 缺失" % told["sha256"]
        else:
            good = sha256(content) == told["sha256"]
            yield good, "%s %s" % (told["file"], "unchanged 与采集时一致" if good else "was changed 被改动")
    for lost in sorted(named - {told["sha256"] for told in told_photos}):
        yield False, "photo 照片 %s is missing 缺失" % lost


def history(rows):
    last = None
    for row in rows:
        first = last is None or last["hazard_id"] != row["hazard_id"]
        n, prev = (1, START) if first else (last["n"] + 1, last["hash"])
        good = row["n"] == n and row["prev_hash"] == prev
        good = good and sha256(canonical({name: row[name] for name in HISTORY})) == row["hash"]
        about = "hazard 隐患 %s: step 第 %s 步 %s" % (row["hazard_id"], row["n"], row["move"])
        yield good, about + (" linked 相连" if good else " not linked or changed 不相连或被改动")
        last = row


def main(words):
    path = words[0] if words else os.path.dirname(os.path.abspath(__file__))
    try:
        results = list(check(Folder(path) if os.path.isdir(path) else Package(path)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as fault:
        print("!! this is no whole package 这不是完整的证据包: %s" % fault)
        return 2
    for good, sentence in results:
        print("%s %s" % ("ok" if good else "!!", sentence))
    faults = sum(not good for good, _ in results)
    print("%d faults 处问题" % faults if faults else "everything fits 全部相符")
    return 1 if faults else 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
