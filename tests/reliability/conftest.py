from tests.config.conftest import server_environment

__all__ = ["server_environment"]
