import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, type ComponentType } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { isAdministrator, UserContext, useSession, useUser } from './access/session';
import { stream } from './api/stream';
import { useRoles } from './projects/calls';
import { RightsContext } from './projects/rights';
import { ErrorBoundary } from './shell/ErrorBoundary';
import { Lines, NotFound } from './shell/Fetched';
import { PageFrame } from './shell/PageFrame';
import { ProblemAlert } from './shell/ProblemAlert';
import { Shell } from './shell/Shell';

/** A page that is loaded when somebody goes there. */
function page<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(() => load().then((module) => ({ default: module[name] })));
}

const SignInPage = page(() => import('./access/SignInPage'), 'SignInPage');
const HomePage = page(() => import('./home/HomePage'), 'HomePage');
const ImagesPage = page(() => import('./images/ImagesPage'), 'ImagesPage');
const ImagePage = page(() => import('./images/ImagePage'), 'ImagePage');
const MachinesPage = page(() => import('./machines/MachinesPage'), 'MachinesPage');
const NewMachinePage = page(() => import('./machines/NewMachinePage'), 'NewMachinePage');
const MachinePage = page(() => import('./machines/MachinePage'), 'MachinePage');
const ConsolePage = page(() => import('./console/ConsolePage'), 'ConsolePage');
const JobsPage = page(() => import('./jobs/JobsPage'), 'JobsPage');
const JobPage = page(() => import('./jobs/JobPage'), 'JobPage');
const HostsPage = page(() => import('./hosts/HostsPage'), 'HostsPage');
const TokensPage = page(() => import('./access/TokensPage'), 'TokensPage');
const ProjectsPage = page(() => import('./projects/ProjectsPage'), 'ProjectsPage');
const ProjectPage = page(() => import('./projects/ProjectPage'), 'ProjectPage');
const JoinPage = page(() => import('./projects/JoinPage'), 'JoinPage');
const AccountPage = page(() => import('./access/AccountPage'), 'AccountPage');
const ConnectPage = page(() => import('./access/ConnectPage'), 'ConnectPage');
const AuditPage = page(() => import('./audit/AuditPage'), 'AuditPage');
const PeoplePage = page(() => import('./access/PeoplePage'), 'PeoplePage');

export function App() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary resetBy={pathname}>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/join" element={<JoinPage />} />
          <Route element={<SignedIn />}>
            <Route path="/machines/:id/console" element={<ConsolePage />} />
            <Route element={<Shell />}>
              <Route index element={<HomePage />} />
              <Route path="/images" element={<ImagesPage />} />
              <Route path="/images/:id" element={<ImagePage />} />
              <Route path="/machines" element={<MachinesPage />} />
              <Route path="/machines/new" element={<NewMachinePage />} />
              <Route path="/machines/:id" element={<MachinePage />} />
              <Route path="/jobs" element={<JobsPage />} />
              <Route path="/jobs/:id" element={<JobPage />} />
              <Route path="/hosts" element={<HostsPage />} />
              <Route path="/hosts/:id" element={<HostsPage />} />
              <Route path="/tokens" element={<TokensPage />} />
              <Route path="/projects" element={<ProjectsPage />} />
              <Route path="/projects/:id" element={<ProjectPage />} />
              <Route path="/account" element={<AccountPage />} />
              <Route path="/connect" element={<ConnectPage />} />
              <Route path="/audit" element={<AuditPage />} />
              <Route path="/people" element={<PeoplePage />} />
              <Route path="*" element={<NoSuchPage />} />
            </Route>
          </Route>
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

/** What only people who are signed in see; others are asked to sign in and led back. */
function SignedIn() {
  const session = useSession();
  const { pathname, search } = useLocation();
  if (session.isError && session.data === undefined) {
    return (
      <main className="pando-alone">
        <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (session.data === undefined) return <Loading />;
  if (session.data === null) {
    const here = `${pathname}${search}`;
    return <Navigate to={here === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}`} replace />;
  }
  return (
    <UserContext value={session.data.user}>
      <Live />
    </UserContext>
  );
}

/** Keeps everything on the page up to date while somebody is signed in, and knows what that person may do. */
function Live() {
  const client = useQueryClient();
  useEffect(() => stream.follow(client), [client]);
  const administrator = isAdministrator(useUser());
  const mayMakeProjects = useSession().data?.mayMakeProjects ?? false;
  const roles = useRoles(!administrator).data;
  const rights = useMemo(() => ({ administrator, mayMakeProjects, roles }), [administrator, mayMakeProjects, roles]);
  return (
    <RightsContext value={rights}>
      <Outlet />
    </RightsContext>
  );
}

function Loading() {
  return (
    <main className="pando-alone">
      <Lines />
    </main>
  );
}

function NoSuchPage() {
  return (
    <PageFrame title="No such page">
      <NotFound />
    </PageFrame>
  );
}
