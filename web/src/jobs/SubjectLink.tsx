import { Link } from 'react-router';
import type { Subject } from '../api/types';

const folders = { machine: 'machines', image: 'images', host: 'hosts' };

/** The way to what a job works on. */
export function SubjectLink({ subject }: { subject?: Subject }) {
  if (!subject) return <>–</>;
  return <Link to={`/${folders[subject.type]}/${subject.id}`}>{subject.name}</Link>;
}
