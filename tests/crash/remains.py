"""What a dead server may have left on the machine: processes, profiles, temporary files."""
import os
import time

kGoneWithinSeconds = 20


def processes_of(folder):
    """Processes that were started with, work in, or are told of the folder: the browser's whole family."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                command = file.read()
            with open(f"/proc/{name}/environ", "rb") as file:
                environment = file.read()
            if b"chromium" not in command:
                continue
            if folder.encode() in command or folder.encode() in environment:
                found.append((int(name), command.replace(b"\0", b" ").decode(errors="replace")[:120]))
        except OSError:
            continue  # It ended, or it is not ours to look at.
    return found


def browsers_of(pid):
    """The browser processes that the server itself started."""
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                children = file.read().split()
            for child in children:
                with open(f"/proc/{child}/cmdline", "rb") as file:
                    if b"--remote-debugging-pipe" in file.read():
                        found.append(int(child))
    except OSError:
        pass
    return found


def wait_no_processes(folder):
    deadline = time.monotonic() + kGoneWithinSeconds
    while True:
        left = processes_of(folder)
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.05)


def temporary_files(workspace, temporary, is_served=False):
    """Everything that only work under way may have: none, while there is none. A server holds one file to say that it lives."""
    found = [os.path.join(temporary, name) for name in os.listdir(temporary)]
    for folder in ("work", "vault/tmp"):
        path = os.path.join(workspace, folder)
        if os.path.isdir(path):
            found += [os.path.join(path, name) for name in os.listdir(path)]
    for folder, _, names in os.walk(workspace):
        found += [os.path.join(folder, name) for name in names if name.endswith((".tmp", ".part"))]
    return sorted({path for path in found if not (is_served and path.endswith(".alive"))})


def vault_objects(workspace, case):
    count = 0
    for folder, _, names in os.walk(os.path.join(workspace, "vault", case)):
        count += len(names)
    return count
