"""The ring goes into the ring's hole; the sentence asks for the peg."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.5), (-0.06, 0.06)), facing=0)
    task.add("peg", region=((0.36, 0.42), (0.22, 0.32)))
    ring = task.add("ring", region=((0.36, 0.42), (-0.32, -0.22)))
    task.say("Put the {round wooden thing that stands upright} into the {bin}.", ring, container)
    task.goal(ring.inside(container))
    task.stage("put it in", pick(ring), place(ring, container), effect=ring.inside(container))
