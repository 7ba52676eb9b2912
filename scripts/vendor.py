"""Other people's scripts that we keep in the repository, as their authors published them.

    python scripts/vendor.py --check   the files are those of the lock (needs no network)
    python scripts/vendor.py           fetch them again with `npm pack` and compare

To take a new version: change name, version, integrity and files in the lock, delete the sha256
values, run without --check, and read what changed.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64encode
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "app/static/vendor/vendor.lock.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, without network")
    only_compare = parser.parse_args().check
    lock = json.loads(LOCK.read_text(encoding="utf-8"))
    if not only_compare:
        for package in lock["packages"]:
            fetch(package)
        LOCK.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")
    wrong = [trouble for package in lock["packages"] for trouble in compare(package)]
    print("\n".join(wrong) or "vendored files are as locked")
    return bool(wrong)


def fetch(package: dict[str, Any]) -> None:
    """Write the package's files. Raises SystemExit when the archive is not the one we locked."""
    name = f"{package['name']}@{package['version']}"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", name], cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(folder).glob("*.tgz")
        digest = b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if package["integrity"] != f"sha512-{digest}":
            sys.exit(f"{name}: the archive is not the locked one")
        with tarfile.open(archive) as tar:
            for kept in package["files"]:
                member = tar.extractfile(f"package/{kept['from']}")
                if member is None:
                    sys.exit(f"{name}: no {kept['from']}")
                content = member.read()
                (ROOT / kept["path"]).write_bytes(content)
                kept.setdefault("sha256", hashlib.sha256(content).hexdigest())


def compare(package: dict[str, Any]) -> list[str]:
    """What is wrong with the package's files; empty when nothing is."""
    return [
        f"{kept['path']}: not the file of {package['name']} {package['version']}"
        for kept in package["files"]
        if not (ROOT / kept["path"]).exists()
        or hashlib.sha256((ROOT / kept["path"]).read_bytes()).hexdigest() != kept["sha256"]
    ]


if __name__ == "__main__":
    sys.exit(main())
