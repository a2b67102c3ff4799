"""One deployment for all tests; each begins from it and leaves nothing behind."""
from pathlib import Path

import pytest

import network as reference
from evm import compiled


@pytest.fixture(scope="session")
def deployed():
    return reference.deploy()


@pytest.fixture
def network(deployed):
    taken = deployed.world.snapshot()
    yield deployed
    deployed.world.revert(taken)


@pytest.fixture(scope="session")
def hostile():
    """Contracts that attack, by name."""
    folder = Path(__file__).parent / "Hostile"
    return {path.stem: compiled(path) for path in folder.glob("*.vy")}
