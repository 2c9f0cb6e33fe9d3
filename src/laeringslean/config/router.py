"""One port: live streams to the stream application, everything else to the pages."""

from collections.abc import Awaitable, Callable

from laeringslean.config.pages import Receive, Scope, Send

ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]


def router(pages: ASGIApplication, live: ASGIApplication) -> ASGIApplication:
    """The application of the whole server."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await (live if scope["path"].startswith("/live/") else pages)(scope, receive, send)

    return application
