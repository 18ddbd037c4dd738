def build(task, rng):
    pear = task.add("pear", region="table_front")
    basket = task.add("basket", region="table_left")
    bin = task.add("bin", region="table_right", name="bin")
    task.say("Put the {pear} into the {basket}.", pear, basket)
    task.paraphrase("Drop the pear into the bin.")
    task.goal(pear.inside(basket))
    task.stage("put it in", pick(pear), place(pear, basket), effect=pear.inside(basket))
