"""A cover is drawn from two words, the same every time, and carries nothing a page forbids."""

from hashlib import sha256
from xml.etree import ElementTree

import pytest

from app.rules import covers
from app.rules.covers import THEMES, cover, theme_of


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_project_has_the_same_cover_and_another_project_another(theme: str) -> None:
    assert cover(theme, "check-the-offer") == cover(theme, "check-the-offer")
    assert cover(theme, "check-the-offer") != cover(theme, "platform-two")


def test_covers_stay_what_they_are_from_release_to_release() -> None:
    """A pitch on paper and its page must not drift apart. Change a digest only on purpose."""
    drawn = "".join(cover(theme, "check-the-offer") for theme in sorted(THEMES))
    assert sha256(drawn.encode()).hexdigest()[:16] == "81fc06c6b3ce96a2"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(8, 5), (14, 4), (5, 6), (2, 2)])
def test_a_cover_is_an_image_that_a_strict_page_may_show(theme: str, size: tuple[int, int]) -> None:
    drawing = ElementTree.fromstring(cover(theme, "слаг <&> кірыліцай", *size))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawing.get("viewBox") == f"0 0 {size[0] * 80} {size[1] * 80}"
    for element in drawing.iter():
        names = set(element.attrib)
        assert not {"style", "href", "class"} & names
        assert not [name for name in names if name.startswith("on")]
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") in {
            "svg", "g", "path", "circle", "ellipse", "rect"
        }  # fmt: skip


def test_a_cover_is_small() -> None:
    assert all(len(cover(theme, "return-ticket")) < 10_000 for theme in THEMES)


def test_every_shape_is_used_and_every_used_shape_and_ink_is_drawn() -> None:
    used = {shape for theme in THEMES.values() for shape, _ in theme.plots}
    assert used == set(covers.SHAPES)
    assert used >= covers.UPRIGHT
    assert {ink for theme in THEMES.values() for ink in (theme.ground, *theme.inks)} <= set(
        covers.INKS
    )


@pytest.mark.parametrize("size", [(1, 5), (8, 1), (25, 5), (8, 2_000)])
def test_a_size_out_of_bounds_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="plots"):
        cover("peers", "each-one-ten", *size)


@pytest.mark.parametrize(
    ("strand", "forms", "setting", "theme"),
    [
        ("prevention", ["labour"], ["school"], "labour"),
        ("prevention", ["labour", "domestic_servitude"], [], "labour"),
        ("prevention", ["online_child_sexual"], ["school"], "media"),
        ("prevention", ["general"], ["school"], "peers"),
        ("prevention", ["general"], ["border_transport"], "migration"),
        ("prevention", ["labour", "sexual"], ["workplace"], "offers"),
        ("protection", ["general"], ["hostel"], "care"),
        ("partnership", [], [], "stage"),
        ("", [], [], "peers"),
        ("something new", ["something new"], ["something new"], "peers"),
    ],
)
def test_the_theme_follows_the_codes_of_the_idea(
    strand: str, forms: list[str], setting: list[str], theme: str
) -> None:
    assert theme_of(strand, forms, setting) == theme


def test_the_order_of_ticked_boxes_does_not_change_the_theme() -> None:
    assert theme_of("", ["labour", "sexual"], ["village", "online"]) == theme_of(
        "", ["sexual", "labour"], ["online", "village"]
    )


def test_every_theme_can_be_reached_and_every_code_leads_to_a_theme() -> None:
    reached = {
        *covers.THEME_OF_FORM.values(),
        *covers.THEME_OF_SETTING.values(),
        *covers.THEME_OF_STRAND.values(),
    }
    assert reached == set(THEMES)
