import type { Snapshot } from '../api/types';

/** A line of the drawn tree. */
export interface Branch {
  snapshot: Snapshot;
  depth: number;
  /** Whether the machine as it is now comes from it or from one that is built upon it. */
  leadsToNow: boolean;
}

/** Snapshots so that each stands below the one that it was built upon, older ones first. */
export function branches(snapshots: Snapshot[]): Branch[] {
  const known = new Set(snapshots.map((each) => each.id));
  const path = new Set<string>();
  let next = snapshots.find((each) => each.current);
  while (next !== undefined && !path.has(next.id)) {
    path.add(next.id);
    const parent: string | undefined = next.parentId;
    next = snapshots.find((each) => each.id === parent);
  }
  const drawn: Branch[] = [];
  const seen = new Set<string>();
  const descend = (parent: string | undefined, depth: number) => {
    for (const snapshot of snapshots) {
      const above = snapshot.parentId !== undefined && known.has(snapshot.parentId) ? snapshot.parentId : undefined;
      if (above !== parent || seen.has(snapshot.id)) continue;
      seen.add(snapshot.id);
      drawn.push({ snapshot, depth, leadsToNow: path.has(snapshot.id) });
      descend(snapshot.id, depth + 1);
    }
  };
  descend(undefined, 0);
  return drawn;
}
