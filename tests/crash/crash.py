"""Kills the server, and by turns the browser that it started, at random moments of its work, and checks what is there afterwards.

    crash.py FILE.json    {"program", "workspace", "temporary", "case", "officer", "request", "links": {"investigator", "supervisor"}}

SANAD_ROUNDS (12) and SANAD_SEED (drawn and printed) say how often and when. Exit status 0 if every check held after every round.
"""
import json
import os
import random
import signal
import subprocess
import sys
import time

import checks
import remains
from client import Caller, Gone, Officer, Server
from known import Known
from work import Work, observe

kMomentsBeyondWork = 1.2    # moments are drawn from this many times what undisturbed work takes here
kMaxStartSeconds = 0.6      # a start is hit in one round of eight
kJobsEndWithinSeconds = 180
kPollSeconds = 0.1


class Crash:
    def __init__(self, given, seed):
        self.given = given
        self.rng = random.Random(seed)
        self.known = Known()
        self.officers = {name: Officer(link) for name, link in given["links"].items()}
        self.environment = {**os.environ, "TMPDIR": given["temporary"]}
        self.server = None
        self.work_seconds = None

    def caller(self):
        return Caller(self.server.port, self.officers["investigator"])

    def start(self):
        self.server = Server(self.given["program"], self.given["workspace"], self.environment)

    def command(self, *words):
        """A command that must succeed; it opens the workspace, and so settles what a crash left."""
        done = subprocess.run([self.given["program"], *words, "--workspace", self.given["workspace"], "--json"],
                              capture_output=True, text=True, env=self.environment)
        if done.returncode != 0:
            self.known.fault(f"sanad {' '.join(words)}: status {done.returncode}: {done.stdout} {done.stderr}")

    # One server, up and checked, with work going on.
    def working(self):
        if self.server is None:
            self.start()
            assert self.server.wait_ready()
        for officer in self.officers.values():
            if officer.cookie is None:
                officer.sign_in(self.server.port)
        self.check_lists(are_jobs_over=False)
        return Work(self.server.port, self.officers, self.given["case"], self.given["request"], self.known, self.rng)

    def undisturbed(self):
        """One capture sealed and one bundle exported: how long that takes on this machine, and something to lose."""
        began = time.monotonic()
        work = self.working()
        while not self.known.faults and not (self.known.exhibits and self.known.bundles):
            if time.monotonic() > began + kJobsEndWithinSeconds:
                errors = sorted({error for _, _, error in self.known.final_jobs.values() if error})
                self.known.fault(f"nothing was sealed and exported, though nothing was killed: {errors}")
            time.sleep(kPollSeconds)
        self.work_seconds = time.monotonic() - began
        work.stop()
        self.wait_for_jobs()
        self.check_lists(are_jobs_over=True)
        return f"undisturbed work took {self.work_seconds:.1f} s"

    def moment(self):
        return self.rng.uniform(0, kMomentsBeyondWork * self.work_seconds)

    def check_lists(self, are_jobs_over):
        caller, case = self.caller(), self.given["case"]
        lists = checks.Lists(caller, case)
        for fault in checks.lost(caller, self.known, lists) + checks.silent_captures(lists, self.known) + checks.wrong_jobs(self.known, lists):
            self.known.fault(fault)
        if are_jobs_over:
            for fault in checks.orphans(self.given["workspace"], case, lists):
                self.known.fault(fault)
        # Recovered jobs may run again from here on.
        self.known.forget_running()

    def after_death(self):
        left = remains.wait_no_processes(self.given["temporary"])
        if left:
            self.known.fault(f"browser processes outlived the server: {left}")
        self.server = None
        if self.rng.random() < 0.5:
            self.command("ledger", "verify")
            for path in remains.temporary_files(self.given["workspace"], self.given["temporary"]):
                self.known.fault(f"left over: {path}")

    def kill_server_at_start(self):
        if self.server is not None:
            self.server.kill()
            self.after_death()
        self.start()
        moment = self.rng.uniform(0, kMaxStartSeconds)
        time.sleep(moment)
        self.server.kill()
        self.after_death()
        return f"server killed {moment:.2f} s into its start"

    def kill_server(self):
        work = self.working()
        moment = self.moment()
        time.sleep(moment)
        self.server.kill()
        work.stop()
        self.after_death()
        return f"server killed {moment:.2f} s into its work"

    def kill_browser(self):
        work = self.working()
        moment = self.moment()
        time.sleep(moment)
        victims = self.wait_for_browser()
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        work.stop()
        self.wait_for_jobs()
        self.check_lists(are_jobs_over=True)
        left = remains.wait_no_processes(self.given["temporary"])
        if left:
            self.known.fault(f"browser processes are left over after all jobs: {left}")
        for path in remains.temporary_files(self.given["workspace"], self.given["temporary"], is_served=True):
            self.known.fault(f"left over after all jobs: {path}")
        return f"browser killed {moment:.2f} s into the work"

    def wait_for_browser(self):
        deadline = time.monotonic() + kJobsEndWithinSeconds
        while time.monotonic() < deadline:
            found = remains.browsers_of(self.server.pid)
            if found:
                return found
            time.sleep(kPollSeconds / 10)
        self.known.fault("no browser was started")
        return []

    def wait_for_jobs(self):
        deadline = time.monotonic() + kJobsEndWithinSeconds
        while self.known.open_jobs("capture") or self.known.open_jobs("bundle"):
            if time.monotonic() > deadline:
                self.known.fault("jobs did not end after the browser was killed")
                return
            observe(self.caller(), self.given["case"], self.known)
            time.sleep(kPollSeconds)

    # An ordinary end, then everything once more from the bytes on disk.
    def finish(self):
        if self.server is None:
            self.start()
            assert self.server.wait_ready()
        self.wait_for_jobs()
        self.check_lists(are_jobs_over=True)
        self.server.process.terminate()
        status = self.server.process.wait()
        if status != 0:
            self.known.fault(f"the server, asked to stop, ended with status {status}")
        self.server = None
        self.command("fixity", "--count", "1000000", "--as", self.given["officer"])
        self.command("rebuild")
        self.command("ledger", "verify")
        for path in remains.temporary_files(self.given["workspace"], self.given["temporary"]):
            self.known.fault(f"left over at the end: {path}")


def run(crash, rounds):
    for number in range(0, rounds + 1):
        if number == 0:
            act = crash.undisturbed
        elif number % 8 == 0:
            act = crash.kill_server_at_start
        else:
            act = crash.kill_browser if number % 2 == 0 else crash.kill_server
        try:
            what = act()
        except Gone as error:
            what = "the server ended by itself"
            crash.known.fault(f"{what}: {error}")
        if crash.known.faults:
            print(f"not ok {number} {what}")
            return
        print(f"ok {number} {what}: {crash.known.summary()}", flush=True)
    crash.finish()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    seed = int(os.environ.get("SANAD_SEED") or random.SystemRandom().randrange(1 << 32))
    rounds = int(os.environ.get("SANAD_ROUNDS") or 12)
    print(f"{rounds} rounds; SANAD_SEED={seed} begins the same way again", flush=True)
    crash = Crash(given, seed)
    try:
        run(crash, rounds)
    finally:
        if crash.server is not None and crash.server.process.poll() is None:
            crash.server.kill()
    for fault in crash.known.faults:
        print(f"   {fault}")
    if not crash.known.faults:
        print(f"all checks held: {crash.known.summary()}")
    return 1 if crash.known.faults else 0


if __name__ == "__main__":
    sys.exit(main())
