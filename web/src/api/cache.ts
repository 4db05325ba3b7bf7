import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Job, LiveEvent, LiveType, Page } from './types';

/** Keys of the caches: one shape for all objects, so that one event can find every place that shows it. */
export const keys = {
  list: (type: LiveType, parameters: object) => [type, 'list', parameters] as const,
  lists: (type: LiveType) => [type, 'list'] as const,
  one: (type: LiveType, id: string | number) => [type, 'one', String(id)] as const,
  snapshots: (machine: string) => ['snapshots', machine] as const,
  certificate: (machine: string) => ['certificate', machine] as const,
  session: ['session'] as const,
};

interface Row {
  id: string | number;
  state?: string;
}

/** Puts the new object in the place of the old one; the same page when it is not among its rows. */
export function replaceRow<T extends Row>(page: Page<T>, id: string, object: T): Page<T> {
  if (!page.items.some((each) => String(each.id) === id)) return page;
  return { ...page, items: page.items.map((each) => (String(each.id) === id ? object : each)) };
}

/** Takes a row away that no longer exists. */
export function removeRow<T extends Row>(page: Page<T>, id: string): Page<T> {
  const items = page.items.filter((each) => String(each.id) !== id);
  return items.length === page.items.length ? page : { ...page, items, total: Math.max(0, page.total - 1) };
}

/** Jobs come without steps and plan in events: keeps those that are known until the fresh ones are fetched. */
export function mergeJob(known: Job | undefined, arrived: Job): Job | undefined {
  if (known === undefined) return undefined;
  return {
    ...arrived,
    steps: arrived.steps.length > 0 ? arrived.steps : known.steps,
    plan: arrived.plan ?? known.plan,
  };
}

/**
 * Brings all caches up to date with one event.
 *
 * @returns keys of caches that the event made doubtful and that should be fetched again soon
 */
export function applyEvent(client: QueryClient, event: LiveEvent): QueryKey[] {
  const doubtful: QueryKey[] = [];
  const { type, id } = event;
  // A project decides what else one sees, and shows itself to each in another way.
  if (type === 'project') return [['project'], ['machine'], ['image'], ['job']];
  const arrived = event.object as Row | undefined;
  if (arrived === undefined) {
    client.setQueriesData<Page<Row>>({ queryKey: keys.lists(type) }, (page) => page && removeRow(page, id));
    return [keys.lists(type), keys.one(type, id)];
  }

  for (const [key, page] of client.getQueriesData<Page<Row>>({ queryKey: keys.lists(type) })) {
    const before = page?.items.find((each) => String(each.id) === id);
    if (page === undefined || before === undefined || before.state !== arrived.state) doubtful.push(key);
    if (page !== undefined && before !== undefined) client.setQueryData(key, replaceRow(page, id, arrived));
  }

  if (type === 'job') {
    const job = event.object as Job;
    client.setQueryData<Job>(keys.one('job', id), (known) => mergeJob(known, job));
    doubtful.push(keys.one('job', id));
    if (job.finishedAt !== undefined && job.subject?.type === 'machine')
      doubtful.push(keys.certificate(job.subject.id), keys.snapshots(job.subject.id));
  } else {
    client.setQueryData(keys.one(type, id), arrived);
  }
  return doubtful;
}
