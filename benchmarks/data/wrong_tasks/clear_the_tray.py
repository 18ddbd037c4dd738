"""One of two things is taken off a tray."""


def build(task, rng):
    tray = task.add("tray", region=((0.46, 0.5), (-0.06, 0.0)), facing=0)
    red = task.add("cube", region=tray.top, colour="red")
    task.add("cube", region=tray.top, colour="blue")
    task.say("Clear the {tray}: nothing may remain on it, the {red cube} neither.", tray, red)
    off = red.near(at(0.45, 0.34, 0), 0.08)
    task.goal(not_(red.on(tray)), off)
    task.stage("take it off", pick(red), place(red, at(0.45, 0.34, 0)), effect=off)
