import { Link } from 'react-router';
import type { Subject } from '../api/types';

const folders: Partial<Record<Subject['type'], string>> = { machine: 'machines', image: 'images', host: 'hosts' };

/** The way to what a job works on. */
export function SubjectLink({ subject }: { subject?: Subject }) {
  if (!subject) return <>–</>;
  const folder = folders[subject.type];
  // A warm machine has no page: it is nobody's yet.
  return folder === undefined ? <>{subject.name}</> : <Link to={`/${folder}/${subject.id}`}>{subject.name}</Link>;
}
