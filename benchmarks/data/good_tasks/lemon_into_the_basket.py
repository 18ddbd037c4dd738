"""A lemon goes into a basket."""


def build(task, rng):
    basket = task.add("basket", region=((0.44, 0.54), (-0.1, 0.1)))
    lemon = task.add("lemon", region=((0.36, 0.5), (0.24, 0.36)))
    task.say("Drop the {lemon} into the {basket}, please.", lemon, basket)
    task.goal(lemon.inside(basket))
    task.stage("put the lemon into the basket", pick(lemon), place(lemon, basket), effect=lemon.inside(basket))
