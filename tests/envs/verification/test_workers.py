from envs.assets.catalog import Catalog
from envs.verification.workers import Workers


def job(catalog: Catalog, number: int) -> tuple[str, int]:
    return catalog.get(f"block/{number}").id, number * number


def test_processes_give_what_one_process_gives_in_the_same_order():
    catalog = Catalog()
    jobs = list(range(6))
    alone = list(Workers(catalog).in_order(job, jobs))
    with Workers(catalog, 2) as workers:
        assert list(workers.in_order(job, jobs)) == alone
        first = next(workers.in_order(job, jobs))
        assert first == alone[0]
        assert list(workers.in_order(job, jobs)) == alone, "a pool that was left early serves again"
