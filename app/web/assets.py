"""Stylesheet, scripts, fonts and icons, under an address that changes with their contents: a
browser may keep them for ever."""

from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent.parent / "static"


class Assets(StaticFiles):
    def __init__(self) -> None:
        super().__init__(directory=FOLDER)
        digest = sha256()
        for file in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(FOLDER)).encode() + file.read_bytes())
        self.version = digest.hexdigest()[:10]

    def address(self, name: str) -> str:
        return f"/static/{self.version}/{name}"

    async def get_response(self, path: str, scope: Scope) -> Response:
        version, _slash, name = path.partition("/")
        response = await super().get_response(name, scope)
        if version == self.version and response.status_code == 200:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


ASSETS = Assets()
