"""What systemd wants to hear of a service (sd_notify(3)); without systemd, nothing is said."""

import contextlib
import os
import socket


def notify(state: str) -> None:
    """Tell systemd `READY=1`, `WATCHDOG=1` or `STOPPING=1`."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # a socket without a file
        address = "\0" + address[1:]
    # Where nobody listens, or not fast enough, that is for systemd to judge: the answers go on.
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.setblocking(False)
        told.sendto(state.encode(), address)


def watchdog_seconds() -> float | None:
    """After how long a silence systemd ends the process; `None` where it does not watch."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    return int(microseconds) / 1e6 if microseconds.isdecimal() and int(microseconds) else None
