# Lays out files of other projects as FORM/PROJECT/PATH, as __main__.py wants them, from clones of
# their repositories. What is no file of its kind (Git LFS, a link, nothing) is passed over.
#   python3 bench/conformance/gather.py CLONES FOLDER
# CLONES holds each repository as OWNER+NAME or OWNER+NAME/repo, with or without a work tree.
import binascii
import os
import re
import subprocess
import sys


def git(clone, *command):
    return subprocess.run(["git", "-C", clone, *command], stdout=subprocess.PIPE, check=True).stdout


def clone_of(clones, repository):
    path = os.path.join(clones, repository.replace("/", "+"))
    inner = os.path.join(path, "repo")
    return inner if os.path.isdir(inner) else path


def files_of(clone):
    """Paths and objects of all plain files that this clone has."""
    for line in git(clone, "ls-tree", "-r", "-z", "HEAD").split(b"\0"):
        head, _, path = line.partition(b"\t")
        if head.startswith(b"100"):
            yield path.decode("utf-8", "surrogateescape"), head.split()[2].decode()


def spread(found, most):
    if most and len(found) > most:
        return [found[i * len(found) // most] for i in range(most)]
    return found


def without_uu(data):
    """What a file of uuencode holds, or the bytes as they are."""
    out, inside = b"", False
    for line in data.split(b"\n"):
        if line.startswith(b"begin "):
            inside = True
        elif line.strip() == b"end":
            break
        elif inside and line.strip():
            try:
                out += binascii.a2b_uu(line)
            except binascii.Error:
                length = (((line[0] - 32) & 63) * 4 + 5) // 3
                out += binascii.a2b_uu(line[:length])
    return out or data


def main():
    clones, folder = sys.argv[1:3]
    with open(os.path.join(os.path.dirname(__file__), "sources.tsv"), encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if not line.startswith("#")]
    for form, project, repository, pattern, *most in rows:
        clone = clone_of(clones, repository)
        if not os.path.isdir(clone):
            print(f"{repository} is not among the clones", file=sys.stderr)
            continue
        found = sorted(f for f in files_of(clone) if re.search(pattern, f[0], re.I))
        count = 0
        for path, name in spread(found, int(most[0]) if most else 0):
            try:
                data = git(clone, "cat-file", "blob", name)
            except subprocess.CalledProcessError:
                continue
            if not data or data.startswith(b"version https://git-lfs"):
                continue
            if path.endswith(".uu"):
                data, path = without_uu(data), path[: -len(".uu")]
            to = os.path.join(folder, form, project.replace("/", "_"), path)
            os.makedirs(os.path.dirname(to), exist_ok=True)
            with open(to, "wb") as file:
                file.write(data)
            count += 1
        print(f"{form}\t{project}\t{count}")


main()
