"""CASE/UCO as Sanad writes it, held by pySHACL against the shapes of CASE 1.4.0 and UCO 1.4.0: case_shapes.py FOLDER FILE...

FOLDER holds CASE, UCO, pySHACL and OWL-RL as bench/exports.sh says. Exit status 1 if a file breaks a shape (violation, warning or hint), or uses a word of
theirs that they do not define.
"""
import glob
import os
import sys

folder, files = sys.argv[1], sys.argv[2:]
sys.path[:0] = [os.path.join(folder, "pySHACL"), os.path.join(folder, "OWL-RL")]
import pyshacl  # noqa: E402
import rdflib  # noqa: E402

THEIRS = ("https://ontology.unifiedcyberontology.org/", "https://ontology.caseontology.org/")
ontology = rdflib.Graph()
for name in sorted(glob.glob(f"{folder}/UCO/ontology/uco/**/*.ttl", recursive=True) + glob.glob(f"{folder}/CASE/ontology/**/*.ttl", recursive=True)):
    ontology.parse(name)
defined = {str(one) for one in ontology.subjects() if isinstance(one, rdflib.URIRef)}
bad = False
for name in files:
    graph = rdflib.Graph()
    graph.parse(name, format="json-ld")
    words = {str(part) for triple in graph for part in (triple[1], triple[2] if triple[1] == rdflib.RDF.type else triple[1])}
    unknown = sorted(one for one in words if one.startswith(THEIRS) and one not in defined)
    # What is referred to is there.
    subjects = set(graph.subjects())
    lost = sorted(str(one) for one in graph.objects() if isinstance(one, rdflib.URIRef) and "/kb/" in one and one not in subjects)
    _, report, text = pyshacl.validate(graph, shacl_graph=ontology, ont_graph=ontology, inference="none", allow_infos=False, allow_warnings=False)
    SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    results = list(report.subjects(rdflib.RDF.type, SH.ValidationResult))
    own = sum(1 for one in graph.predicates() if str(one).startswith("urn:sanad:case#"))
    print(f"{os.path.basename(name)}: {len(graph)} triples, {len(subjects)} nodes, {own} with words of our own; {len(results)} results of shapes, {len(unknown)} unknown words, {len(lost)} lost nodes")
    if results or unknown or lost:
        bad = True
        print("\n".join(unknown + lost), text[:6000], sep="\n", file=sys.stderr)
# A file that breaks the shapes must be found: the same without the end of a relationship, and with a word that is not theirs.
broken = rdflib.Graph()
CORE = rdflib.Namespace(THEIRS[0] + "uco/core/")
node = rdflib.URIRef("urn:sanad:test:relationship-6ba7b811-9dad-11d1-80b4-00c04fd430c8")
broken.add((node, rdflib.RDF.type, CORE.Relationship))
broken.add((node, CORE.source, node))
if pyshacl.validate(broken, shacl_graph=ontology, ont_graph=ontology, inference="none")[0] or str(CORE.noSuchWord) in defined:
    bad = True
    print("what breaks the shapes was not found", file=sys.stderr)
sys.exit(bad)
