from tests.e2e.conftest import installation

__all__ = ["installation"]
