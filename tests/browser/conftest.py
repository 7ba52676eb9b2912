"""What every browser test stands on: one site and one Chromium for each process of the run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.site import Site, chromium, running


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture(scope="session")
def address(site: Site) -> str:
    return site.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found
