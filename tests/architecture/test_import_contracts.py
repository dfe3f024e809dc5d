"""Each import rule is broken on purpose, on a package made for it."""

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grimp
import pytest
from importlinter import Contract

from tools.importcontracts.doors import DoorsContract
from tools.importcontracts.stdlib import StandardLibraryOnlyContract

ROOT = Path(__file__).parents[2]
CONFIGURED: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
    "importlinter"
]

SMALL_SHOP = {
    "toyshop/__init__.py": "",
    "toyshop/kernel/__init__.py": "",
    "toyshop/kernel/money.py": "import decimal\n",
    "toyshop/modules/__init__.py": "",
    "toyshop/modules/orders/__init__.py": "",
    "toyshop/modules/orders/facade.py": "from toyshop.modules.orders import repository\n",
    "toyshop/modules/orders/repository.py": "",
    "toyshop/modules/orders/routes.py": "",
    "toyshop/modules/orders/ports.py": "",
    "toyshop/modules/orders/events.py": "",
    "toyshop/modules/payments/__init__.py": "",
    "toyshop/modules/payments/service.py": "from toyshop.modules.orders import events, facade\n",
    "toyshop/flows/__init__.py": "",
    "toyshop/flows/refund/__init__.py": "",
    "toyshop/flows/refund/routes.py": "from toyshop.modules.orders.facade import *\n",
    "toyshop/flows/cancel/__init__.py": "",
    "toyshop/flows/cancel/routes.py": "",
    "toyshop/adapters/__init__.py": "",
    "toyshop/adapters/bank.py": "from toyshop.modules.orders import ports\n",
    "toyshop/apps/__init__.py": "",
    "toyshop/apps/wiring.py": "from toyshop.modules.orders import repository, routes\n",
    "toyshop/apps/api.py": "from toyshop.apps import wiring\n",
}


@pytest.fixture
def toyshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name, text in SMALL_SHOP.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "toyshop"
    for name in [name for name in sys.modules if name.partition(".")[0] == "toyshop"]:
        del sys.modules[name]


def doors() -> Contract:
    options = {
        "rooms": ["toyshop.modules", "toyshop.flows"],
        "doors": ["facade", "contracts", "events", "errors"],
        "adapters": "toyshop.adapters",
        "adapter_doors": ["ports"],
        "wiring": ["toyshop.apps.wiring"],
    }
    return DoorsContract("doors", session_options={}, contract_options=options)


def is_kept(contract: Contract) -> bool:
    graph = grimp.build_graph("toyshop", include_external_packages=True, cache_dir=None)
    check = contract.check(graph, verbose=False)
    if not check.kept:
        contract.render_broken_contract(check)
    return check.kept


@pytest.mark.usefixtures("toyshop")
def test_a_shop_that_uses_its_doors_keeps_the_contract() -> None:
    assert is_kept(doors())


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        pytest.param("modules/payments/service.py", "modules.orders.repository", id="module"),
        pytest.param("modules/payments/service.py", "modules.orders.ports", id="module to ports"),
        pytest.param("modules/payments/service.py", "modules.orders", id="module to package"),
        pytest.param("flows/refund/routes.py", "modules.orders.repository", id="flow"),
        pytest.param("flows/refund/routes.py", "flows.cancel.routes", id="flow to flow"),
        pytest.param("adapters/bank.py", "modules.orders.repository", id="adapter"),
        pytest.param("apps/api.py", "modules.orders.routes", id="app that is not the wiring"),
        pytest.param("apps/api.py", "flows.refund.routes", id="app to flow"),
    ],
)
def test_reaching_past_a_door_breaks_the_contract(
    toyshop: Path, importer: str, imported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    package, _, name = f"toyshop.{imported}".rpartition(".")
    (toyshop / importer).write_text(f"from {package} import {name}\n")

    assert not is_kept(doors())
    assert f"toyshop.{imported}" in capsys.readouterr().out


def test_what_lies_behind_a_door_is_no_door(toyshop: Path) -> None:
    (toyshop / "modules/orders/facade.py").unlink()
    (toyshop / "modules/orders/facade").mkdir()
    (toyshop / "modules/orders/facade/__init__.py").write_text("")
    (toyshop / "modules/orders/facade/helpers.py").write_text("")
    assert is_kept(doors())

    (toyshop / "flows/refund/routes.py").write_text(
        "from toyshop.modules.orders.facade import helpers\n"
    )
    assert not is_kept(doors())


def test_the_kernel_breaks_its_contract_by_a_third_party_import(toyshop: Path) -> None:
    contract = StandardLibraryOnlyContract(
        "kernel", session_options={}, contract_options={"packages": ["toyshop.kernel"]}
    )
    assert is_kept(contract)

    (toyshop / "kernel/money.py").write_text("import decimal\nimport babel.numbers\n")
    assert not is_kept(contract)


def test_no_import_is_excused() -> None:
    options = {option for contract in CONFIGURED["contracts"] for option in contract}

    assert not options & {
        "ignore_imports",
        "unmatched_ignore_imports_alerting",
        "exhaustive_ignores",
    }
    assert not CONFIGURED.get("exclude_type_checking_imports")


def test_the_contracts_in_force_are_the_ones_tested_here() -> None:
    in_force = {contract["id"]: contract for contract in CONFIGURED["contracts"]}

    assert set(in_force) >= {"layers", "acyclic", "doors", "kernel", "vendors", "codecs"}
    assert in_force["doors"]["rooms"] == ["kaibo.modules", "kaibo.flows"]
    assert in_force["doors"]["doors"] == ["facade", "contracts", "events", "errors"]
    assert in_force["doors"]["adapter_doors"] == ["ports"]
    assert in_force["doors"]["wiring"] == ["kaibo.apps.wiring", "kaibo.apps.gateway.wiring"]
    assert in_force["kernel"]["packages"] == ["kaibo.kernel"]
