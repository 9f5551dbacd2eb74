"""A replica takes the primary's place: nobody who was thanked is lost if it was synchronous, and some are if it was not."""

import time

import pytest

from tests.soak import durability, processes, ready
from tests.soak.machines import Machines

pytestmark = pytest.mark.slow


@pytest.fixture
def machines(tmp_path):
    made = Machines(tmp_path)
    environment = ready.environment_of(tmp_path)
    try:
        ready.started(tmp_path)
        ready.with_starter(environment)
        ready.manage(environment, "create_wave", "starter", "w", "--mode", "open", "--open", "--simulated")
        made.copy_primary()
        made.start_replica()
        yield made, environment
    finally:
        made.stop()


def lost_by_promotion(machines, environment):
    """Cut the replica off while people answer, kill the primary, promote the replica: (how many are lost, thanked)."""

    def struck():
        receiver = machines.receiver_of_replica()
        processes.stop([receiver])
        time.sleep(1)
        durability.kill_outright(machines.cluster)
        processes.go_on([receiver])

    tried, thanked = {}, set()
    durability.write_until(struck, environment, "w", tried, thanked)
    machines.promote_replica()
    lost = durability.lost_of(machines.standby, "w", thanked)
    print(f"{len(lost)} of {len(thanked)} thanked are not on the promoted replica")
    assert len(thanked) > 100
    return len(lost)


def test_a_synchronous_replica_may_take_the_primarys_place(machines):
    several, environment = machines
    several.let_primary_wait_for_replica()
    assert lost_by_promotion(several, environment) == 0


def test_an_asynchronous_replica_may_not_take_the_primarys_place(machines):
    assert lost_by_promotion(*machines) > 0
