"""Every page in every state: accessible to everybody, with a heading, without a complaint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from contracts.enums import CampaignStatus
from tests.browser.conftest import Installation, Look, collect_complaints, open_context
from tests.browser.looking import assert_accessible, assert_opened_at_its_beginning
from tests.browser.played import Stage
from tests.browser.scenes import EMPTY, FULL, SCENES, STATUS_NAMES, Scene, listed_pages


@pytest.fixture(scope="module")
def visitor(browser: Browser, look: Look, installation: Installation) -> Iterator[BrowserContext]:
    """One for all: the API is played, so what one scene has done no other sees."""
    context = open_context(browser, look, installation)
    yield context
    context.close()


@pytest.mark.thorough
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: f"{scene.address} {scene.name}")
def test_a_page_is_accessible_in_each_state(visitor: BrowserContext, scene: Scene) -> None:
    page, complaints = visitor.new_page(), list[str]()
    collect_complaints(page, complaints)
    stage = Stage(page, scene.role)
    scene.arrange(stage)
    page.goto(scene.address)
    if scene.act is not None:
        scene.act(page)
    expect(page.get_by_text(scene.shows).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert_accessible(page)
    if scene.act is None and "?" not in scene.address:
        assert_opened_at_its_beginning(page)
    assert complaints == []
    stage.close()


def test_no_page_and_no_status_is_without_its_scenes() -> None:
    pages = set(listed_pages())
    assert len(pages) > 10
    assert (set(FULL), set(EMPTY)) == (pages, pages)
    assert set(STATUS_NAMES) == set(CampaignStatus)
