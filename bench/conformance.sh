#!/usr/bin/env bash
# Files of other projects, which are not in this repository, through the importers and through other readers: counts and contents, a line for each project.
#   bench/conformance.sh BUILD FOLDER [FORM...]     BUILD: a build with any preset; FOLDER: the files as FORM/PROJECT/…, as bench/conformance/gather.py lays them out
# The other readers: Python 3 with warcio, 7zz, mutool, qpdf, exiftool, antiword, catdoc, unrtf, LibreOffice, pdftotext, msgconvert, tnef. Differences are written to standard error; exit status 1 if there is any.
set -euo pipefail
build=${1:?the folder of a build}
folder=${2:?the folder of the files}
shift 2
for program in python3 7zz mutool qpdf exiftool antiword catdoc unrtf soffice pdftotext msgconvert tnef; do
  command -v "$program" >/dev/null || { echo "There is no $program here; install it: it is what the importers are compared with." >&2; exit 1; }
done
if [ $# = 0 ] || printf '%s\n' "$@" | grep -qxE 'warc|wacz'; then
  python3 -c 'import warcio' 2>/dev/null || { echo "Python has no module warcio here; put it on PYTHONPATH: web archives are compared with what it reads." >&2; exit 1; }
fi
python3 "$(dirname "$0")/conformance" "$build/bin/sanad-extract" "$folder" "$@"
