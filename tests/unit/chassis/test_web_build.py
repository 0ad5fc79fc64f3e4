"""The web app is built when it has to be, by an npm that plays its part."""

import shutil

import pytest

from chassis.web_build import TYPES, BuildError, WebBuild

# Does what a file beside the sources says: `fails-<step>` is its output when it fails.
NPM = """#!/bin/sh
step=$1; [ "$step" = run ] && step=$2
echo "$step" >> "$PWD/steps"
command -v npm > "$PWD/path"
if [ -f "fails-$step" ]; then cat "fails-$step"; exit 1; fi
case $step in
  ci) rm -rf node_modules; mkdir node_modules ;;
  build) rm -rf dist; mkdir -p dist/assets; cp src/*.js dist/assets; cp index.html dist
    for js in src/*.js; do cp $js dist/assets/${js#src/}.gz; done ;;
  gen) cp openapi.json src/api/schema.d.ts ;;
esac
"""


@pytest.fixture
def web(tmp_path):
    web = tmp_path / "web"
    (web / TYPES).parent.mkdir(parents=True)
    (web / "package-lock.json").write_text("{}")
    (web / "index.html").write_text("<html>")
    (web / "openapi.json").write_text("types")
    (web / TYPES).write_text("types")
    (web / "src" / "app-1.js").write_text("export const shine = 1;")
    return web


@pytest.fixture
def build(web, tmp_path):
    binaries = tmp_path / "bin"
    binaries.mkdir()
    npm = binaries / "npm"
    npm.write_text(NPM)
    npm.chmod(0o755)
    return WebBuild(web, binaries)


def steps(web):
    """Those since the last look."""
    path = web / "steps"
    found = path.read_text().split() if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def assets(web):
    return {path.name for path in (web / "dist" / "assets").iterdir()}


def test_what_is_up_to_date_is_not_built_again(build, web):
    assert build.bring_up_to_date() is True
    assert steps(web) == ["ci", "build"]
    assert build.bring_up_to_date() is False
    assert steps(web) == []


def test_a_changed_source_is_built_with_the_packages_at_hand(build, web):
    build.bring_up_to_date()
    steps(web)
    (web / "index.html").write_text("<html>2")
    assert build.bring_up_to_date() is True
    assert steps(web) == ["build"]
    assert (web / "dist" / "index.html").read_text() == "<html>2"


def test_a_new_source_and_a_moved_one_are_changes(build, web):
    build.bring_up_to_date()
    (web / "src" / "more.css").write_text("b{}")
    assert build.bring_up_to_date() is True
    (web / "src" / "more.css").rename(web / "src" / "other.css")
    assert build.bring_up_to_date() is True


def test_a_changed_lock_file_is_installed_first(build, web):
    build.bring_up_to_date()
    steps(web)
    (web / "package-lock.json").write_text('{"a": 1}')
    build.bring_up_to_date()
    assert steps(web) == ["ci", "build"]


@pytest.mark.parametrize("name", ["openapi.json", "src/page.test.tsx", "node_modules/a.js"])
def test_what_is_not_in_the_pages_is_no_reason_to_build_them(build, web, name):
    build.bring_up_to_date()
    (web / name).write_text("changed")
    assert build.bring_up_to_date() is False


def test_assets_of_the_last_release_are_kept_and_those_before_it_are_not(build, web):
    build.bring_up_to_date()
    (web / "src" / "app-1.js").rename(web / "src" / "app-2.js")
    build.bring_up_to_date()
    assert assets(web) == {"app-1.js", "app-1.js.gz", "app-2.js", "app-2.js.gz"}
    (web / "src" / "app-2.js").rename(web / "src" / "app-3.js")
    build.bring_up_to_date()
    assert assets(web) == {"app-2.js", "app-2.js.gz", "app-3.js", "app-3.js.gz"}


def test_a_build_that_fails_says_why_and_leaves_the_last_one(build, web):
    build.bring_up_to_date()
    before = assets(web)
    (web / "index.html").write_text("<html>2")
    (web / "fails-build").write_text("src/app.tsx(3,1): error TS1005")
    with pytest.raises(BuildError, match=r"TS1005(.|\n)*The web pages could not be built\."):
        build.bring_up_to_date()
    assert (web / "dist" / "index.html").read_text() == "<html>"
    assert assets(web) == before
    (web / "fails-build").unlink()
    assert build.bring_up_to_date() is True
    assert (web / "dist" / "index.html").read_text() == "<html>2"


def test_a_registry_out_of_reach_is_told_in_words(build, web):
    (web / "fails-ci").write_text("npm error code EAI_AGAIN\nnpm error request to somewhere")
    with pytest.raises(BuildError, match=r"registry cannot be\s+reached") as told:
        build.bring_up_to_date()
    assert "EAI_AGAIN" not in str(told.value)
    assert not (web / "dist").exists()


def test_packages_that_do_not_fit_are_told_with_their_cause(build, web):
    (web / "fails-ci").write_text("npm error code EUSAGE\n" + "npm error usage\n" * 100)
    with pytest.raises(BuildError, match=r"EUSAGE(.|\n)*could not be installed\."):
        build.bring_up_to_date()


def test_an_installation_that_broke_off_is_done_again(build, web):
    (web / "fails-ci").write_text("no")
    with pytest.raises(BuildError):
        build.bring_up_to_date()
    (web / "fails-ci").unlink()
    steps(web)
    build.bring_up_to_date()
    assert steps(web) == ["ci", "build"]


def test_the_machines_own_node_is_never_used(build, web, tmp_path):
    build.bring_up_to_date()
    assert (web / "path").read_text().strip() == str(tmp_path / "bin" / "npm")
    shutil.rmtree(tmp_path / "bin")
    (web / "index.html").write_text("<html>2")
    with pytest.raises(BuildError, match="Node is not installed"):
        build.bring_up_to_date()


def test_a_check_runs_every_script(build, web):
    build.check()
    assert steps(web) == ["ci", "gen", "check", "test", "build", "size"]


@pytest.mark.parametrize("script", ["check", "test", "size"])
def test_a_check_ends_at_the_first_that_finds_something(build, web, script):
    (web / f"fails-{script}").write_text("wrong\n")
    with pytest.raises(BuildError, match=f"npm run {script}"):
        build.check()
    assert steps(web)[-1] == script


def test_types_that_lag_behind_the_api_fail_the_check(build, web):
    (web / "openapi.json").write_text("newer types")
    with pytest.raises(BuildError, match="did not fit the API"):
        build.check()
    assert (web / TYPES).read_text() == "newer types"
    build.check()


def test_without_sources_there_is_nothing_to_build(build, web):
    (web / "package-lock.json").unlink()
    with pytest.raises(BuildError, match="no sources"):
        build.bring_up_to_date()
