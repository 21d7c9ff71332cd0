"""What would a run over folders do? The plan of it, without doing anything."""

from collections.abc import Sequence
from pathlib import Path

from indexer.find.folders import scan
from indexer.ledger import Report
from indexer.read.outlets import Outlets
from indexer.sync import files, overlaps
from indexer.sync.makers import doubt_if_made_by_another, made_by
from indexer.sync.manifest import Manifest
from indexer.sync.notes import NOT_OF_ONE_RUN
from indexer.sync.opening import manifest_of, note_of
from indexer.sync.plan import Plan, plan_scan
from indexer.sync.synced import Synced, ledger_fault
from search.engines import beside


def plan_files(
    paths: Sequence[Path],
    index: str | Path,
    *,
    outlets: Outlets | None = None,
    rebuild: bool = False,
    verify: bool = False,
    prune: bool = False,
    report: Report = lambda entry: None,
) -> Plan:
    """Return what `index_files` would do, and do nothing. Raises PathMissing or an ArchiveError."""
    kept = beside(index)
    note = "" if rebuild else note_of(str(index))
    before = manifest_of(kept, note)
    found = scan(paths, report, lambda: before.roots, prune=prune)
    manifest, notes = Manifest() if rebuild else before, list[str]()
    if not rebuild:
        if not manifest.left.have(note):
            manifest.doubt()
            notes.append(NOT_OF_ONE_RUN)
        last = Synced.load(kept), manifest.left.beside(note), manifest.has_been_saved
        if ledger_fault(kept, *last, every_byte=True):
            manifest.doubt()
        doubt_if_made_by_another(manifest, made_by(outlets or Outlets()), notes)
    plan = plan_scan(found, manifest, report, verify=verify)
    overlaps.check_folders(plan, manifest)
    if not prune and not rebuild:
        files.check_plan(plan, manifest)
    elif not prune:
        files.check_rebuild(plan, found, before)
    plan.notes = notes
    return plan
