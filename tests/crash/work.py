"""What officers do all the time while the server may die: everything that is acknowledged is noted."""
import threading
import time

from client import Caller, Gone, Refused

kPauseSeconds = 0.1
kPages = ("https://forum.tirazan.example/", "https://channel.tirazan.example/")
kCaptureOptions = {"scroll": False, "max_seconds": 20, "viewport": {"width": 640, "height": 480}}


class Work:
    """Threads that order and watch until the server is gone or they are told to stop."""

    def __init__(self, port, officers, case, request, known, rng):
        self.port, self.officers, self.case, self.request = port, officers, case, request
        self.known, self.rng = known, rng
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._run, args=(act,)) for act in
                        (self._order_capture, self._order_bundle, self._authorise, self._watch, self._read_ledger)]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _run(self, act):
        callers = {name: Caller(self.port, officer) for name, officer in self.officers.items()}
        try:
            while not self.stopping.is_set():
                act(callers)
                time.sleep(kPauseSeconds)
        except Gone:
            pass
        except Refused as error:
            self.known.fault(f"refused: {error}")
        except Exception as error:  # Whatever it is, the round must say so.
            self.known.fault(f"{act.__name__}: {error!r}")

    def _order_capture(self, callers):
        if len(self.known.open_jobs("capture")) < 2:
            order = {"url": self.rng.choice(kPages), "options": kCaptureOptions}
            self.known.ordered("capture", callers["investigator"].post(f"/cases/{self.case}/captures", order))

    def _order_bundle(self, callers):
        with self.known.lock:
            exhibits = sorted(self.known.exhibits)
        if exhibits and not self.known.open_jobs("bundle"):
            order = {"exhibits": [self.rng.choice(exhibits)], "purpose": "crash test"}
            self.known.ordered("bundle", callers["investigator"].post(f"/cases/{self.case}/bundles", order))

    def _authorise(self, callers):
        asked = callers["investigator"].post(f"/cases/{self.case}/authorisations", self.request)
        self.known.saw_authorisation(asked)
        decided = callers["supervisor"].post(f"/authorisations/{asked['authorisation']}/reject", {"reason": "crash test"})
        self.known.saw_authorisation(decided)
        time.sleep(5 * kPauseSeconds)

    def _watch(self, callers):
        observe(callers["investigator"], self.case, self.known)

    def _read_ledger(self, callers):
        self.known.saw_entries(callers["investigator"].get(f"/cases/{self.case}/entries")["items"])


def observe(caller, case, known):
    """Jobs first: what a finished job promises must then be in the lists."""
    known.saw_jobs(caller.get(f"/cases/{case}/jobs")["items"])
    known.saw_exhibits(caller.get(f"/cases/{case}/exhibits")["items"])
    known.saw_bundles(caller.get(f"/cases/{case}/bundles")["items"])
