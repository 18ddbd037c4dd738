"""Categories that are made from numbers, each instance from a seed: one category to a file, one line here."""

from __future__ import annotations

from envs.assets.category import Category
from envs.assets.procedural import (
    apple,
    bag,
    ball,
    banana,
    bin,
    block,
    bowl,
    bucket,
    can,
    coffee_machine,
    door_cabinet,
    drawer_cabinet,
    faucet,
    laptop,
    lemon,
    lidded_box,
    microwave,
    mug,
    orange,
    pear,
    plate,
    toaster,
)

CATEGORIES: dict[str, Category] = {
    "drawer_cabinet": drawer_cabinet.CATEGORY,
    "door_cabinet": door_cabinet.CATEGORY,
    "microwave": microwave.CATEGORY,
    "lidded_box": lidded_box.CATEGORY,
    "laptop": laptop.CATEGORY,
    "faucet": faucet.CATEGORY,
    "block": block.CATEGORY,
    "bowl": bowl.CATEGORY,
    "bin": bin.CATEGORY,
    "mug": mug.CATEGORY,
    "ball": ball.CATEGORY,
    "can": can.CATEGORY,
    "plate": plate.CATEGORY,
    "apple": apple.CATEGORY,
    "orange": orange.CATEGORY,
    "lemon": lemon.CATEGORY,
    "pear": pear.CATEGORY,
    "banana": banana.CATEGORY,
    "bucket": bucket.CATEGORY,
    "bag": bag.CATEGORY,
    "toaster": toaster.CATEGORY,
    "coffee_machine": coffee_machine.CATEGORY,
}
