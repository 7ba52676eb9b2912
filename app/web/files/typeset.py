"""A proposal as JSON comes in, a PDF goes out: ``python -m app.web.files.typeset``.

It knows no fonts and no files but those beside it, and imports little, because it starts anew for
every file."""

import sys
from pathlib import Path

import typst

FOLDER = Path(__file__).parent


def typeset(proposal: str) -> bytes:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FOLDER / "fonts"]
    )
    compiler = typst.Compiler(FOLDER / "proposal.typ", root=FOLDER, font_paths=fonts)
    made = compiler.compile(sys_inputs={"proposal": proposal}, format="pdf", pdf_standards=["ua-1"])
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(typeset(sys.stdin.buffer.read().decode()))
