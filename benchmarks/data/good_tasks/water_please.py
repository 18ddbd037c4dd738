"""A faucet is turned on."""


def build(task, rng):
    faucet = task.add("faucet", region="table_centre", instance=0)
    tap = faucet.part("tap")
    task.say("Turn on the {faucet}.", tap)
    task.goal(tap.at_least(0.6))
    task.stage("turn", actuate(grip(tap), then=follow(tap, to=0.8)), effect=tap.at_least(0.6))
