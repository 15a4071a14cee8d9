"""What all tests share: a loopback interface, also where the network was cut.

`unshare -n` gives a network namespace in which not even 127.0.0.1 answers. The tests that talk to a real server
on this machine bring it up, where they may.
"""

import socket
import struct
import sys

_GET_FLAGS, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP


def _bring_loopback_up() -> None:
    if sys.platform != "linux":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            answer = fcntl.ioctl(probe, _GET_FLAGS, struct.pack("16sh", b"lo", 0).ljust(40, b"\0"))
            flags = struct.unpack_from("16sh", answer)[1]
            if not flags & _UP:
                fcntl.ioctl(probe, _SET_FLAGS, struct.pack("16sh", b"lo", flags | _UP).ljust(40, b"\0"))
        except OSError:
            return  # without the right to do so, the tests that need a server will say what they miss


_bring_loopback_up()
