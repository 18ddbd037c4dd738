"""The rules by which sentence and goal must agree, one to a file; `envs/verification/agreement.py` lists them."""
