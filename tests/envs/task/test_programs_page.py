"""docs/programs.md says what a program may call in the API's own words."""

from pathlib import Path

from envs.task.api_text import api_text

PAGE = Path(__file__).parents[3] / "docs" / "programs.md"


def test_the_page_ends_with_the_api_as_it_is():
    text = PAGE.read_text(encoding="utf-8")
    guide, heading, _ = text.partition("## The task API\n")
    assert heading
    assert text == guide + "#" + api_text(), "replace the page's part from '## The task API' on by '#' + api_text()"
