import type { Machine, Project, ProjectRole } from '../api/types';

/** What the person may do where; filled as soon as it is known, and until then nothing is ruled out. */
const known: { roles?: Map<string, ProjectRole>; administrator: boolean } = { administrator: false };

export function rememberRoles(projects: Project[], administrator: boolean): void {
  known.administrator = administrator;
  known.roles = new Map(projects.flatMap((each) => (each.role ? [[each.id, each.role]] : [])));
}

export const roleLabels: Record<ProjectRole, string> = { OWNER: 'Owner', MEMBER: 'Member', VIEWER: 'Viewer' };

export const roleMeanings: Record<ProjectRole, string> = {
  OWNER: 'Manages members, invitations and the project, and does all that members do.',
  MEMBER: "Creates, uses and changes the project's machines and images.",
  VIEWER: 'Sees everything in the project, changes nothing and opens no console.',
};

/** Why nothing of a project's may be changed by this person; undefined when it may. */
export function viewerReason(project: Machine['project'] | undefined): string | undefined {
  if (project === undefined || known.roles === undefined || known.administrator) return undefined;
  return known.roles.get(project.id) === 'VIEWER'
    ? `You are a viewer of the project ${project.name}. One of its owners can make you a member.`
    : undefined;
}

export const mayManage = (project: Project, administrator: boolean): boolean =>
  administrator || project.role === 'OWNER';

export const mayUse = (project: Project): boolean => project.role === 'OWNER' || project.role === 'MEMBER';
