"""A ball is lifted for half a second."""


def build(task, rng):
    ball = task.add("ball", region="table_front")
    task.say("Lift the {ball} and keep it in the air for ten seconds.", ball)
    task.goal(held_for(ball.lifted(0.08), 0.5))
    task.stage("lift", pick(ball, lift=0.15), effect=ball.lifted(0.08))
