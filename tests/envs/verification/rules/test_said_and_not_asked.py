"""Sentences that say more than their goal asks, or the other way round, by kinds of words; each is refused."""

import pytest

LOOSE = "task.goal(bottle.on(zone), bottle.upright(1.3))"
WRONG = [
    # which of two is on top
    ("on blue", "Stack the {blue|blue cube} on top of the {red|red cube}.", None),
    ("on blue", "Put the {blue|blue block} right on top of the {red|red one}.", None),
    ("on blue", "Set the {blue|blue cube} down on the top of the {red|red cube}.", None),
    ("on blue", "Pick up the {blue|blue cube} and place it on top of the {red|red cube}.", "task.goal(red.on(blue))"),
    ("on plate", "Put the {plate} on top of the {can}.", None),
    # all the way, and not at the end alone
    ("carried", "Carry the {mug} to the {tray}, keeping it upright at all times.", None),
    ("carried", "The {mug} must stay upright the whole time while you bring it to the {tray}.", None),
    ("carried", "Bring the {mug} to the {tray} without ever tilting it on the way.", None),
    ("carried", "Take the {mug} over to the {tray} and keep it level along the way.", None),
    ("carried", "Move the {mug} onto the {tray}. Do not let it lean at any time.", None),
    ("other shut", "Open the {bottom|bottom drawer} and keep the {top|top drawer} shut throughout.", None),
    ("other shut", "Pull the {bottom|bottom drawer} open; the {top|top drawer} must at no time be open.", None),
    # other verbs of putting
    ("near bin", "Throw the {ball} into the {bin}.", None),
    ("near bin", "Chuck the {ball|tennis ball} in the {bin}.", None),
    ("near bin", "Could you fling the {ball} into the {bin}, please?", None),
    ("near bin", "Go and lob the {ball} into the {bin}.", None),
    ("near bin", "Just plop the {ball} in the {bin}.", None),
    # a choice that the goal does not leave
    ("both doors", "Open the {freezer|freezer door} or the {main|main door} of the fridge.", None),
    ("both doors", "Please open either the {main|main door} or the {freezer|freezer's door}.", None),
    ("both doors", "Either the {freezer|freezer door} or the {main|main door} has to be opened; you choose.", None),
    ("both", "Put either the {red|red cube} or the {green|green cube} into the {bin}.", None),
    ("both", "Drop the {red|red cube} or the {green|green cube}, whichever is closer, in the {bin}.", None),
    # a choice that the sentence does not leave
    ("plate or bin", "Put the {pear} on the {plate}. Do not put it into the {bin}.", None),
    ("plate or bin", "Put the {pear} on the {plate}, not into the {bin}.", None),
    ("plate or bin", "The {pear} goes onto the {plate}; the {bin} is no place for it.", None),
    ("plate or bin", "Lay the {pear} on the {plate} rather than in the {bin}.", None),
    ("plate or bin", "Put the {pear} on the {plate}, and never in the {bin}.", None),
    # figures with a word between, or of two words
    ("lifted", "Lift the {block|cube} and hold it for ten whole seconds.", None),
    ("lifted", "Hold the {block|cube} up for a full minute.", None),
    ("lifted", "Raise the {block|cube} by twenty-five centimetres.", None),
    ("lifted", "Keep the {block|cube} in the air for two and a half seconds.", None),
    ("lifted", "Lift the {block|cube} ninety centimetres up.", None),
    # the order of a tower
    ("tower", "From bottom to top, stack the {green|green cube}, the {red|red cube} and the {blue|blue cube}.", None),
    ("tower", "Stack the {red|red}, the {green|green} and the {blue|blue cube} from top to bottom.", None),
    ("tower", "Stack the cubes: the {green|green one}, the {red|red one} in the middle, the {blue|blue one}.", None),
    ("tower", "Stack cubes, the {blue|blue cube} lowest, the {green|green cube} and the {red|red cube} on it.", None),
    ("tower", "Build a tower of the {red|red}, {green|green} and {blue|blue cube}, the blue one in the middle.", None),
    ("on blue", "Stack the two cubes, the {red|red one} below and the {blue|blue one} above.", None),
    # tolerances that nobody calls so
    ("upright", "Stand the {bottle} upright in the {zone}.", LOOSE),
    ("upright", "The {bottle} should stand upright in the {zone}.", LOOSE),
    ("cornered", "Push the {brick|cube} into the corner of the {marker}.",
     'task.goal(brick.cornered(marker.point("corner"), 0.15))'),
    ("parallel", "Lay the {two|brown brick} on the {one|yellow brick}, parallel to it.",
     "task.goal(two.on(one), two.aligned(one, 0, 1.5))"),
    ("crossed", "Lay the {two|brown brick} crosswise on the {one|yellow brick}.",
     "task.goal(two.on(one), two.aligned(one, 1.5708, 1.5))"),
    # how things are turned
    ("crossed", "Lay the {two|brown brick} on the {one|yellow brick}, parallel to it.", None),
    ("any turn", "Lay the {two|brown brick} on the {one|yellow brick}, parallel to it.", None),
    ("parallel", "Put the {two|brown brick} crosswise on the {one|yellow brick}.", None),
    ("any turn", "Put the {two|brown brick} on the {one|yellow one} so that they form a cross.", None),
    ("parallel", "Put the {two|brown brick} on the {one|yellow brick}, at right angles to it.", None),
    ("parallel", "Put the {two|brown brick} on the {one|yellow brick}, turned by ninety degrees against it.", None),
    ("any turn", "Put the {two|brown brick} on the {one|yellow brick}, rotated by forty-five degrees.", None),
    # how often
    ("pressed", "Press the {button} of the coffee machine twice.", None),
    ("pressed", "Push the {button} three times.", None),
    ("pressed twice", "Press the {button} three times in all.", None),
    ("pressed", "The {button} has to be pressed two times.", None),
    ("thrown", "Throw the {lever} over several times.", None),
    # there and back
    ("thrown", "Throw the {lever} over to the green lamp and back again.", None),
    ("thrown", "Move the {lever} there and back.", None),
    ("thrown", "Push the {lever} over, and then back to where it was.", None),
    ("thrown", "Swing the {lever} back and forth.", None),
    ("on plate", "Take the {can} to the {plate} and back.", None),
    # which of two parts comes first
    ("safe", "Turn the {lever|safe's lever} before you open its {door}.", None),
    ("safe", "Before opening the {door} of the safe, turn the {lever}.", None),
    ("safe", "First turn the {lever}, then open the {door}.", None),
    ("safe", "Open the {door} of the safe only after the {lever} has been turned.", None),
    ("safe in order", "Open the {door} of the safe first, and only then turn the {lever}.", None),
    ("other shut", "Close the {top|top drawer} before you open the {bottom|bottom drawer}.", None),
    # up and down
    ("both up", "Lift only the {lid} of the toilet; the {seat} should stay down.", None),
    ("both up", "Raise the {lid}. The {seat} has to remain down.", None),
    ("both up", "Lower the {lid} of the toilet, and raise the {seat}.", None),
    ("lid up", "Lower the {lid} of the toilet.", None),
    ("lid up", "Raise the {lid} of the toilet.", "task.goal(lid.closed())"),
    ("both up", "Lift the {lid}; the {seat} stays as it is.", None),
    # knobs
    ("knob up", "Turn the {knob} down a bit.", None),
    ("knob up", "It is too loud: turn the {knob} down.", None),
    ("knob down", "Turn up the {knob} by a quarter.", None),
    ("knob down", "Could you turn the {knob} up?", None),
    ("knob down", "Crank the {knob} up by at least a quarter.", None),
    # shares of a way
    ("two thirds", "Pull the {top|top drawer} a third open.", None),
    ("two thirds", "Open the {top|top drawer} by a quarter of its way.", None),
    ("half", "Open the {top|top drawer} three quarters of the way.", None),
    ("opened", "Open the {top|top drawer} at most a third of the way.", None),
    ("opened", "Open the {top|top drawer} no more than a quarter.", None),
    ("knob up", "Turn the {knob} up by three quarters of its range.", None),
    # corners
    ("on marker", "Push the {brick|cube} right into the corner of the {marker|green marker}.", None),
    ("on marker", "Lay the {brick|orange cube} at the {marker|marker}, flush with both its arms.", None),
    ("on marker", "The {brick|cube} has to go into the corner that the {marker} draws.", None),
    ("on tray", "Push the {box_1|first cube}, the {box_2|second} and the {box_3|third} into the corner of the {tray}.",
     None),
    ("on plate", "Set the {can} on the {plate}, snugly in its corner.", None),
    # places by their names
    ("mug on top", "Put the {mug} on the drip tray of the {machine|coffee machine}.", None),
    ("mug on top", "Place the {mug} on the tray of the {machine|coffee machine}.", None),
    ("mug on top", "Set the {mug} onto the grid of the {machine|machine}.", None),
    ("mug on top", "Stand the {mug} in the {machine|coffee machine}, on its drip tray.", None),
    ("mug on tray", "Put the {mug} on the drip tray of the {machine|coffee machine}.", "task.goal(mug.on(machine))"),
    # postures
    ("upright", "Put the {bottle} in the {zone} in an upright position.", "task.goal(bottle.on(zone))"),
    ("upright", "Set the {bottle} down in the {zone}, right way up.", "task.goal(bottle.on(zone))"),
    ("upright", "Leave the {bottle} in the {zone} in an upright posture.", "task.goal(bottle.on(zone))"),
    ("upright", "The {bottle} has to end in the {zone}, set on its base.", "task.goal(bottle.on(zone))"),
    ("upright", "Put the {bottle} right side up in the {zone}.", "task.goal(bottle.on(zone))"),
    # distances
    ("shifted", "Shift the {box|sugar box} thirty centimetres forward.", None),
    ("shifted", "Push the {box} away from you by 25 cm.", None),
    ("shifted", "Move the {box} two centimetres further off.", None),
    ("next to", "Put the {block|cube} more than thirty centimetres away from the {can}.", None),
    ("next to", "Move the {block|cube} until it is at least 20 cm from the {can}.", None),
    ("apart", "Bring the {block|cube} to within ten centimetres of the {can}.", None),
    ("next to", "Put the {block|cube} no more than 5 cm away from the {can}.", "task.goal(block.near(can, 0.3))"),
    # gaps
    ("nearly shut", "Push the {door} of the microwave to, but leave a gap.", None),
    ("nearly shut", "Close the {door|microwave door} nearly; it must not latch.", None),
    ("nearly shut", "Leave the {door} ajar.", None),
    ("nearly shut", "Push the {door} to until only a crack remains, leaving a small gap.", None),
    ("nearly shut", "The {door} should be almost closed but not quite.", None),
    # rows
    ("on tray", "Arrange the {box_1|first}, {box_2|second} and {box_3|third cube} in a row on the {tray}.", None),
    ("on tray", "Put the {box_1|first}, {box_2|second} and {box_3|third cube} in a circle on the {tray}.", None),
    ("on tray", "On the {tray}, form a triangle of the {box_1|first}, {box_2|second} and {box_3|third cube}.", None),
    ("on tray", "Place the {box_1|first}, {box_2|second} and {box_3|third cube} side by side on the {tray}.", None),
    ("on tray", "Set the {box_1|first}, {box_2|second} and {box_3|third cube} in a straight line onto the {tray}.",
     None),
    # water
    ("tap on", "Work the {tap|lever of the faucet} so that no more water runs.", None),
    ("tap on", "Stop the water with the {tap}.", None),
    ("tap on", "Move the {tap} until the water stops.", None),
    ("tap shut", "Move the {tap} so that the water runs.", None),
    ("tap shut", "Let the water flow: work the {tap}.", None),
    # states that are not to last
    ("pulled out", "The {top|top drawer} sticks out; see to it that it does not.", None),
    ("pulled out", "The {top|top drawer} is sticking out. Make sure that it does not.", None),
    ("pulled out", "The {top|top drawer} is half open, which it should not be.", None),
    ("pulled out", "The {top|top drawer} stands open: see to it that it is no longer so.", None),
    ("pulled out", "The {top|top drawer} is open, and it should not be.", None),
    # counted out
    ("lowest", "Pull open the {bottom|drawer} just beneath the top one.", None),
    ("lowest", "Open the {bottom|drawer} directly below the top drawer.", None),
    ("lowest", "Open the {bottom|second drawer from the top}.", None),
    ("lowest", "Open the {bottom|drawer} above the middle one.", None),
    ("middle", "Open the {middle|third drawer} from the bottom.", None),
    ("left one", "Put the {west|second cube from the left} into the {bowl}.", None),
    ("middle one", "Put the {mid|first cube} from the right into the {bowl}.", None),
    # clockwise
    ("wheel", "Turn the {wheel|hand wheel} clockwise.", None),
    ("wheel", "Turn the {wheel} on the pipe clockwise by nearly half its range.", None),
    ("knob up", "Turn the {knob} anticlockwise.", None),
    ("knob up", "Rotate the {knob} counter-clockwise by a quarter of its range.", None),
    ("knob down", "Turn the {knob} further clockwise.", None),
]  # fmt: skip


@pytest.mark.parametrize(("scene", "sentence", "goal"), WRONG, ids=[f"{item[1][:50]} {item[2]}" for item in WRONG])
def test_what_is_said_and_not_asked_is_refused(look, scene: str, sentence: str, goal: str | None):
    assert look(scene, sentence, goal=goal) != ()
