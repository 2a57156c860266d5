"""Start one command and print, as JSON, what it cost: run as a program of its own, `python -I -S launch.py LOG COMMAND …`.

A child inherits the peak memory of the process that starts it, so that a large one would be measured instead of its child.
This one imports hardly anything. What it prints is wall and CPU in seconds, peak in kilobytes, and the exit status.
"""

import json
import os
import sys
import time


def main(log: str, command: list[str]) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    started = time.perf_counter()
    into_log = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
    try:
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=into_log)
    except OSError:
        sys.exit(127)  # whoever called says what could not be started
    # Of this child and of those that it has waited for; no other one counts.
    _, status, used = os.wait4(child, 0)
    print(json.dumps({
        "wall": time.perf_counter() - started, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss,
        "status": os.waitstatus_to_exitcode(status),
    }))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
