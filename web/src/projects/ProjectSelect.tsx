import { ProjectPicker } from './ProjectPicker';
import { useRights } from './rights';

interface Properties {
  /** Id of a project, `all` for everything that one sees, empty for one's own. */
  value: string;
  onChange: (value: string) => void;
  own: string;
}

/** Whose things a list shows: one's own, a project's, or all that one sees. */
export function ProjectSelect({ value, onChange, own }: Properties) {
  const { administrator } = useRights();
  return (
    <ProjectPicker
      value={value}
      onChange={onChange}
      fixed={[
        { value: '', label: own },
        { value: 'all', label: 'All that I see' },
      ]}
      // One's own things stand above; of others' personal projects, administrators see what is in them.
      teamsOnly={!administrator}
      ofEverybody
      testId="project-filter"
    />
  );
}
