"""What is in deploy/ fits the program: its settings exist, and the service has rights to little."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from bot.settings import setting_names
from tests.common import ROOT

DEPLOY = ROOT / "deploy"
SETTING = re.compile(r"\b(?:IBID|TELEGRAM)_[A-Z_]+\b")
# Tenths: what systemd-analyze 252 makes of the unit is 11.
EXPOSURE = 13


FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
# What knows nothing of Ibid but the port that it listens on.
APART = frozenset(("Caddyfile",))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_settings_that_exist_are_named(file: Path) -> None:
    named = set(SETTING.findall(file.read_text(encoding="utf-8")))
    assert named or file.name in APART
    assert named <= set(setting_names())


def test_the_service_is_hardened() -> None:
    """As systemd itself judges it; less is better."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", f"--threshold={EXPOSURE}"]
    done = subprocess.run([*command, str(DEPLOY / "ibid.service")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr


def test_the_container_writes_to_its_volume_alone() -> None:
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["ibid"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert [volume for volume in service["volumes"] if not volume.endswith(":ro")] == ["data:/data"]
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER 10001:10001" in lines
    copied = [word for line in lines if re.match(r"COPY (?!--)", line) for word in line.split()[1:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert [name for name in copied if f"!{name}" not in sent] == []
