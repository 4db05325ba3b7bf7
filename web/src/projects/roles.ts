import type { Member, Page, Project, ProjectReference, ProjectRole } from '../api/types';

/** What the person who is signed in may do where. */
export interface Rights {
  administrator: boolean;
  /** Whether the person may make projects for teams. */
  mayMakeProjects: boolean;
  /** The person's role in each project, by its id; undefined until it is known. */
  roles?: ReadonlyMap<string, ProjectRole>;
}

export const roleLabels: Record<ProjectRole, string> = { OWNER: 'Owner', MEMBER: 'Member', VIEWER: 'Viewer' };

export const roleMeanings: Record<ProjectRole, string> = {
  OWNER: 'Manages members, invitations and the project, and does all that members do.',
  MEMBER: "Creates, uses and changes the project's machines and images.",
  VIEWER: 'Sees everything in the project, changes nothing and opens no console.',
};

export const rolesIn = (projects: Project[]): ReadonlyMap<string, ProjectRole> =>
  new Map(projects.flatMap((each) => (each.role ? [[each.id, each.role]] : [])));

/** Why nothing of a project's may be changed by this person; undefined when it may. */
export function viewerReason(project: ProjectReference, rights: Rights): string | undefined {
  if (rights.administrator) return undefined;
  if (rights.roles === undefined) return 'What you may do here is still being looked up.';
  switch (rights.roles.get(project.id)) {
    case undefined:
      return `You are not in the project ${project.name}.`;
    case 'VIEWER':
      return `You are a viewer of the project ${project.name}. One of its owners can make you a member.`;
    default:
      return undefined;
  }
}

/** Why this person may make no project; undefined when it may. */
export const projectMakingReason = ({ mayMakeProjects }: Rights): string | undefined =>
  mayMakeProjects
    ? undefined
    : 'Only administrators make projects here. One who makes a project for you can make you its owner.';

export const mayManage = (project: Project, administrator: boolean): boolean =>
  administrator || project.role === 'OWNER';

export const mayUse = (project: Project): boolean => project.role === 'OWNER' || project.role === 'MEMBER';

/** Id of the person without whom the project would have no owner; undefined when there are several. Owners are listed first. */
export function soleOwner({ items, total, offset }: Page<Member>): string | undefined {
  const [first, second] = items;
  const alone = second === undefined ? total === 1 : second.role !== 'OWNER';
  return offset === 0 && first?.role === 'OWNER' && alone ? first.user.id : undefined;
}
