"""A contract for import-linter: a module of a folder is imported by that folder alone; others go through its face."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application.contract_utils import AlertLevel, remove_ignored_imports


class FacesContract(Contract):
    """`from retrieval.library import Library`, not `from retrieval.library.library import Library`, from outside.

    The modules at the top of each package (`retrieval.types`, `bot.settings`) are open to all.
    """

    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Every import of a module from outside its folder is a fault."""
        warnings = remove_ignored_imports(graph, self.ignore_imports, AlertLevel.ERROR)  # type: ignore[arg-type]  # fields
        folders = {name.rpartition(".")[0] for name in graph.modules}
        faults = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported not in folders and not _open(imported.rpartition(".")[0], importer)
        )
        return ContractCheck(kept=not faults, warnings=warnings, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names each fault and the face that should be asked."""
        faults: list[tuple[str, str]] = check.metadata["faults"]
        for importer, imported in faults:
            face = imported.rpartition(".")[0]
            output.print_error(f"{importer} imports {imported}: import the name from {face}, and offer it there")


def _open(folder: str, importer: str) -> bool:
    """Whether modules of `folder` are open to `importer`: at the top of a package, or a folder that it lies in."""
    return "." not in folder or importer == folder or importer.startswith(f"{folder}.")
