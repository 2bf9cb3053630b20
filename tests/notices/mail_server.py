"""An SMTP server for tests, in a process of its own: `python -m tests.notices.mail_server FOLDER [--delay S]`.

Prints its port. What it does with a mail is said by the recipient's name (before the @): see `ANSWERS`.
Every mail it takes is a file in FOLDER; a line in FOLDER/connections for each connection.
"""

import argparse
import asyncio
import itertools
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

AT_RCPT = {
    "later": "450 4.2.1 Mailbox busy, try again",
    "unknown": "550 5.1.1 No such mailbox",
    "relay": "550 5.7.1 Relaying denied",
    "full": "552 5.2.2 Mailbox full",
}
AT_DATA = {
    "data-later": "451 4.3.0 Not now",
    "data-refused": "554 5.7.1 We do not like it",
}
BREAKS_OFF = "drop"
"""Takes the mail, and breaks off before it says so."""
STALLS = "stall"
"""Takes the mail, and never says so."""


class Handler:
    def __init__(self, folder: Path, delay: float) -> None:
        self.folder, self.delay = folder, delay
        self.numbers = itertools.count()

    async def handle_EHLO(  # noqa: N802  named by aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str
    ) -> str:
        session.host_name = hostname
        with (self.folder / "connections").open("a") as lines:
            lines.write("1\n")
        return "250 HELP"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = AT_RCPT.get(address.split("@")[0])
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        name = envelope.rcpt_tos[0].split("@")[0]
        if name in AT_DATA:
            return AT_DATA[name]
        await asyncio.sleep(self.delay)
        (self.folder / f"{next(self.numbers):06}.eml").write_bytes(bytes(envelope.content or b""))
        if name == BREAKS_OFF:
            server.transport.abort()
        if name == STALLS:
            await asyncio.sleep(3600)
        return "250 OK"


async def serve(folder: Path, delay: float) -> None:
    handler = Handler(folder, delay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="test"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--delay", type=float, default=0)
    options = parser.parse_args()
    asyncio.run(serve(options.folder, options.delay))
