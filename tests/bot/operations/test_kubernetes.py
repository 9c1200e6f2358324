"""What is in deploy/kubernetes/ is what Kubernetes takes, by its own schemas, and its parts name each other.

The schemas are not among the development tools (108 MB): `pip install --group deploy`; `.ci/run` has them.
"""

import copy
from typing import Any

import pytest
import yaml

from tests.common import ROOT

# The oldest version that has all the kinds as they are written; the newest is the package's own.
OLDEST = "1.25"
MANIFESTS: list[dict[str, Any]] = list(
    yaml.safe_load_all((ROOT / "deploy" / "kubernetes" / "ibid.yaml").read_text(encoding="utf-8"))
)


def named(kind: str) -> dict[str, Any]:
    (found,) = (one for one in MANIFESTS if one["kind"] == kind)
    return found


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda manifest: manifest["kind"])
def test_each_object_is_as_kubernetes_wants_it(manifest: dict[str, Any]) -> None:
    """In the oldest and the newest version; a field that it does not know is a mistake."""
    kubernetes = pytest.importorskip("kubernetes_validate", reason="its schemas: pip install --group deploy")
    for version in (OLDEST, kubernetes.latest_version()):
        kubernetes.validate(manifest, version, strict=True)
        misspelt = copy.deepcopy(manifest) | {"metdata": {}}
        with pytest.raises(kubernetes.ValidationError, match="metdata"):
            kubernetes.validate(misspelt, version, strict=True)


def test_what_one_object_names_is_there_in_the_other() -> None:
    """No schema sees that: labels, ports, the setting's own port, volumes."""
    spec = named("Deployment")["spec"]
    pod = spec["template"]
    (container,) = pod["spec"]["containers"]
    labels, service = pod["metadata"]["labels"], named("Service")
    assert spec["selector"]["matchLabels"] == labels
    assert service["spec"]["selector"] == named("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    settings = named("ConfigMap")
    assert f":{ports['http']}" in settings["data"]["IBID_SERVE"]
    assert f":{ports['metrics']}" in settings["data"]["IBID_MONITOR"]
    assert pod["metadata"]["annotations"]["prometheus.io/port"] == str(ports["metrics"])
    probes = [container[name]["httpGet"]["port"] for name in ("startupProbe", "livenessProbe", "readinessProbe")]
    assert {*probes, *(one["targetPort"] for one in service["spec"]["ports"])} <= set(ports)
    (rule,) = named("Ingress")["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert settings["data"]["IBID_WEBHOOK"] == f"https://{rule['host']}{path['path']}"
    backend = path["backend"]["service"]
    assert backend["name"] == service["metadata"]["name"]
    assert backend["port"]["name"] in [one["name"] for one in service["spec"]["ports"]]
    assert container["envFrom"][0]["configMapRef"]["name"] == settings["metadata"]["name"]
    volumes = [volume["name"] for volume in pod["spec"]["volumes"]]
    assert [mount["name"] for mount in container["volumeMounts"]] == volumes
