"""What it takes to run a node: a JDK, and the server's jars beside our own class, fetched and compiled once."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest
from platformdirs import user_cache_path

HERE = Path(__file__).parent
SOURCE, JARS = HERE / "SearchNode.java", HERE / "pom.xml"
# OpenSearch 3 is compiled for it.
OLDEST = 21
# Quick to start: the first compiler alone, and the simplest collector.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
QUIET = ("-Dlog4j2.disable.jmx=true", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")


@cache
def find_jdk() -> Path:
    """The JDK of JAVA_HOME, or the newest of the system. Skips the test where there is none that is new enough."""
    named = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    found = {home: _version(home) for home in (*named, *Path("/usr/lib/jvm").glob("*"))}
    best = max(found, key=lambda home: (found[home], home in named), default=None)
    if best is None or found[best] < OLDEST:
        pytest.skip(f"there is no JDK of at least {OLDEST}: apt-get install openjdk-{OLDEST}-jdk-headless")
    return best


def _version(home: Path) -> int:
    release = home / "release"
    if not (home / "bin" / "javac").exists() or not release.exists():
        return 0
    told = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(told.group(1)) if told else 0


@cache
def class_path() -> str:
    """All that a node is made of. Skips the test without Maven, or where it can't fetch."""
    jdk = find_jdk()
    made_of = (SOURCE, JARS, Path(__file__))
    stamp = hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:12]
    kept = user_cache_path("ibid-tests") / f"opensearch-{stamp}"
    kept.parent.mkdir(parents=True, exist_ok=True)
    with kept.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # of those that begin at the same time one fetches, the others wait for it
        if not kept.exists():
            _make(kept, jdk)
    return os.pathsep.join([str(kept / "node.jar"), *sorted(map(str, (kept / "jars").glob("*.jar")))])


def _make(kept: Path, jdk: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        pytest.skip("Maven, which fetches OpenSearch for the tests, is not installed: apt-get install maven")
    made = kept.with_suffix(f".{os.getpid()}")
    jars = made / "jars"
    done = subprocess.run(
        [maven, "-B", "-q", "-f", JARS, "dependency:copy-dependencies", f"-DoutputDirectory={jars}"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"Maven can't fetch OpenSearch: {(done.stdout + done.stderr)[-500:]}")
    subprocess.run([jdk / "bin" / "javac", "-cp", f"{jars}/*", "-d", made, SOURCE], check=True)
    subprocess.run(
        [jdk / "bin" / "jar", "--create", "--file", made / "node.jar", "-C", made, "SearchNode.class"], check=True
    )
    made.rename(kept)


def share_classes(http: int, transport: int) -> None:
    """Starts a node on these ports, once, and keeps its classes as they are in memory: the next ones start in half the
    time."""
    kept = _archive()
    with kept.with_suffix(".lock").open("a") as lock, tempfile.TemporaryDirectory(prefix="ibid-opensearch-") as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            made = kept.with_suffix(f".{os.getpid()}")
            node = [*_command(256, QUICK), f"-XX:ArchiveClassesAtExit={made}", "SearchNode", folder]
            ports = map(str, (http, transport, transport))
            # It ends with its input, which is at its end.
            subprocess.run([*node, *ports], stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if made.exists():
                made.rename(kept)


def _archive() -> Path:
    """Where they are kept: those of one version of Java are of no use to another."""
    return Path(class_path().split(os.pathsep)[0]).with_name(f"node-{_version(find_jdk())}.jsa")


def command(heap: int, flags: tuple[str, ...] = QUICK) -> list[str]:
    """What starts a node with so many megabytes of heap, up to its arguments."""
    shared = [f"-XX:SharedArchiveFile={_archive()}"] if flags == QUICK and _archive().exists() else []
    return [*_command(heap, flags), *shared, "SearchNode"]


def _command(heap: int, flags: tuple[str, ...]) -> list[str]:
    java = str(find_jdk() / "bin" / "java")
    logging = f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"
    return [java, f"-Xms{heap}m", f"-Xmx{heap}m", *flags, *QUIET, logging, "-cp", class_path()]
