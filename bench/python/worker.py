"""The worker process of the contestants that are written in Python: worker.py CONTESTANT.

A contestant is a module beside this file. It has VERSION, a text, and JOBS, which maps a job's name to a function
from a file's bytes to the result as an array. A job that a picture can't be used for raises Absent. The protocol on
standard input and output is described in bench/README.md.
"""

import importlib
import sys
from pathlib import Path

from absent import Absent


class Server:
    """Answers the driver's commands for one contestant."""

    def __init__(self, contestant):
        self.contestant = contestant
        self.loaded = {}  # job -> (function, the files' bytes)

    def hello(self):
        return self.contestant.VERSION

    def load(self, job, *paths):
        if job not in self.contestant.JOBS:
            raise Absent(f"job {job!r}: unsupported")
        # Without files the job makes its own input.
        files = [Path(path).read_bytes() for path in paths] or [b""]
        self.loaded[job] = self.contestant.JOBS[job], files

    def run(self, job, threads, repeat):
        if threads != "1":
            raise ValueError("a worker in Python has one thread; start two")
        work, files = self.loaded[job]
        for _ in range(int(repeat)):
            for data in files:
                work(data)

    def write(self, job, index, path):
        work, files = self.loaded[job]
        work(files[int(index)]).astype("<f4").tofile(path)


def reply(server, verb, args):
    try:
        value = getattr(server, verb)(*args)
    except (Absent, ImportError) as reason:
        return f"absent\t{one_line(reason)}"
    except Exception as reason:
        return f"error\t{type(reason).__name__}: {one_line(reason)}"
    return f"ok\t{value or ''}"


def one_line(reason):
    return " ".join(str(reason).split())


class Missing:
    """Stands for a contestant whose libraries aren't installed."""

    def __init__(self, reason):
        self.reason = reason

    def __getattr__(self, _):
        raise Absent(self.reason)


def contestant(name):
    """The module of that name."""
    try:
        return importlib.import_module(name)
    except (ImportError, OSError, Absent) as reason:
        return Missing(one_line(reason))


def serve(server):
    """Answers commands until the driver closes the pipe."""
    for line in sys.stdin:
        verb, *args = line.rstrip("\n").split("\t")
        print(reply(server, verb, args), flush=True)


if __name__ == "__main__":
    serve(Server(contestant(sys.argv[1])))
