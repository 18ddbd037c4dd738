from dataclasses import replace

from memory.readme import readme
from tests.verdicts import full


def test_the_page_tells_sentence_rate_controls_stages_and_provenance(make_record):
    record = make_record()
    page = readme(record, picture=True, video=True)
    assert "> Open the top drawer of the cabinet." in page
    assert "![The task in simulation](picture.png)" in page
    assert "19 of 20 seeds in sapien: rate 95%, 95 % interval 76% to 99%. Failures: slipped 1." in page
    assert "control `no_op`: refused, 0 of 5 reached the goal (nothing moved)" in page
    assert "control `wrong_object`: not applicable" in page
    assert "1. open the drawer_top (actuate follow)" in page
    assert "model: procedural" in page
    assert record.program.hash in page
    assert record.spec.hash() in page


def test_the_page_tells_checks_score_survivors_findings_and_evidence(make_record):
    record = make_record()
    page = readme(
        replace(record, verdict=full(program_hash=record.program.hash, auto=True)), picture=False, video=False
    )
    assert "The solution is derived from the goal (`auto`)." in page
    assert "- scene, the scene comes to rest: held (at rest after 0.4 s at most)" in page
    assert "Mutation score 0.67: 2 of 3 wrong versions told." in page
    assert "- goal, threshold: lifted by 2 cm, not 10" in page
    assert "- nothing ties the word 'red'" in page
    assert "- half the time step: 17 of 20 seeds; otherwise at seeds 4" in page


def test_a_page_without_a_picture_shows_none(make_record):
    page = readme(make_record(), picture=False, video=False)
    assert "picture.png" not in page
    assert "video.mp4" not in page


def test_parents_are_linked(make_record):
    record = make_record()
    provenance = record.provenance.model_copy(update={"parents": ("open_box",)})
    child = type(record)(record.program, record.spec, record.verdict, provenance)
    assert "[open_box](../open_box/README.md)" in readme(child, picture=False, video=False)
