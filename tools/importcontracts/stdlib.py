"""The standard-library-only contract: what the kernel may lean on."""

import sys
from typing import cast

import grimp
from importlinter import Contract, ContractCheck, fields, output


class StandardLibraryOnlyContract(Contract):
    """Holds that the given packages import only themselves and the standard library.

    Needs `include_external_packages`. Options:

    - packages: the packages to hold to it, with everything below them.
    """

    type_name = "standard_library_only"

    packages = cast("list[str]", fields.ListField(subfield=fields.StringField()))

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 (the base class's signature)
        """Compare the first name of every import with the interpreter's own list."""
        output.verbose_print(verbose, f"Held to it: {', '.join(self.packages)}.")
        strangers = [
            (importer, imported)
            for package in self.packages
            if package in graph.modules
            for importer in sorted({package, *graph.find_descendants(package)})
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if imported != package
            and not imported.startswith(f"{package}.")
            and imported.partition(".")[0] not in sys.stdlib_module_names
        ]
        return ContractCheck(kept=not strangers, metadata={"strangers": strangers})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that the standard library does not provide."""
        strangers: list[tuple[str, str]] = check.metadata["strangers"]
        for importer, imported in strangers:
            output.print_error(f"- {importer} -> {imported}", bold=False)
            output.new_line()
