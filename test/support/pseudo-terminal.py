"""Runs a command on a pseudo-terminal: stdin, stdout and stderr are all it.

Arguments: a JSON list of [text to wait for, text to type] pairs, then the command. Prints what the terminal showed; exits
with the status of the command, or 124 where a text that was waited for never came.
"""
import json
import os
import pty
import select
import sys
import time

steps = json.loads(sys.argv[1])
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
shown = b""
seen = 0
end = time.monotonic() + 60
status = None
while time.monotonic() < end:
    ready, _, _ = select.select([terminal], [], [], 0.2)
    if ready:
        try:
            part = os.read(terminal, 65536)
        except OSError:
            part = b""
        if part == b"":
            break
        shown += part
    if steps:
        wanted, typed = steps[0]
        at = shown.find(wanted.encode(), seen)
        if at >= 0:
            seen = at + len(wanted.encode())
            steps.pop(0)
            os.write(terminal, typed.encode())
else:
    os.kill(child, 9)
    status = 124
_, result = os.waitpid(child, 0)
sys.stdout.buffer.write(shown)
sys.stdout.flush()
sys.exit(status if status is not None else os.waitstatus_to_exitcode(result) % 256)
