#!/bin/sh
# Prints the Python to build .venv with: 3.11 or newer, able to make an environment. Otherwise says what is missing.
seen=""
for name in "$PYTHON" python3 python3.14 python3.13 python3.12 python3.11; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 || continue
    version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { seen="$seen $version"; continue; }
    if "$name" -c 'import ensurepip, ssl, sqlite3, venv' 2>/dev/null; then
        echo "$name"
        exit 0
    fi
    bare=$version
done
if [ -n "$bare" ]; then
    echo "Python $bare 缺少 venv 组件。请先运行：apt install python3-venv" >&2
    echo "Python $bare cannot make environments here. Run first: apt install python3-venv" >&2
else
    echo "需要 Python 3.11 或更高版本（找到：${seen:- 无}）。Debian 12 及以上：apt install python3 python3-venv" >&2
    echo "Python 3.11 or newer is needed (found:${seen:- none}). Debian 12 or newer: apt install python3 python3-venv" >&2
fi
exit 1
