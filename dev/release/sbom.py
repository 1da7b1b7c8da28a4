"""A CycloneDX bill of materials from Package.resolved. https://cyclonedx.org/docs/1.5/json/"""

import json
import uuid
from datetime import UTC, datetime


def purl(location, version):
    """A package's address: `pkg:swift/github.com/apple/swift-nio@2.101.2`."""
    path = location.removeprefix("https://").removesuffix(".git")
    return f"pkg:swift/{path}@{version}"


def component(pin):
    """A package as it was resolved; one without a version is named by its revision."""
    state = pin["state"]
    version = state.get("version", state["revision"])
    address = purl(pin["location"], version)
    return {
        "type": "library",
        "bom-ref": address,
        "name": pin["identity"],
        "version": version,
        "purl": address,
        "externalReferences": [{"type": "vcs", "url": pin["location"]}],
        "properties": [{"name": "swift:revision", "value": state["revision"]}],
    }


def bill(resolved, version, swift, time):
    """The document as text; the same for the same packages, version, toolchain and time.

    `swift` is the toolchain's version, whose standard library is in the program; `time` is in seconds since 1970.
    """
    toolchain = {
        "type": "framework",
        "bom-ref": f"pkg:generic/swift@{swift}",
        "name": "swift",
        "version": swift,
        "purl": f"pkg:generic/swift@{swift}",
    }
    packages = sorted((component(pin) for pin in resolved["pins"]), key=lambda one: one["name"])
    relevo = {"type": "application", "bom-ref": f"relevo@{version}", "name": "relevo", "version": version}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": relevo,
        },
        "components": [toolchain, *packages],
        "dependencies": [
            {"ref": relevo["bom-ref"], "dependsOn": [one["bom-ref"] for one in [toolchain, *packages]]}
        ],
    }
    document["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))}"
    return json.dumps(document, indent=2, sort_keys=True) + "\n"
