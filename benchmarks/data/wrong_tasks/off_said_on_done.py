def build(task, rng):
    faucet = task.add("faucet", region=((0.60, 0.66), (-0.06, 0.06)), facing="robot")
    tap = faucet.part("tap")
    task.say("Turn off the {tap}.", tap)
    task.goal(tap.at_least(0.6))
    task.stage("turn it", actuate(grip(tap), then=follow(tap, to=0.8)))
