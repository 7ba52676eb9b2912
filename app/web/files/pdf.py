"""A proposal as PDF, made by Typst in a process of its own.

Typst keeps what it has laid out until its process ends, and cannot be stopped while it works: a
child takes both along (``typeset``). It gets the proposal as data, never as markup."""

import json
import sys
from dataclasses import asdict
from typing import Any

import anyio

from app.db import ROOT
from app.errors import Problem
from app.i18n import _
from app.rules.proposal_parts import Proposal

LONGEST = 20  # seconds; a full plan takes a fraction of one


async def pdf(proposal: Proposal) -> bytes:
    """Raises ``Problem`` (422) for a plan that takes longer than ``LONGEST``."""
    try:
        with anyio.fail_after(LONGEST):
            made = await anyio.run_process(
                [sys.executable, "-m", "app.web.files.typeset"], input=data(proposal).encode(),
                stderr=None, cwd=ROOT,
            )  # fmt: skip
    except TimeoutError:
        problem = Problem(_("This plan is too long for one PDF. Take it as a Word file instead."))
        problem.status = 422
        raise problem from None
    return made.stdout


def data(proposal: Proposal) -> str:
    """The proposal as JSON, each block with its kind."""
    said: dict[str, Any] = asdict(proposal)
    for part, shown in zip(proposal.parts, said["parts"], strict=True):
        shown["blocks"] = [{"kind": block.kind} | asdict(block) for block in part.blocks]
    return json.dumps(said)
