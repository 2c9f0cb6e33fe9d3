"""Asynchronous code in tests."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run it in a loop in a thread of its own: a browser that other tests have open keeps this thread's loop busy."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
