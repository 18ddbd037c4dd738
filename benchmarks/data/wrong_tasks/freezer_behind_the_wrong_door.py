"""A ball is put into a refrigerator's freezer, of which the door stays shut."""


def build(task, rng):
    fridge = task.add("refrigerator", region="table_back", instance=0)
    ball = task.add("golf_ball", region="table_front")
    main = fridge.part("door")
    task.say("Open the {main door} of the fridge and put the {golf ball} into the {freezer}.", main, ball, fridge)
    task.goal(ball.inside(fridge.place("freezer")))
    task.stage("open it", actuate(grip(main), then=follow(main, to=0.8)), effect=main.at_least(0.5))
    task.stage("put it in", pick(ball), place(ball, fridge.place("freezer")))
