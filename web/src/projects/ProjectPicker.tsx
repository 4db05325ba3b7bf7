import { useDeferredValue, useState } from 'react';
import type { Project } from '../api/types';
import { reference, type Choice } from '../shell/choices';
import { rowsPerPage } from '../shell/listParameters';
import { Picker } from '../shell/Picker';
import { useProject, useProjects } from './calls';
import { useRights } from './rights';
import { mayUse } from './roles';

interface Properties {
  id?: string;
  label?: string;
  /** Id of a project, or the value of what is always there. */
  value: string;
  onChange: (value: string) => void;
  /** What can be chosen besides projects. */
  fixed: Choice[];
  /** Only projects of teams; otherwise personal ones as well. */
  teamsOnly?: boolean;
  /** For administrators those of everybody, too. */
  ofEverybody?: boolean;
  /** How a project is offered. */
  choiceOf?: (project: Project) => Choice;
  isInvalid?: boolean;
  describedBy?: string;
  testId: string;
}

const byName = ({ id, name }: Project): Choice => ({ value: id, label: `Project ${name}` });

/** Offers a project to whoever may make something in it. */
export const usable = (project: Project): Choice => ({
  value: project.id,
  label: mayUse(project) ? project.name : `${project.name} (you may only look)`,
  isDisabled: !mayUse(project),
});

/** Chooses a project, however many there are. */
export function ProjectPicker(properties: Properties) {
  const { label = 'Project', value, fixed, teamsOnly = false, ofEverybody = false, choiceOf = byName } = properties;
  const { administrator } = useRights();
  const [query, setQuery] = useState('');
  const projects = useProjects({
    query: useDeferredValue(query) || undefined,
    all: (ofEverybody && administrator) || undefined,
    limit: rowsPerPage,
  });
  const page = projects.data;
  const found = (page?.items ?? []).filter((each) => !teamsOnly || each.kind === 'TEAM').map(choiceOf);
  const standing = fixed.find((each) => each.value === value);
  // What was chosen may be on no page that was looked at.
  const chosen = useProject(standing === undefined ? reference(value) : undefined);
  return (
    <Picker
      id={properties.id}
      label={label}
      value={value}
      shown={standing?.label ?? (chosen.data ? choiceOf(chosen.data).label : chosen.isError ? 'Another project' : '')}
      fixed={fixed}
      found={found}
      further={page === undefined ? 0 : page.total - page.items.length}
      isSearching={projects.isFetching}
      onSearch={setQuery}
      onChange={properties.onChange}
      isInvalid={properties.isInvalid}
      describedBy={properties.describedBy}
      testId={properties.testId}
    />
  );
}
