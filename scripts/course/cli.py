"""`course <command>`: the one door. The targets of the Makefile are one-liners onto it."""

from __future__ import annotations

import argparse
import os
import sys
import time

from course.findings import CourseError, as_github, as_text
from course.paths import Paths, find_root


def _check(paths: Paths, args: argparse.Namespace) -> int:
    from course import checks
    from course.model import load_course

    if args.list:
        for rule in checks.RULES:
            print(f"{rule.RULE:24} {(rule.__doc__ or '').strip().splitlines()[0]}")
        return 0
    started = time.perf_counter()
    course = load_course(paths)
    findings = checks.run(course)
    if findings:
        print(as_github(findings) if args.format == "github" else as_text(findings))
    seconds = time.perf_counter() - started
    print(
        f"check: {len(findings)} finding{'' if len(findings) == 1 else 's'}; {len(checks.RULES)} rules, "
        f"{len(course.pages)} pages, {len(course.quizzes)} quizzes, {len(course.references)} references, {seconds:.1f} s"
    )
    return 1 if findings else 0


def _build(paths: Paths, args: argparse.Namespace) -> int:
    from course.site.build import build

    seconds = build(paths, paths.root / args.output if args.output else paths.site, compress=args.compress)
    print(f"build: {args.output or 'site'}/ is ready, {seconds:.1f} s")
    return 0


def _editions(paths: Paths, args: argparse.Namespace) -> int:
    from course.editions.make import report

    print(f"editions: {report(paths, args.output, args.only or [])}")
    return 0


def _serve(paths: Paths, args: argparse.Namespace) -> int:
    from course.site.serve import serve

    return serve(paths, args.port)


def _links(paths: Paths, args: argparse.Namespace) -> int:
    from course.evidence.links import check_external

    return check_external(paths, json_file=args.json, only=args.only)


def _watch(paths: Paths, args: argparse.Namespace) -> int:
    from course.evidence.watch import watch

    return watch(paths, json_file=args.json, only=args.only, links_file=args.links)


def _reference(paths: Paths, args: argparse.Namespace) -> int:
    from course.evidence.reference_add import add

    return add(paths, args.identifier, args.id)


def _impact(paths: Paths, args: argparse.Namespace) -> int:
    from course.impact import report
    from course.model import load_course

    text, number = report(load_course(paths), args.what, markdown=args.format == "markdown")
    print(text)
    if args.format == "text":
        print(f"impact: {number} changed fact{'' if number == 1 else 's'}")
    return 0


def _questions(paths: Paths, args: argparse.Namespace) -> int:
    from course import checks
    from course.model import load_course
    from course.questions import matrix, report

    course = load_course(paths)
    if args.matrix:
        print(matrix(course))
        return 0
    print(report(course, listed=args.list))
    findings = [finding for finding in checks.run(course) if finding.rule.startswith(("quiz-", "assessment-", "chapter-"))]
    if findings:
        print(as_text(findings))
    print(f"questions: {len(course.quizzes)} questions; findings: {len(findings)}")
    return 1 if findings else 0


def _spelling(paths: Paths, args: argparse.Namespace) -> int:
    from course.model import load_course
    from course.spelling import check

    course = load_course(paths)
    findings = check(course)
    if findings:
        print(as_github(findings) if args.format == "github" else as_text(findings))
    print(f"spelling: {len(findings)} finding{'' if len(findings) == 1 else 's'}; {len(course.pages)} pages")
    return 1 if findings else 0


def _readability(paths: Paths, args: argparse.Namespace) -> int:
    from course.model import load_course
    from course.readability import report

    text, too_hard = report(load_course(paths))
    print(text)
    return 1 if too_hard else 0


def _audit(paths: Paths, args: argparse.Namespace) -> int:
    from course import audit
    from course.model import load_course
    from course.model.audit import file_of

    course = load_course(paths)
    if args.draft:
        page = course.pages.get(f"{args.draft.removesuffix('.md')}.md")
        if page is None:
            raise FileNotFoundError(f"there is no page '{args.draft}'; name it as below docs/, practice/dosing, say")
        print(audit.draft(page, course), end="")
        print(f"audit: a draft for {paths.show(file_of(page, paths))}; fill source, verdict and note", file=sys.stderr)
        return 0
    text, new = audit.report(course, listed=args.list)
    print(text)
    print(f"audit: {new} statement{'' if new == 1 else 's'} not traced in these words")
    return 0


def _test(paths: Paths, args: argparse.Namespace) -> int:
    from course.site.testing import run_tests

    return run_tests(paths, args.arguments)


def _screenshots(paths: Paths, args: argparse.Namespace) -> int:
    from course.site.screenshots import take

    return take(paths, args.folder)


def _accessibility(paths: Paths, args: argparse.Namespace) -> int:
    from course.site.accessibility import check

    return check(paths, args.only, args.scheme or (), args.quick, args.json)


def _bench(paths: Paths, args: argparse.Namespace) -> int:
    from course.bench.run import bench

    done = bench(
        paths, only=args.only, runs=args.runs, sizes=args.sizes, json_file=args.json, printed=args.print,
    )
    print(f"bench: {done}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Serve, build, check and test the course.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")

    def add(name: str, run: object, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    serve = add("serve", _serve, "Preview the course with live reload.")
    serve.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")
    build = add("build", _build, "Build the site strictly; a failed build leaves the earlier one whole.")
    build.add_argument("--output", help="folder below the root instead of site/")
    build.add_argument("--compress", action="store_true", help="write a .br and a .gz beside every text file")
    editions = add("editions", _editions, "Make the editions for paper and for places without a network in dist/.")
    editions.add_argument("--only", action="append", metavar="NAME", help="make this one (more than once: these); no others")
    editions.add_argument("--output", help="folder below the root instead of dist/")
    check = add("check", _check, "Run the content rules: file, line, fault, remedy.")
    check.add_argument("--format", choices=("text", "github"), default="text")
    check.add_argument("--list", action="store_true", help="print the rules and stop")
    links = add("links", _links, "Check the external links of the course (needs the network).")
    links.add_argument("--json", help="write the results to this file as well")
    links.add_argument("--only", help="check only addresses that contain this text")
    watch = add("watch", _watch, "Ask the registries about every DOI, PMID and label (needs the network).")
    watch.add_argument("--json", help="write the results of this run to this file as well")
    watch.add_argument("--only", help="look up only what contains this text in its id, DOI, PMID or set id")
    watch.add_argument("--links", help="a report of 'course links' from which plain addresses are taken over")
    reference = add("reference", _reference, "Fetch the record of a DOI or PMID into data/references.yml.")
    reference.add_argument("action", choices=("add",))
    reference.add_argument("identifier", metavar="doi|pmid", help="10.1234/abc, or the digits of a PMID")
    reference.add_argument("--id", help="the id of the entry instead of first author and year")
    impact = add("impact", _impact, "List everything that a change of the product data touches.")
    impact.add_argument("what", help="a product file (compared with the last commit) or a git range such as main..HEAD")
    impact.add_argument("--format", choices=("text", "markdown"), default="text")
    questions = add("questions", _questions, "Report on the quality of the questions, and what each one examines.")
    questions.add_argument("--list", action="store_true", help="name the questions behind the numbers")
    questions.add_argument("--matrix", action="store_true", help="print objective, questions and sources as CSV, and stop")
    spelling = add("spelling", _spelling, "Check American spelling with Hunspell and data/words.txt.")
    spelling.add_argument("--format", choices=("text", "github"), default="text")
    add("readability", _readability, "Report reading grade and sentence length of every chapter.")
    audit = add("audit", _audit, "Report what was traced to its sources, statement by statement, and what changed since.")
    audit.add_argument("--list", action="store_true", help="name the statements that no audit has read in these words")
    audit.add_argument("--draft", metavar="PAGE", help="print the audit of a page as CSV, with rows to fill, and stop")
    test = add("test", _test, "Run every test; what stands after the command goes to pytest.")
    test.add_argument("arguments", nargs=argparse.REMAINDER)
    shots = add("screenshots", _screenshots, "Take screenshots of the built site in Chromium.")
    shots.add_argument("--folder", default=".cache/screenshots", help="where to put them")
    axe = add("accessibility", _accessibility, "Run axe on every page of the built site, in every scheme, width and state.")
    axe.add_argument("--only", help="test only pages with this text in their address")
    schemes = ("light", "dark", "light-contrast", "dark-contrast")
    axe.add_argument("--scheme", action="append", choices=schemes, help="test in this one (more than once: these); no others")
    axe.add_argument("--quick", action="store_true", help="in the other schemes than the first only two widths")
    axe.add_argument("--json", help="write the result to this file as well")
    bench = add("bench", _bench, "Measure build, page weight, growth and preview beside the same pages made by other means.")
    bench.add_argument("--only", metavar="PARTS", help="build, weight, growth, save: these, with commas; printed only")
    bench.add_argument("--runs", type=int, help="builds of each (default: 5, and 1 for the growth)")
    bench.add_argument("--sizes", help="chapters of the generated courses (default: 60,300,1000); with others, printed only")
    bench.add_argument("--json", help="write the figures to this file as well")
    bench.add_argument("--print", action="store_true", help="print the section and leave README.md as it is")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit status is 0 when nothing was found wrong."""
    # The theme's notice of its end of life is known: README.md and the parity test deal with it.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    args = _parser().parse_args(argv)
    try:
        return int(args.run(Paths(find_root()), args))
    except CourseError as error:
        print(error, file=sys.stderr)
        print(f"{args.command}: stopped; faults: {len(error.findings)}", file=sys.stderr)
        return 1
    except (FileNotFoundError, RuntimeError) as error:
        print(f"{args.command}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"{args.command}: stopped by hand", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
