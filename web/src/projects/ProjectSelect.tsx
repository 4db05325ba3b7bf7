import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useProjects } from './calls';

interface Properties {
  /** Id of a project, `all` for everything that one sees, empty for one's own. */
  value: string;
  onChange: (value: string) => void;
  own: string;
}

/** Whose things a list shows: one's own, a project's, or all that one sees. */
export function ProjectSelect({ value, onChange, own }: Properties) {
  const projects = useProjects();
  const teams = projects.data?.items.filter((each) => each.kind === 'TEAM') ?? [];
  return (
    <FormSelect
      aria-label="Project"
      value={value}
      onChange={(_event, chosen) => onChange(chosen)}
      data-testid="project-filter"
    >
      <FormSelectOption value="" label={own} />
      {teams.map((each) => (
        <FormSelectOption key={each.id} value={each.id} label={`Project ${each.name}`} />
      ))}
      {value !== '' && value !== 'all' && !teams.some((each) => each.id === value) && (
        <FormSelectOption value={value} label="Another project" />
      )}
      <FormSelectOption value="all" label="All that I see" />
    </FormSelect>
  );
}
