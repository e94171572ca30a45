"""init, check, build, infer: from an empty folder to a release, and what each prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import kg
from kg.publish.serialise import FORMATS
from tests.projects import CLAIM, SOURCE, of_rdf, of_sheets
from tests.projects import RDF as SOUND

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg import Release

    Run = Callable[..., tuple[int, str, str]]

WRONG = [{**CLAIM, "start": "soon"}, {**CLAIM, "id": "c10", "object": "old-town"}]


def test_init_check_build_in_a_row(run: Run, tmp_path: Path) -> None:
    project = str(tmp_path / "new")
    assert run("init", project)[0] == 0
    code, out, err = run("check", project)
    assert (code, err) == (0, "")
    assert out.splitlines()[-1].startswith("0 problems in ")
    code, out, err = run("build", project)
    assert (code, err) == (0, "")
    counts = kg.open(tmp_path / "new" / "release").manifest["counts"]
    assert f"Release: {project}/release" in out
    assert "2 claims about 3 entities" in out
    for part, number in counts["quads"].items():
        assert f"  {number} quads {part}\n" in out
    # And again, elsewhere and as JSON.
    out_folder = tmp_path / "deep" / "out"
    code, out, err = run("build", project, "--out", str(out_folder), "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out) == kg.open(out_folder).manifest


def test_check_tells_the_faults_on_standard_output(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", str(of_sheets(tmp_path, claims=WRONG)))
    assert (code, err) == (1, "")
    lines = out.splitlines()
    assert lines[0].startswith("claims.csv, row 4, column start: 'soon' is not an EDTF date; write")
    assert lines[1].startswith("claims.csv, row 5, column object: 'old-town' Allegiance needs one")
    assert lines[2].startswith("2 problems in ")


def test_check_tells_warnings_which_are_no_faults(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", str(of_sheets(tmp_path, sources=[SOURCE])))
    assert code == 0
    assert out.startswith("warning: sources.csv, row 3: 's9' neither a date nor a version; ")
    assert "[source-date]" in out.splitlines()[0]


def test_many_warnings_that_say_the_same_are_counted(run: Run, tmp_path: Path) -> None:
    sources = [{**SOURCE, "id": f"s{n}"} for n in range(10, 19)]
    code, out, _ = run("check", str(of_sheets(tmp_path, sources=sources)))
    told = [line for line in out.splitlines() if line.startswith("warning: ")]
    assert (code, len(told)) == (0, 6)
    assert told[-1] == "warning: 4 more [source-date]"


@pytest.mark.parametrize("faults", [0, 2])
def test_check_as_json(run: Run, tmp_path: Path, faults: int) -> None:
    project = of_sheets(tmp_path, claims=WRONG[:faults])
    code, out, err = run("check", str(project), "--format", "json")
    assert (code, err) == (int(bool(faults)), "")
    report = json.loads(out)
    assert report["counts"] == {"violation": faults, "warning": 0, "info": 0}
    for found, told in zip(report["findings"], kg.check(project).problems, strict=True):
        assert found["places"] == [{"file": told.file, "row": told.row, "column": told.column}]
        assert (found["value"], found["message"]) == (told.value, told.message)
        assert found["remedy"] == told.remedy


@pytest.mark.parametrize("more", [["-o", "report.txt"], ["--engine", "reference"]])
def test_a_watch_refuses_what_it_would_not_heed(run: Run, tmp_path: Path, more: list[str]) -> None:
    code, out, err = run("check", str(of_sheets(tmp_path)), "--watch", *more)
    assert (code, out) == (2, "")
    assert err.startswith("error: --watch prints what the fast engine finds; ")


def test_check_as_turtle_is_a_shacl_report(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("check", str(of_sheets(tmp_path, claims=WRONG[1:])), "--format", "ttl")
    assert code == 1
    assert out.count("sh:ValidationResult ;") == 1
    assert len(list(parse(input=out, format=RdfFormat.TURTLE))) == 12
    assert 'dcterms:source "claims.csv#row=4"' in out


def test_check_as_turtle_has_faulty_rows_too(run: Run, tmp_path: Path) -> None:
    code, out, err = run("check", str(of_sheets(tmp_path, claims=WRONG[:1])), "--format", "ttl")
    assert (code, err) == (1, "")
    assert "sh:conforms false" in out
    assert "<https://w3id.org/allegiance/checks#reading>" in out
    assert 'sh:value "soon"' in out


def test_check_of_ill_typed_values_shows_no_traceback(run: Run, tmp_path: Path) -> None:
    text = SOUND + 'claim:1 ag:low "many"^^xsd:decimal .'
    code, out, err = run("check", str(of_rdf(tmp_path, text)))
    assert (code, err) == (1, "")
    assert out.startswith("data.ttl, line ")
    assert ", property low: " in out


def test_build_over_what_is_no_release_ends_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine")
    project = of_sheets(tmp_path / "project")
    code, out, err = run("build", str(project), "-o", str(tmp_path / "out"))
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {tmp_path / 'out'} is not empty and no release; ")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_build_of_a_graph_that_breaks_its_shapes_ends_with_1(run: Run, tmp_path: Path) -> None:
    code, out, err = run("build", str(of_sheets(tmp_path, claims=WRONG[1:])))
    assert (code, out) == (1, "")
    assert err.splitlines()[1].startswith("  claims.csv, row 4, column object: 'old-town' ")
    assert not (tmp_path / "release").exists()


CONTRADICTION = """
r:2 a ag:Split ; ag:splinter e:front ; ag:parentOrganisation e:front .
""" + SOUND[SOUND.index("claim:1 a") :].replace("claim:1", "claim:2").replace("r:1", "r:2")


def test_infer_writes_conclusions_and_tells_contradictions(run: Run, tmp_path: Path) -> None:
    project = of_rdf(tmp_path, SOUND + CONTRADICTION)
    out_file = tmp_path / "conclusions.nt"
    code, out, err = run("infer", str(project), "-o", str(out_file))
    assert (code, out) == (1, "")
    assert err.count("contradiction: ") == 2
    assert "possible, all days: Front splinter of Front (claim/2): " in err
    text = out_file.read_text()
    assert (
        "<https://example.org/p/entity/brigade> <https://w3id.org/allegiance/ontology#answersTo>"
        in text
    )
    assert "#allegiantTo>" not in text  # stated, and so no conclusion


@pytest.mark.parametrize("format_", ["ttl", "nt", "nq", "rdf", "jsonld"])
def test_infer_from_a_release_to_a_pipe(run: Run, dated: Release, format_: str) -> None:
    code, out, err = run("infer", str(dated.folder), "--format", format_)
    assert (code, err) == (0, "")
    graph = NamedNode(f"{dated.manifest['project']['base']}graph/inferred/possible")
    expected = {
        quad.triple
        for quad in dated.quads("inferred")
        if quad.graph_name == graph and quad.subject != graph
    }
    assert {quad.triple for quad in parse(input=out, format=FORMATS[format_])} == expected


TERMS = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://e.org/within> a owl:TransitiveProperty .
<http://e.org/Person> owl:disjointWith <http://e.org/Group> .
"""
FACTS = "<http://e.org/{0}> <http://e.org/within> <http://e.org/{1}> .\n"
BOTH = "<http://e.org/x> a <http://e.org/Person>, <http://e.org/Group> .\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Write an ontology and two files of facts; return the arguments that name them."""
    (tmp_path / "terms.ttl").write_text(TERMS)
    (tmp_path / "one.ttl").write_text(FACTS.format("a", "b"))
    (tmp_path / "two.nt").write_text(FACTS.format("b", "c"))
    ontology = str(tmp_path / "terms.ttl")
    return [str(tmp_path / "one.ttl"), str(tmp_path / "two.nt"), "--ontology", ontology]


@pytest.mark.parametrize("engine", ["duckdb", "owlrl"])
def test_infer_from_rdf_files(run: Run, files: list[str], engine: str) -> None:
    code, out, err = run("infer", *files, "--engine", engine)
    assert (code, err) == (0, "")
    assert out == FACTS.format("a", "c")
    code, out, _ = run("infer", *files, "--engine", engine, "--all")
    assert code == 0
    assert out.splitlines(keepends=True) == [FACTS.format(*pair) for pair in ("ab", "ac", "bc")]


@pytest.mark.parametrize("engine", ["duckdb", "owlrl"])
def test_infer_from_rdf_files_that_contradict_each_other(
    run: Run, files: list[str], tmp_path: Path, engine: str
) -> None:
    (tmp_path / "two.nt").write_text(FACTS.format("b", "c"))
    (tmp_path / "one.ttl").write_text(FACTS.format("a", "b") + BOTH)
    code, out, err = run("infer", *files, "--engine", engine)
    assert code == 1
    assert FACTS.format("a", "c") in out
    assert err.startswith("contradiction: ")
    assert "http://e.org/x" in err


def test_infer_from_a_file_that_cannot_be_read(run: Run, files: list[str], tmp_path: Path) -> None:
    (tmp_path / "one.ttl").write_text(TERMS + "<a")
    code, out, err = run("infer", *files)
    assert (code, out) == (1, "")
    assert f"{tmp_path / 'one.ttl'}, row 4: " in err


@pytest.mark.parametrize(
    "option", [["--as-of", "2017-01-01"], ["--timed"], ["--without", "x"], ["--summary"]]
)
def test_options_about_claims_do_not_go_with_rdf_files(
    run: Run, files: list[str], option: list[str]
) -> None:
    code, out, err = run("infer", *files, *option)
    assert (code, out) == (2, "")
    assert "--as-of, --timed, --without, --min-credibility and --summary go with claims" in err


@pytest.mark.parametrize("format_", ["ttl", "nq", "rdf", "jsonld"])
def test_infer_from_rdf_files_in_another_syntax(
    run: Run, files: list[str], tmp_path: Path, format_: str
) -> None:
    target = tmp_path / "out"
    assert run("infer", *files, "--format", format_, "-o", str(target)) == (0, "", "")
    (quad,) = parse(path=target, format=FORMATS[format_])
    assert str(quad.triple) == FACTS.format("a", "c").removesuffix(" .\n")


def test_the_rules_of_files_are_shown_as_sql(run: Run, files: list[str]) -> None:
    code, out, err = run("infer", *files, "--show-sql")
    assert (code, err) == (0, "")
    assert "-- prp-trp: <http://e.org/within>(?x, ?z) ← " in out
    assert "INSERT INTO" in out


def test_the_rules_of_a_project_are_shown_as_sql(run: Run, dated: Release) -> None:
    code, out, err = run("infer", str(dated.folder), "--show-sql")
    assert (code, err) == (0, "")
    assert "-- harbour-by-control: " in out
    assert "greatest(" in out


def test_conclusions_of_a_day_and_a_mode(run: Run, dated: Release) -> None:
    def ties(*options: str) -> int:
        code, out, err = run("infer", str(dated.folder), *options)
        assert (code, err) == (0, "")
        return out.count("ontology#answersTo> ")

    assert ties("--as-of", "2015-01-01", "--mode", "certain") == 3
    assert ties("--as-of", "2015-03-15", "--mode", "certain") == 1
    assert ties("--as-of", "2012-01-01", "--mode", "certain") == 1
    assert ties("--as-of", "2015-01-01") > 3
    assert ties("--min-credibility", "2", "--mode", "certain") == 2  # the template's own too
    assert ties("--without", "s9", "--mode", "certain") == 4


def test_facts_with_their_days_on_request(run: Run, dated: Release) -> None:
    code, out, _ = run("infer", str(dated.folder), "--timed")
    assert code == 0
    assert "ontology#TimedFact>" in out
    code, some, _ = run("infer", str(dated.folder), "--timed", "--as-of", "2015-01-01")
    assert code == 0
    assert set(some.splitlines()) < set(out.splitlines())


def test_a_summary_counts_what_never_held(run: Run, dated: Release) -> None:
    code, out, err = run("infer", str(dated.folder), "--summary")
    assert (code, err) == (0, "")
    numbers = [int(line.split()[0]) for line in out.splitlines()]
    assert numbers[0] == numbers[1] + numbers[2]
    assert numbers[1] > 0


def test_whatif_as_a_table_and_as_rows(run: Run, dated: Release) -> None:
    call = ["whatif", str(dated.folder), "--min-credibility", "2", "--mode", "certain"]
    code, out, err = run(*call)
    assert (code, err) == (0, "")
    assert out.startswith("outcome,subject,predicate,object,lost,left,rested_on,rests_on,fact_iri")
    assert "falls,Cell,answers to,Front,2014-07-01 to 2015-03-01,no day," in out
    code, table, _ = run(*call, "--format", "table")
    assert code == 0
    assert "fact_iri" not in table
