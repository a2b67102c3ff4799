"""One deployment for all tests; each begins from it and leaves nothing behind."""
import pytest

import network as reference


@pytest.fixture(scope="session")
def deployed():
    return reference.deploy()


@pytest.fixture
def network(deployed):
    taken = deployed.world.snapshot()
    yield deployed
    deployed.world.revert(taken)
