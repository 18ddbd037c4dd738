def build(task, rng):
    pear = task.add("pear", region="table_right")
    banana = task.add("banana", region="table_centre")
    basket = task.add("basket", region="table_left")
    task.say("Put the {pear} into the {basket} and the {banana} as well.", pear, basket, banana)
    task.goal(pear.inside(basket), banana.unchanged())
    task.stage("carry the pear", pick(pear), place(pear, basket), effect=pear.inside(basket))
