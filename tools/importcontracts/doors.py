"""The doors contract: modules and flows are entered only by a few named files."""

from typing import TypedDict, cast

import grimp
from importlinter import Contract, ContractCheck, fields, output


class _Trespass(TypedDict):
    importer: str
    imported: str
    line_numbers: list[int]
    allowed: list[str]


class DoorsContract(Contract):
    """Holds that a room's inside is imported only by the room itself and by the wiring.

    A room is each child of the packages named in `rooms` (kaibo.modules.orders). Options:

    - rooms: the packages whose children are rooms.
    - doors: the names in a room that anybody outside it may import, exactly
      (kaibo.modules.orders.facade, but not kaibo.modules.orders or .facade.helpers).
    - adapters: the package that may also import `adapter_doors`.
    - adapter_doors: the names that only adapters may import, besides the doors.
    - wiring: the modules or packages, one for each kind of process, that may import everything.

    The contract cannot be excused: it has no `ignore_imports`.
    """

    type_name = "doors"

    rooms = cast("list[str]", fields.ListField(subfield=fields.StringField()))
    doors = cast("list[str]", fields.ListField(subfield=fields.StringField()))
    adapters = cast("str", fields.StringField())
    adapter_doors = cast("list[str]", fields.ListField(subfield=fields.StringField()))
    wiring = cast("list[str]", fields.ListField(subfield=fields.StringField()))

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 (the base class's signature)
        """Look at every import that ends inside a room."""
        output.verbose_print(verbose, f"Rooms are the children of {', '.join(self.rooms)}.")
        trespasses = [
            _Trespass(
                importer=importer,
                imported=imported,
                line_numbers=sorted(
                    detail["line_number"]
                    for detail in graph.get_import_details(importer=importer, imported=imported)
                ),
                allowed=self._doors_for(importer),
            )
            for imported in sorted(graph.modules)
            if (room := self._room_of(imported)) is not None
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not self._may_import(importer, imported, room)
        ]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each trespass with its line and the doors that are open to its importer."""
        trespasses: list[_Trespass] = check.metadata["trespasses"]
        for trespass in trespasses:
            lines = ", ".join(f"l.{number}" for number in trespass["line_numbers"])
            output.print_error(
                f"- {trespass['importer']} -> {trespass['imported']} ({lines}); "
                f"open to it: {', '.join(trespass['allowed'])}",
                bold=False,
            )
            output.new_line()

    def _room_of(self, module: str) -> str | None:
        for parent in self.rooms:
            if module.startswith(f"{parent}."):
                name = module.removeprefix(f"{parent}.").partition(".")[0]
                return f"{parent}.{name}"
        return None

    def _doors_for(self, importer: str) -> list[str]:
        doors = list(self.doors)
        return [*doors, *self.adapter_doors] if _within(importer, self.adapters) else doors

    def _may_import(self, importer: str, imported: str, room: str) -> bool:
        if any(_within(importer, place) for place in (room, *self.wiring)):
            return True
        return imported in {f"{room}.{door}" for door in self._doors_for(importer)}


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
