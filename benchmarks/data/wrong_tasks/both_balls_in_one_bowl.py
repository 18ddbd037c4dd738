def build(task, rng):
    bowls = [task.add("bowl", region=((0.34, 0.6), (-0.36, 0.36)), colour="white") for _ in range(2)]
    balls = [task.add("ball", region=((0.34, 0.6), (-0.36, 0.36)), colour="red") for _ in range(2)]
    gb, gw = task.group("red_balls", balls), task.group("white_bowls", bowls)
    task.say("Put the two {red balls} into the two {white bowls}, one ball per bowl.", gb, gw)
    task.goal(held_for(all_of(*[any_of(*[ball.inside(bowl) for bowl in bowls]) for ball in balls]), 0.5))
    task.stage("put", pick(balls[0]), place(balls[0], bowls[0]), pick(balls[1]), place(balls[1], bowls[0]))
