"""Clients as they should be: each change under a key of its own, sent again until it is answered."""

import http.client
import threading
import time
from urllib.parse import urlencode

SECRET = "a" * 32


class Sender:
    """A signed-in person who sends forms to a server that comes and goes."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._headers = {
            "Host": "localhost",
            "Cookie": f"session={token}; csrftoken={SECRET}",
            "X-CSRFToken": SECRET,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._connection: http.client.HTTPConnection | None = None
        self.retries = 0

    def send(self, path: str, fields: dict[str, str], until: float) -> bool:
        """Post a form until it is acknowledged (a redirect); False when time ran out first."""
        body = urlencode(fields)
        while time.monotonic() < until:
            status = self._try(path, body)
            if status == 302:
                return True
            assert status is None or status == 503, f"{path} answered {status}"
            self.retries += 1
            time.sleep(0.05)
        return False

    def _try(self, path: str, body: str) -> int | None:
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
            self._connection.request("POST", path, body, self._headers)
            response = self._connection.getresponse()
            response.read()
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        return response.status

    def close(self) -> None:
        """Hang up."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def run_all(works) -> None:
    """Run the functions at once, each in a thread of its own; raises the first fault of any."""
    faults: list[BaseException] = []

    def guarded(work) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  whatever it was, the test must see it
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=[work], daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    if faults:
        raise faults[0]
