"""A proposal as Markdown (CommonMark, with the tables of GitHub). What the team wrote is escaped:
it shows as it was typed."""

import re
from collections.abc import Iterator

from app.rules.proposal_parts import Block, Bullets, Cell, Grid, Heading, Pairs, Paragraph, Proposal

MARKS = re.compile(r"[\\`*_\[\]<>&|~$]")  # that mean something anywhere
AT_START = re.compile(r"^(\d*)([-#+=:.)])", re.MULTILINE)  # and where a line begins
ADDRESS = re.compile(r"(?i)(https?|ftp)(:)|(www)(\.)|(mailto|xmpp)(:)")  # that become links
BLANKS = re.compile(r"[ \t]*\n[ \t]*")


def markdown(proposal: Proposal) -> str:
    lines = [f"# {escaped(proposal.title.text)}", f"**{escaped(proposal.mark)}**"]
    for part in proposal.parts:
        if part.title:
            lines.append(f"## {escaped(part.title)}")
        for block in part.blocks:
            lines += _block(block)
    return "\n\n".join(lines) + "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"### {escaped(block.text)}"
        case Paragraph():
            yield escaped(block.words.text)
        case Bullets():
            yield "\n".join(f"- {_in_line(words.text)}" for words in block.items)
        case Pairs():
            for label, said in block.rows:
                yield f"**{_in_line(label)}**: " + "; ".join(_in_line(one.text) for one in said)
        case Grid():
            yield _table(block)
            if block.sums:
                yield "\n".join(
                    f"- {_in_line(label)}: {escaped(sum_)}" for label, sum_ in block.sums
                )


def _table(grid: Grid) -> str:
    lines = [
        [_in_line(column.label) for column in grid.columns],
        ["--:" if column.number else "---" for column in grid.columns],
        *([_cell(cell) for cell in row] for row in grid.rows),
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: Cell) -> str:
    said = (f"{_in_line(one.label)}: " if one.label else "" for one in cell)
    return "<br>".join(
        label + _in_line(one.words.text) for label, one in zip(said, cell, strict=True)
    )


def _in_line(text: str) -> str:
    return escaped(" ".join(text.split()))


def escaped(text: str) -> str:
    """Nothing in it is Markdown any more; its lines stay lines."""
    text = BLANKS.sub("\n", text.strip())
    text = MARKS.sub(lambda mark: f"\\{mark[0]}", text)
    text = ADDRESS.sub(lambda found: "\\".join(part for part in found.groups() if part), text)
    text = AT_START.sub(r"\1\\\2", text)
    return text.replace("\n", "\\\n")
