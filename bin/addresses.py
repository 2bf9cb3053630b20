"""Fails when a tracked file names the address of a package registry: installs use the machine's own."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.(org|com)|registry\.yarnpkg\.com"
    r"|(extra-)?index-url\s*[ =]\s*\S+://|://[^\s\"']+/simple\b"
    r'|"resolved"\s*:|\[\[tool\.uv\.index'
)
ANY_ADDRESS = re.compile(r"://")


def problems(path: Path) -> list[str]:
    """`file:line` of each line of `path` that names a registry; a lock file may hold no address at all."""
    forbidden = ANY_ADDRESS if path.match("requirements*.txt") else REGISTRY
    lines = path.read_text(errors="replace").splitlines()
    return [
        f"{path.relative_to(ROOT)}:{number}: names an address"
        for number, line in enumerate(lines, start=1)
        if forbidden.search(line)
    ]


def main() -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    found = [line for path in paths if path.is_file() for line in problems(path)]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
